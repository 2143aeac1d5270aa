"""A page asks the database as often for twenty rows as for one."""

from collections.abc import Callable, Iterable
from itertools import cycle, islice

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.queries.buttons import FORMS
from claims.queries.causes import question_of
from claims.queries.desk import PANES
from claims.services.diagnosing import diagnose
from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.services import release_marks
from sandbox.classroom.models import Course
from sandbox.classroom.player import Goal, play
from sandbox.classroom.seeding import seed_class
from sandbox.classroom.services import release_work, unreleased
from tests.claims.bench import Hands
from tests.claims.bench import alone as at_the_bench
from tests.claims.pages import client_of
from tests.coding.desk import Desk
from tests.factories import make_case, make_course, make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db

MANY = 20
CODES = (
    "N39.0", "B96.20", "I10", "E11.9", "J02.9", "M17.11", "E03.9", "K21.9", "F32.A", "H10.9",
    "L03.115", "Z79.4",
)  # fmt: skip
TESTS = ("LB-110", "LB-422", "LB-325")


def counts(client: Client, urls: Iterable[str]) -> dict[str, int]:
    """How many queries each page takes, its caches warm."""
    found = {}
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.status_code == 200, url
        found[url] = len(queries)
    return found


# -- lists ------------------------------------------------------------------------------------


def add_work(course: Course, number: int, *, goal: Goal, slip: bool) -> None:
    """One more attempt in which ada codes and somebody else bills, and the other way round."""
    ada, other = make_user("ada"), make_user(f"other{number}")
    for pair in ((ada, other), (other, ada)):
        work = make_pair(*pair, course=course)
        pitfalls = work.attempt.parsed().pitfalls
        play(work, goal=goal, slip=pitfalls[0] if slip else None)


