"""What every answer and every address has against other sites: no way out by a redirect, no form
without its token, no page in a frame, no host but ours."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from sandbox.accounts.models import User
from tests.claims.pages import client_of
from tests.factories import make_course, make_user
from tests.sandbox.fuzzing import Forms, all_forms, pages_of

pytestmark = pytest.mark.django_db
__all__ = ["all_forms"]

EVIL = "evil.example"
ELSEWHERE = (
    f"https://{EVIL}/", f"//{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"https:{EVIL}", f"/\t/{EVIL}",
    f" //{EVIL}", "javascript:alert(1)", f"https://testserver@{EVIL}/", f"https://testserver.{EVIL}",
)  # fmt: skip
WAYS_ON = ("next", "back", "from", "url", "to", "return", "redirect", "case", "at", "after")


def test_no_form_leads_to_another_site(all_forms: Forms) -> None:
    seen_next = 0
    for number, seen in enumerate(all_forms.seen):
        evil = ELSEWHERE[number % len(ELSEWHERE)]
        seen.client.defaults["HTTP_REFERER"] = f"https://{EVIL}/"
        names = [name for name in WAYS_ON if name not in {"case", "at", "after", "back"}]
        sent = {**seen.form.sent(), **dict.fromkeys(names, evil)}
        response = seen.send(sent)
        assert leads_home(response), (seen.form.name, response["Location"])
        seen_next += "next" in seen.form.fields
    assert seen_next >= 2, "the calendar and the sign-in"


@pytest.mark.parametrize("evil", ELSEWHERE)
def test_no_page_leads_to_another_site(all_forms: Forms, evil: str) -> None:
    client = all_forms.world.clients["teacher"]
    for url in pages_of(all_forms.world):
        response = client.get(url, dict.fromkeys(WAYS_ON, evil), headers={"Referer": evil[:9]})
        assert leads_home(response), (url, response["Location"])


def leads_home(response: Any) -> bool:
    """The answer leads nowhere, or to an address of ours."""
    there = response.get("Location") or response.get("HX-Redirect") or "/"
    return bool(re.match(r"/(?![/\\\s])|\?|$", there)) or there == "/"


def test_every_redirect_that_is_told_where_to_go_is_known() -> None:
    told = re.compile(
        r"redirect\((?!\s*[\"'])[^)]*(?:POST|GET|META)|HTTP_REFERER|[\[(][\"']next[\"']"
    )
    found = {
        str(path.relative_to(site.BASE_DIR))
        for room in ("coding", "claims", "sandbox")
        for path in Path(site.BASE_DIR, room).rglob("*.py")
        if told.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"claims/views/calendar.py"}


def test_every_form_needs_its_token(all_forms: Forms) -> None:
    users = User.objects.count()
    for seen in all_forms.seen:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = seen.client.cookies.copy()
        for sent in ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": ""}):
            response = strict.post(seen.form.url, {**seen.form.sent(), **sent})
            assert response.status_code == 403, seen.form.name
            assert 'id="problem-message"' in response.content.decode()
    assert User.objects.count() == users


def test_form_with_its_token_is_taken() -> None:
    strict = Client(enforce_csrf_checks=True)
    make_user("ann")
    page = strict.get(reverse("login"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token is not None
    sent = {"username": "ann", "password": "password", "csrfmiddlewaretoken": token[1]}
    assert strict.post(reverse("login"), sent).status_code == 302
    for origin in (f"https://{EVIL}", "null"):
        response = strict.post(reverse("logout"), sent, headers={"Origin": origin})
        assert response.status_code == 403


def test_every_answer_forbids_frames_and_foreign_scripts(all_forms: Forms) -> None:
    client = all_forms.world.clients["teacher"]
    urls = [*pages_of(all_forms.world), "/no-such-page/", "/sign-in/", "/static/js/theme.js"]
    for who in (client, Client()):
        for url in urls:
            response = who.get(url)
            if url.startswith("/static/"):
                assert response["X-Content-Type-Options"] == "nosniff"
                continue
            assert response["X-Frame-Options"] == "DENY", url
            assert response["X-Content-Type-Options"] == "nosniff", url
            assert response["Referrer-Policy"] == "same-origin", url
            assert response["Cross-Origin-Opener-Policy"] == "same-origin", url
            policy = response["Content-Security-Policy"]
            for part in (
                "default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'",
                "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
            ):  # fmt: skip
                assert part in policy, url
            assert "unsafe" not in policy
            assert "http" not in policy


@pytest.mark.parametrize(
    "host", [EVIL, f"testserver.{EVIL}", "testserver@evil", "", "a b", "[::2]"]
)
def test_only_our_own_host_is_answered(all_forms: Forms, host: str) -> None:
    course = all_forms.world.arguments["classroom:people"]
    for name, args in (("login", []), ("classroom:people", course), ("health", [])):
        client = all_forms.world.clients["teacher"]
        response = client.get(reverse(name, args=args), headers={"Host": host})
        assert response.status_code == 400, name


def test_forwarded_host_is_not_believed() -> None:
    course = make_course()
    client = client_of(make_user("teacher"))
    client.post(reverse("classroom:join_code", args=[course.pk]), {"days": 7})
    headers = {"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https", "X-Original-URL": "/evil"}
    url = reverse("classroom:people", args=[course.pk])
    page = client.get(url, headers=headers).content.decode()
    assert "http://testserver/join/" in page
    assert EVIL not in page


def test_answers_about_a_person_are_not_kept_by_shared_caches() -> None:
    client = client_of(make_user("ann"))
    for name in ("account", "classroom:coder", "own_data"):
        response = client.get(reverse(name))
        kept = response.get("Cache-Control", "")
        assert "public" not in kept
        assert "Cookie" in response.get("Vary", "") or "no-store" in kept, name


LOADED = {
    "*.html": re.compile(
        r"<(?!a\b)\w+[^>]*\b(?:src|href|srcset|action|formaction|data|poster|hx-\w+)=[\"']?\s*"
        r"(?:\w+:)?//[^\"'\s>]+"
    ),
    "*.css": re.compile(r"(?:url\(\s*[\"']?|@import\s*[\"'])\s*(?:\w+:)?//[^\"')]+"),
    "*.js": re.compile(r"[\"'`](?:https?:|wss?:)?//\w[^\"'`]*"),
    "*.svg": re.compile(r"\b(?:href|src)=[\"'](?:\w+:)?//[^\"']+|@import"),
}
"""What would be asked of another site, by the kind of file that says so."""


def test_nothing_that_pages_are_made_of_loads_from_elsewhere() -> None:
    files = [
        (path, pattern)
        for kind, pattern in LOADED.items()
        for room in ("coding", "claims", "sandbox")
        for path in Path(site.BASE_DIR, room).rglob(kind)
    ]
    found = [
        f"{path.relative_to(site.BASE_DIR)}: {match[0]}"
        for path, pattern in files
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert len(files) > 100


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("*.html", '<link rel="stylesheet" href="https://cdn.example/a.css">'),
        ("*.html", "<script defer src='//cdn.example/a.js'>"),
        ("*.html", '<form method="post" action="https://evil.example/">'),
        ("*.css", '@import "https://fonts.example/css"'),
        ("*.css", "src: url(//fonts.example/a.woff2)"),
        ("*.js", 'fetch("https://api.example/")'),
        ("*.js", "new WebSocket('wss://api.example')"),
        ("*.svg", '<image href="https://cdn.example/a.png"/>'),
    ],
)
def test_what_loads_from_elsewhere_would_be_found(kind: str, text: str) -> None:
    assert LOADED[kind].search(text)


def test_links_that_a_person_may_follow_load_nothing() -> None:
    for text in ('<a class="x" href="https://x12.org/codes">', '<img src="/a//b.png">'):
        assert not LOADED["*.html"].search(text)
    assert not LOADED["*.css"].search("url(data:image/svg+xml,%3csvg xmlns='http://www.w3.org/2000")
    assert not LOADED["*.js"].search("// see https://htmx.org")
