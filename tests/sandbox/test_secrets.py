"""The key never travels to a learner's browser before its release, whatever is asked for."""

import base64
import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from itertools import product
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.messages.constants import INFO
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from claims.models import Claim
from claims.queries.buttons import FORMS
from claims.queries.desk import PANES
from claims.queries.trial import examples
from coding.models import Attempt, Case
from sandbox.accounts.models import User
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_practice_audit
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_practice, make_user
from tests.sandbox.access_table import DOORS, addresses, is_about_something
from tests.sandbox.canaries import load_canary, name_of, told, visit

pytestmark = pytest.mark.django_db

STAGES = (
    (Goal.CODING, 0),
    (Goal.CODED, 0),
    (Goal.OPENED, 4),
    (Goal.ANSWERED, 1),
    (Goal.CORRECTING, 1),
    (Goal.CLOSED, 0),
)
"""How far the case was played alone, and with which of its pitfalls; one attempt each."""

PAIR_STAGES = ((Goal.CODED, 0), (Goal.CORRECTING, 1), (Goal.CLOSED, 0))
"""The same for the pair, which sees nothing that one alone does not see."""

SHORT_STAGES = ((Goal.CODING, 0), (Goal.CORRECTING, 1))
"""The fewest stages that still have every page and every kind of answer."""

STARTS = (
    "/", "/coder/", "/biller/", "/practice/", "/glossary/", "/instructor/", "/dashboard/",
    "/practice/?difficulty=1&skill=symptoms", "/coding/codes/?q=canary", "/coding/codes/",
    "/coding/codes/search/?q=canary", "/coding/codes/search/?q=infection&on=2026-03-10",
    "/coding/codes/icd10cm/N39.0/", "/coding/codes/icd10cm/R30.0/", "/coding/codes/spc/LB-422/",
    "/coding/codes/spc/CANARYALSO4/", "/coding/codes/compare/", "/claims/try/", "/notices/",
    "/courses/new/", "/cases/", "/account/", "/account/data/",
)  # fmt: skip
PAGES = {
    name
    for name, door in DOORS.items()
    if door.get and name not in {"login", "sign_up"} and not name.startswith("health")
}
NOT_POSTED = {
    "login",
    "logout",
    "sign_up",
    "styleguide",
    "erase",
    "practice:start",
    "practice:audit",
    "coding:release",
}
COURSE = {
    name
    for name in PAGES
    if name.startswith(("classroom:", "authoring:")) and is_about_something(name)
}
"""Pages of a course, which somebody who practises alone has no way to."""

RIGHT_CODES = r"n39\.?0|b96\.?20"
SHEETS = ("save", "autosave", "add-d", "add-s", "link", "undo", "remove:d1", "up:s1", "finalise")


def packed(name: str, content: bytes) -> bytes:
    """A ZIP file, as a spreadsheet is one."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as pack:
        pack.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "sent",
    [
        b"<p>a canarywhy1</p>",
        b'<p data-x="&#99;anarywhy1">',
        b'<a href="?x=%63anarywhy1">',
        base64.b64encode(b"{'why': 'canarywhy1 and so on'}"),
        base64.urlsafe_b64encode(zlib.compress(b"canarywhy1 and so on")).rstrip(b"="),
        b"xy" + base64.b64encode(b"some words, then canarywhy1"),
        b"stream\n" + base64.a85encode(zlib.compress(b"(canarywhy1) Tj")) + b"~>endstream",
        b"stream\n" + zlib.compress(b"(canarywhy1) Tj") + b"\nendstream",
        gzip.compress(b"<p>canarywhy1</p>", mtime=0),
        b'{"told": "\\u0063anarywhy1"}',
        b"canarywhy1 and so on".hex().encode(),
        base64.b64encode(gzip.compress(b"xy canarywhy1", mtime=0)),
        *(base64.b64encode(b"z" * more + b"canarywhy1, a lesson")[1:] for more in (3, 4, 5)),
        packed("sheet.xml", b"<t>canarywhy1</t>"),
    ],
)
def test_secret_is_found_however_it_was_sent(sent: bytes) -> None:
    assert told(HttpResponse(sent)) == {"canarywhy1"}
    assert told(HttpResponse(b"", headers={"X-Trace": "canarywhy1"})) == {"canarywhy1"}


def test_modifier_of_the_key_is_found() -> None:
    assert told(HttpResponse("<td>ZY</td>")) == {"ZY"}
    assert told(HttpResponse("LAZY AZY-1 zy")) == set()


def test_secret_is_found_in_cookies_which_are_signed_and_can_be_read() -> None:
    session = SessionStore()
    session["seen"] = "canarywhy1 " * 20
    session.save()
    kept = CookieStorage(HttpRequest())._encode([Message(INFO, "See canarywhy2 in the book.")])
    for cookie, secret in ((session.session_key, "canarywhy1"), (kept, "canarywhy2")):
        response = HttpResponse()
        response.set_cookie("kept", str(cookie))
        assert secret not in str(cookie)
        assert told(response) == {secret}


Stages = tuple[tuple[Goal, int], ...]


def works_of(coder: User, biller: User, stages: Stages) -> list[Work]:
    """The two at the stages of the case, alone when they are one."""
    if coder == biller:
        return [played(coder, biller, goal, slip) for goal, slip in stages]
    course = make_course(coder, biller)
    return [played(coder, biller, goal, slip, course=course) for goal, slip in stages]


def audited(learner: User) -> Work:
    """Somebody else's codes of the case, with slips of its pitfalls, to be checked."""
    slug = load_canary("sparrow-audit")
    return start_practice_audit(learner, case=Case.objects.get(slug=slug))


