"""In a real browser: markup that was stored somewhere is only words wherever it shows, no page asks
anybody else for anything, and where escaping is missing the policy still stops the script."""

from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.db.models import CharField, TextField
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from claims.queries.buttons import FORMS
from claims.queries.desk import PANES
from coding.models import Case, ProviderQuery
from coding.queries import note_passages
from coding.services import erasing, load_case
from sandbox.accounts.models import User
from tests.claims import doors
from tests.factories import make_practice, make_user
from tests.journeys.test_classroom import sign_in
from tests.sandbox.fuzz_world import World, build_world
from tests.sandbox.fuzzing import pages_of
from tests.sandbox.texts import OF_THE_CLASS, WRITTEN_BY, columns_of_text, label

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MARKS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "\"><a href='javascript:window.pwned=1'>x</a>",
    "<style>body{display:none}</style>",
    "{{ 7|add:7 }}{% now 'Y' %}${7*7}",
    "'-window.pwned-'</textarea><b>bold</b>",
)
"""What is stored: the first as much of it as the column holds."""

NOT_MARKED = {"coding.CaseVersion.source", "authoring.DraftSave.source"}
"""Whole case files: their notes are marked instead, for the file must stay one."""

ASKED = """() => ({
  ran: typeof window.pwned !== "undefined",
  made: document.querySelectorAll(
    "img[src='x'], svg[onload], a[href^='javascript:'], script:not([src]), body style"
  ).length,
  shown: getComputedStyle(document.body).display !== "none",
})"""


@pytest.fixture
def viewport() -> dict[str, int]:
    """A laptop."""
    return {"width": 1280, "height": 800}