@pytest.mark.parametrize(
    ("goal", "slip"), [(Goal.CODING, False), (Goal.OPENED, False), (Goal.POSTED, True)]
)
def test_desks_and_boards_ask_as_often_for_many_as_for_one(goal: Goal, slip: bool) -> None:
    course = make_course(make_user("ada"))
    learner, teacher = client_of(make_user("ada")), client_of(make_user("teacher"))
    board = reverse("classroom:course", args=[course.pk])
    names = (
        "books", "board", "attempts", "figures", "misses", "assignments", "marking", "gradebook",
        "people", "log", "challenges", "keys",
    )  # fmt: skip

    def asked() -> dict[str, int]:
        own = [
            "/coder/",
            "/biller/",
            "/biller/books/",
            "/practice/",
            "/practice/path/",
            "/marks/",
            "/account/",
        ]
        pages = ["/instructor/", board, f"{board}?stage=draft", f"{board}attempts/?stage=draft"]
        pages += [f"{board}{name}/" for name in names]
        return counts(learner, own) | counts(teacher, pages)

    add_work(course, 1, goal=goal, slip=slip)
    one = asked()
    for number in range(2, MANY // 2 + 1):
        add_work(course, number, goal=goal, slip=slip)
    assert asked() == one
    if goal > Goal.CODING:
        release_work(unreleased(course), actor=make_user("teacher"))
        released = asked()
        assert all(released[url] <= one[url] + 2 for url in one)


def test_seeded_class_asks_as_often_however_large_it_is() -> None:
    for slug in ("uti-e-coli", "strep-throat-age-8", "knee-injection-diabetes"):
        make_case(slug)
    asked = []
    for learners, cases in ((9, 2), (45, 7)):
        course = seed_class(learners=learners, cases=cases, seed=1, progress=lambda *_: None)
        teacher = course.enrolments.get(role="instructor").user
        board = reverse("classroom:course", args=[course.pk])
        names = ("", "board", "attempts", "figures", "misses", "marking", "gradebook", "log")
        pages = counts(client_of(teacher), [f"{board}{name}/".replace("//", "/") for name in names])
        asked.append([*pages.values()])
    assert asked[0] == asked[1]


def test_instructor_with_many_classes_asks_as_often_as_with_one() -> None:
    teacher = client_of(make_user("teacher"))
    make_course(make_user("ada"))
    one = counts(teacher, ["/instructor/"])
    for number in range(MANY):
        make_course(make_user(f"learner{number}"))
    assert counts(teacher, ["/instructor/"]) == one


def test_shelf_asks_as_often_for_many_attempts_as_for_one() -> None:
    ada = make_user("ada")
    for slug in ("strep-throat-age-8", "knee-injection-diabetes", "flank-pain-ed"):
        make_case(slug)
    pages = ["/practice/", "/practice/path/", "/coder/", "/biller/", "/practice/?difficulty=1"]

    def practise(slug: str) -> None:
        work = make_practice(ada, slug)
        play(work, goal=Goal.CODED)
        release_marks(work.attempt_id, actor=ada)

    practise("uti-e-coli")
    one = counts(client_of(ada), pages)
    for number in range(MANY):
        practise(("uti-e-coli", "strep-throat-age-8")[number % 2])
    assert counts(client_of(ada), pages) == one


# -- one attempt ------------------------------------------------------------------------------


def sheet_of(diagnoses: int, lines: int) -> Answer:
    """So many diagnoses and service lines, a visit and tests, each with words of the note."""
    words = tuple(Passage(place, place + 3, "abc") for place in range(0, 30, 10))
    services = ["OV-324", *islice(cycle(TESTS), lines - 1)]
    return Answer(
        tuple(DiagnosisLine(code, evidence=words) for code in CODES[:diagnoses]),
        tuple(ProcedureLine(code, pointers=CODES[:1], evidence=words) for code in services),
    )


def drafted(hands: Hands) -> None:
    hands.check()


def answered(hands: Hands) -> None:
    hands.unscrubbed().send()
    hands.answered()


def billed(hands: Hands) -> None:
    answered(hands)
    hands.post().bill()


def correcting(hands: Hands) -> None:
    answered(hands)
    hands.post().correct()


def claim_pages(answer: Answer, ready: Callable[[Hands], None]) -> dict[str, int]:
    """The queries of each page of a claim with these codes."""
    user = make_user(f"learner{len(answer.procedures)}")
    hands = at_the_bench(user=user).code(answer).open()
    ready(hands)
    if question_of(hands.claim):
        diagnose(hands.claim.pk, **hands.call(chosen=""))
    url = reverse("claims:claim", args=[hands.claim.pk])
    pages = {f"?show={pane}": f"{url}?show={pane}" for pane in (*PANES, *FORMS)}
    pages["lifecycle"] = reverse("claims:lifecycle", args=[hands.claim.pk])
    pages["books"] = reverse("claims:reconciliation", args=[hands.claim.pk])
    if hands.claim.submissions.exists():
        pages["sent"] = reverse("claims:submission", args=[hands.claim.pk, 1])
    if hands.claim.statements.exists():
        pages["statement"] = reverse("claims:statement", args=[hands.claim.pk, 1])
        pages["pdf"] = reverse("claims:statement_pdf", args=[hands.claim.pk, 1])
    found = counts(client_of(user), pages.values())
    return {name: found[address] for name, address in pages.items()}


@pytest.mark.parametrize("ready", [drafted, answered, billed, correcting])
def test_claim_asks_as_often_for_many_lines_as_for_two(ready: Callable[[Hands], None]) -> None:
    assert claim_pages(sheet_of(12, 24), ready) == claim_pages(sheet_of(1, 2), ready)


def desk_pages(answer: Answer) -> dict[str, int]:
    """The queries of each of the coder's pages with these codes."""
    learner = make_user(f"learner{len(answer.procedures)}")
    desk = Desk(make_practice(learner), learner)
    desk.client.force_login(learner)
    desk.save(answer)
    draft = counts(desk.client, [desk.url("workbench"), desk.url("finalise")])
    desk.finalise(answer)
    release_marks(desk.attempt.pk, actor=learner)
    frozen = counts(desk.client, [desk.url("workbench"), desk.url("marks")])
    names = ("workbench", "finalise", "finalised", "marks")
    return dict(zip(names, (*draft.values(), *frozen.values()), strict=True))


def test_coders_pages_ask_as_often_for_many_codes_as_for_one() -> None:
    assert desk_pages(sheet_of(12, 24)) == desk_pages(sheet_of(1, 1))