def played(coder: User, biller: User, goal: Goal, slip: int, **more: object) -> Work:
    """One attempt at the case, played to a goal."""
    slug = load_canary(f"sparrow-{goal}-{slip}")
    alone = coder == biller
    work = make_practice(coder, slug) if alone else make_pair(coder, biller, slug=slug, **more)
    pitfalls = work.attempt.parsed().pitfalls
    play(work, goal=goal, slip=pitfalls[slip - 1] if slip else None)
    return work


def pages_of(works: Iterable[Work]) -> Iterator[str]:
    """The addresses that the works have, whether or not a link leads there."""
    for work in works:
        attempt = work.attempt_id
        for name in ("workbench", "finalise", "marks", "query"):
            yield reverse(f"coding:{name}", args=[attempt])
        yield reverse("coding:marks", args=[attempt]) + "?version=1"
        yield reverse("claims:worth", args=[attempt])
        for claim in Claim.objects.filter(attempt=attempt):
            url = reverse("claims:claim", args=[claim.pk])
            yield from (f"{url}?show={pane}" for pane in (*PANES, *FORMS))
            yield reverse("claims:marks", args=[claim.pk])
            for name in ("submission", "statement", "statement_pdf"):
                yield reverse(f"claims:{name}", args=[claim.pk, 1])
        if work.assignment is not None:
            yield from _class_pages(work)
    yield reverse("practice:syllabus")


def _class_pages(work: Work) -> Iterator[str]:
    """Every page of the class and of the assignment; a learner finds none of them."""
    assignment, learner = work.assignment, work.seats.first()
    assert assignment is not None
    assert learner is not None
    course, case = assignment.course_id, work.attempt.case_version.case_id
    second = {
        "key": case,
        "person": assignment.course.enrolments.first().pk,
        "learner_marks": learner.user_id,
    }
    for name in COURSE:
        view = name.partition(":")[2]
        if name.startswith("authoring:"):
            yield from _reversed(name, [1], [1, 1])
            continue
        first = {"accept": work.attempt_id}.get(view, course)
        yield from _reversed(name, [first], [assignment.pk], [course, second.get(view, 1)])


def _reversed(name: str, *arguments: list[int]) -> Iterator[str]:
    """The address with each of the arguments that it takes."""
    for args in arguments:
        with suppress(NoReverseMatch):
            yield reverse(name, args=args)


def posts_of(client: Client, works: Iterable[Work]) -> Iterator[tuple[str, HttpResponse]]:
    """What every button answers, to nothing at all and to what its form holds unfilled, and the
    page to which it leads."""
    for work, name in product(works, sorted(addresses() - NOT_POSTED)):
        for url, data in forms_of(work, name):
            response = client.post(url, data)
            yield url, response
            if response.status_code == 302:
                yield url, client.get(response.url)