@dataclass
class Watched:
    """What a page did that it should not have."""

    page: Page
    own: str
    wrong: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", lambda dialog: self._note(f"dialog {dialog.message}", dialog))
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._request)

    def _note(self, what: str, dialog: Any) -> None:
        self.wrong.append(f"{self.page.url}: {what}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Any) -> None:
        found = urlsplit(request.url)
        if found.scheme not in {"data", "blob", "about"} and found.netloc != self.own:
            self.wrong.append(f"{self.page.url} asks {request.url}")

    def visit(self, url: str) -> None:
        """Open a page and look at what it made of what was stored; files are not opened."""
        answer = self.page.request.get(url)
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        body = unescape(answer.text())
        if MARKS[0] in body:
            self.marked.append(url)
        if "${7*7}" in body and MARKS[5] not in body:
            self.wrong.append(f"{url}: a template was read out of what was stored")
        self.page.goto(url, wait_until="load")
        told = self.page.evaluate(ASKED)
        if told != {"ran": False, "made": 0, "shown": True}:
            self.wrong.append(f"{url}: {told}")
        self.visited.append(url)


def mark_up() -> int:
    """Write markup into every column in which somebody may write; how many rows that were."""
    count = 0
    for number, (model, name) in enumerate(columns_of_text()):
        column = model._meta.get_field(name)
        if label(model, name) not in {*WRITTEN_BY, *OF_THE_CLASS} - NOT_MARKED:
            continue
        if not isinstance(column, CharField | TextField):
            continue
        if label(model, name) == "authoring.DraftCase.source":
            continue
        text = " ".join(MARKS[number % len(MARKS) :] + MARKS)
        unique = name == "pseudonym"
        for row in model._base_manager.all():
            some = f"{row.pk}{text}" if unique else text
            with erasing():
                model._base_manager.filter(pk=row.pk).update(**{name: some[: column.max_length]})
            count += 1
    return count


def marked_case() -> str:
    """A case whose title and note are full of markup; its slug."""
    source = (site.CASES_DIR / "uti-e-coli.md").read_text(encoding="utf-8")
    source = source.replace("slug: uti-e-coli", "slug: marked-up")
    note = "\n\n".join(f"Marked {text} here." for text in MARKS)
    load_case(f"{source}\n\n## Marks\n\n{note}\n", path="marked-up.md")
    Case.objects.filter(slug="marked-up").update(title=MARKS[1])
    return "marked-up"


@pytest.fixture
def world(live_server: LiveServer) -> World:
    """A class with its pair, staff and a billed case, and markup wherever somebody wrote."""
    made = build_world()
    say = reverse("classroom:say", args=[made.work.attempt_id])
    made.clients["coder"].post(say, {"text": "Look."})
    for name, sent in (
        ("coding:comment", {"quote": _words(made), "text": "A remark."}),
        ("claims:comment", {"field": "member_id", "text": "A remark."}),
        ("classroom:kept_comments", {"text": "A remark."}),
        ("classroom:extend", {"learner": make_user("coder").pk, "more_attempts": 1, "reason": "a"}),
        (
            "classroom:marking",
            {
                "action": "override",
                "at": made.work.attempt_id,
                "desk": "coder",
                "percent": 50,
                "reason": "a",
            },
        ),
    ):
        answer = made.clients["teacher"].post(reverse(name, args=made.arguments[name]), sent)
        assert answer.status_code == 302, name
    practice = make_practice(make_user("coder"), marked_case())
    made.arguments["coding:workbench"] = [practice.attempt_id]
    asked = {"number": 1, "quote": note_passages(practice.attempt)[0], "question": "a",
             "indicators": "a", "options": "a", "as_it_is": "on"}  # fmt: skip
    made.clients["coder"].post(reverse("coding:query", args=[practice.attempt_id]), asked)
    assert ProviderQuery.objects.exists()
    hands = doors.stopped()
    hands.appeal("Please.", note_passages(hands.attempt)[:1])
    made.arguments["appealed"] = [hands.claim.pk]
    assert mark_up() > 20
    return made


def _words(made: World) -> str:
    return next(iter(note_passages(made.work.attempt)))


def urls_of(made: World, *, every: bool) -> dict[str, list[str]]:
    """The pages that each person looks at."""
    attempt, claim = made.work.attempt_id, Claim.objects.get(attempt=made.work.attempt_id)
    url = reverse("claims:claim", args=[claim.pk])
    panes = [f"{url}?show={pane}" for pane in (*PANES, *sorted(FORMS))]
    appealed = reverse("claims:claim", args=made.arguments["appealed"])
    alone = [f"{appealed}?show={pane}" for pane in ("answers", "timeline", "appeal")]
    bench = reverse("coding:workbench", args=made.arguments["coding:workbench"])
    marks = reverse("coding:marks", args=[attempt])
    if every:
        pages = pages_of(made)
        return {
            "teacher": [*pages, *panes],
            "coder": [*pages, bench],
            "biller": [*pages, *panes],
            "ada": alone,
        }
    names = ("course", "people", "challenges", "marking", "log", "remarkings", "settings")
    course = [
        reverse(f"classroom:{name}", args=made.arguments[f"classroom:{name}"]) for name in names
    ]
    editor = reverse("authoring:edit", args=made.arguments["authoring:edit"])
    return {
        "teacher": [*course, marks, editor, reverse("account")],
        "coder": [reverse("classroom:coder"), bench, marks],
        "biller": [f"{url}?show=timeline"],
        "ada": alone,
    }


@pytest.mark.parametrize(
    "every", [pytest.param(True, marks=pytest.mark.prove, id="all"), pytest.param(False, id="some")]
)
def test_stored_markup_is_only_words_and_no_page_asks_anybody_else(
    live_server: LiveServer, page: Page, world: World, every: bool
) -> None:
    watched = Watched(page, urlsplit(live_server.url).netloc)
    for who, urls in urls_of(world, every=every).items():
        sign_in(page, live_server.url, User.objects.get(username=who))
        for url in urls:
            watched.visit(f"{live_server.url}{url}")
        page.goto(f"{live_server.url}/account/")
        page.get_by_role("button", name="Sign out").click()
    for url in ("/", "/sign-in/", "/sign-up/", "/glossary/", "/no-such-page/"):
        watched.visit(f"{live_server.url}{url}")
    assert watched.wrong == []
    assert len(watched.visited) >= (150 if every else 15)
    assert len(watched.marked) >= 8, "the markup is on the pages, as words"


def test_policy_stops_what_is_not_escaped(
    live_server: LiveServer, page: Page, settings: Any
) -> None:
    settings.ROOT_URLCONF = "tests.sandbox.raw_urls"
    refused: list[str] = []
    sent: list[str] = []
    page.route("https://evil.example/**", lambda route: _answer(route, sent))
    page.on("console", lambda message: refused.append(message.text))

    page.goto(f"{live_server.url}/raw-and-without-policy/", wait_until="load")
    page.locator("#link").click()
    page.wait_for_function(  # the marks are live; each runs in its own time
        "all => all.every(each => window.pwned.includes(each))",
        arg=["script", "onerror", "svg", "link", "frame", "there"],
    )
    assert not page.locator("#styled").is_visible()
    assert sent

    sent.clear()
    page.goto(f"{live_server.url}/raw/", wait_until="load")
    page.locator("#link").click()
    page.evaluate("document.getElementById('send').click()")
    page.wait_for_timeout(300)
    assert page.url == f"{live_server.url}/raw/"
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert page.evaluate("document.baseURI") == f"{live_server.url}/raw/"
    assert page.locator("#styled").is_visible()
    assert sent == []
    told = " ".join(refused)
    for part in ("script-src", "style-src", "base-uri", "form-action"):
        assert part in told


def _answer(route: Any, sent: list[str]) -> None:
    """The other site, which would have its script run."""
    sent.append(route.request.url)
    body = "window.pwned = (window.pwned || []).concat('there')"
    route.fulfill(status=200, content_type="text/javascript", body=body)