def forms_of(work: Work, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms at an address of the work, with a fresh key and the version that is stored."""
    attempt = Attempt.objects.get(pk=work.attempt_id)
    claim = Claim.objects.filter(attempt=attempt).first()
    room, _, view = name.partition(":")
    step = {"key": uuid4().hex, "version": str(claim.version if claim else 0)}
    if name in {"claims:open", "claims:calendar"}:
        day = attempt.scenario_date.isoformat()
        yield reverse(name, args=[attempt.pk]), step | {"step": "day", "from_date": day}
    elif name == "coding:sheet":
        version = {"version": str(attempt.draft_version), "new-d": "dysuria", "row": "d1"}
        for action in SHEETS:
            yield reverse(name, args=[attempt.pk]), version | {"action": action}
    elif name == "coding:finalise":
        yield reverse(name, args=[attempt.pk]), {"version": str(attempt.draft_version)}
    elif room in {"classroom", "authoring"} and is_about_something(name):
        yield from ((url, step) for url in _reversed(name, [work.pk], [work.pk, work.pk]))
    elif name == "claims:try":
        yield reverse(name), {"scenario": examples()[0].text}
    elif room == "claims" and claim and view not in {"submission", "statement", "statement_pdf"}:
        yield reverse(name, args=[claim.pk]), step


@pytest.mark.parametrize(
    "stages",
    [
        pytest.param(SHORT_STAGES, id="short"),
        pytest.param(STAGES, id="all", marks=pytest.mark.prove),
    ],
)
def test_no_page_tells_a_secret_before_the_release(stages: Stages) -> None:
    learner = make_user()
    works, client = [*works_of(learner, learner, stages), audited(learner)], client_of(learner)
    seen = list(read(client, works))
    assert PAGES - {name_of(url) for url in seen} == COURSE
    for url in (url for url in seen if "show=" in url or "/codes/" in url):
        headers = {
            "HX-Request": "true",
            "HX-Target": "consequences" if "show=" in url else "tabular",
        }
        assert told(client.get(url, headers=headers)) == set(), url
    statuses = set()
    for url, response in posts_of(client, works):
        assert told(response) == set(), url
        statuses.add(response.status_code)
    assert statuses >= {200, 302, 404, 405, 409, 422}
    assert not Attempt.objects.exclude(released_at=None).exists()


@pytest.mark.prove
@pytest.mark.parametrize("desk", ["coder", "biller"])
def test_no_page_of_a_pair_tells_a_secret_before_the_release(desk: str) -> None:
    works = works_of(make_user("coder"), make_user("biller"), PAIR_STAGES)
    check_pair(desk, works)


def check_pair(desk: str, works: list[Work]) -> None:
    """No page that the desk may see, and none that it may not, tells anything."""
    client = client_of(make_user(desk))
    assert PAGES - {name_of(url) for url in read(client, works)} == set()
    statuses = set()
    for url, response in posts_of(client, works):
        assert told(response) == set(), url
        statuses.add(response.status_code)
    assert statuses >= {200, 302, 403, 404, 405, 422}


def test_no_page_of_a_pair_tells_its_biller_a_secret_before_the_release() -> None:
    works = works_of(make_user("coder"), make_user("biller"), ((Goal.CORRECTING, 1),))
    check_pair("biller", works)


def read(client: Client, works: Iterable[Work]) -> Iterator[str]:
    """The addresses of all pages that can be reached; each was read and told nothing."""
    for url, response in visit(client, *STARTS, *pages_of(works)):
        assert told(response) == set(), url
        yield url


@pytest.mark.prove
def test_no_page_tells_the_right_codes_to_who_chose_others() -> None:
    learner = make_user()
    work = played(learner, learner, Goal.CORRECTING, 3)
    client = client_of(learner)
    starts = [url for url in STARTS if "N39" not in url]
    for url, response in visit(client, *starts, *pages_of([work])):
        assert told(response, also=RIGHT_CODES) == set(), url
    for url, response in posts_of(client, [work]):
        assert told(response, also=RIGHT_CODES) == set(), url


# -- hints: only those that were asked for ----------------------------------------------------


def test_hints_come_one_by_one_and_only_when_asked_for() -> None:
    learner = make_user()
    work = make_practice(learner, load_canary("sparrow"))
    client, pages = client_of(learner), ["/coder/", "/practice/", *pages_of([work])]
    asked = reverse("coding:hint", args=[work.attempt_id])
    for shown in range(4):
        answer = client.post(asked, {"shown": shown}, follow=True)
        hints = {f"canaryhint{number}" for number in range(1, shown + 2)}
        assert told(answer) == hints
        assert set().union(*(told(page) for _, page in visit(client, *pages))) == hints
    assert told(client.post(asked, {"shown": 4})) == set()


@pytest.mark.parametrize("desk", ["coder", "biller"])
def test_hints_are_not_to_be_had_where_they_are_not_allowed(desk: str) -> None:
    work = make_pair(slug=load_canary("sparrow"))
    client = client_of(make_user(desk))
    answer = client.post(reverse("coding:hint", args=[work.attempt_id]), {"shown": 0})
    assert (answer.status_code, told(answer)) == (409 if desk == "coder" else 403, set())


# -- after the release ------------------------------------------------------------------------

KEY_WORDS = {f"canary{word}{number}" for word in ("why", "guide") for number in range(1, 6)}


def test_marks_tell_the_key_after_the_release_and_to_whom_they_belong() -> None:
    coder, biller, other = (make_user(name) for name in ("coder", "biller", "other"))
    course = make_course(coder, biller, other)
    work = played(coder, biller, Goal.CORRECTING, 1, course=course)
    others = played(other, other, Goal.CODED, 1, course=course)
    marks = reverse("coding:marks", args=[work.attempt_id])
    assert told(client_of(make_user("teacher")).get(marks)) >= KEY_WORDS
    assert told(client_of(coder).get(marks)) == set()

    url = reverse("coding:release", args=[work.attempt_id])
    client_of(make_user("teacher")).post(url)

    for learner in (coder, biller):
        assert told(client_of(learner).get(marks)) >= KEY_WORDS
    for stranger in (other, make_user("outsider")):
        client = client_of(stranger)
        for address, response in visit(client, *STARTS, *pages_of([work, others])):
            assert told(response) == set(), address


def test_pitfalls_and_sums_are_told_to_no_learner_even_then() -> None:
    learner = make_user()
    work = played(learner, learner, Goal.CLOSED, 0)
    client = client_of(learner)
    client.post(reverse("coding:release", args=[work.attempt_id]))
    found = set()
    for _, response in visit(client, "/coder/", "/practice/", *pages_of([work])):
        found |= told(response)
    assert found >= KEY_WORDS
    assert not {word for word in found if word.startswith(("canaryslip", "7", "canaryteach"))}
