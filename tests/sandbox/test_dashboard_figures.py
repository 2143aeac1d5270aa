"""The figures on the dashboards are what the rows say, for a small class at work."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from claims.models import BillingMark, Claim, LedgerEntry
from claims.money import dollars, total
from coding.display import percent_text
from coding.models import Attempt, Mark
from sandbox.classroom.models import Course, Enrolment, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.queries import CourseCard
from sandbox.classroom.services import enrol
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db

LEARNERS = ("ash", "birch", "cedar", "dora", "elm", "fir", "gale", "hazel")
PLAYED = (
    ("ash", "ash", Goal.CODING, 0),
    ("birch", "cedar", Goal.CODED, 3),
    ("cedar", "birch", Goal.OPENED, 0),
    ("elm", "elm", Goal.ANSWERED, 4),
    ("fir", "fir", Goal.ANSWERED, 1),
    ("fir", "ash", Goal.CORRECTING, 1),
    ("gale", "gale", Goal.POSTED, 1),
    ("gale", "gale", Goal.CLOSED, 2),
)
"""Coder, biller, how far, with which pitfall; dora and hazel have not begun."""

STAGES = {
    "coding": 1, "ready": 1, "draft": 1, "rejected": 1, "paid": 2, "corrected": 1, "closed": 1,
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """The class, another class of the same instructor, and somebody who practises alone."""

    course: Course
    works: tuple[Work, ...]
    other: Work
    alone: Work


@pytest.fixture
def world() -> World:
    people = {name: make_user(name, display_name=name.capitalize()) for name in LEARNERS}
    course = make_course(*people.values())
    works = tuple(
        played(make_pair(people[coder], people[biller], course=course), goal, slip)
        for coder, biller, goal, slip in PLAYED
    )
    iris, jay = make_user("iris"), make_user("jay")
    other = played(make_pair(iris, iris, course=make_course(iris)), Goal.ANSWERED, 1)
    return World(course, works, other, played(make_practice(jay), Goal.ANSWERED, 1))


def played(work: Work, goal: Goal, slip: int) -> Work:
    pitfalls = work.attempt.parsed().pitfalls
    play(work, goal=goal, slip=pitfalls[slip - 1] if slip else None)
    return work


def page_of(name: str, course: Course, *, user: str = "teacher", **query: str) -> Any:
    """What a page of the class is made of."""
    url = reverse(f"classroom:{name}", args=[course.pk])
    return client_of(make_user(user)).get(url, query).context


def rows_of(course: Course, **query: str) -> Any:
    """The class's attempts, as its list has them."""
    return page_of("attempts", course, **query)["rows"]


def cards_of(user: str = "teacher") -> dict[int, CourseCard]:
    page = client_of(make_user(user)).get(reverse("classroom:instructor"))
    return {card.pk: card for card in page.context["courses"]}


def attempts_of(world: World) -> Any:
    """The class's attempts."""
    return Attempt.objects.filter(pk__in=[work.attempt_id for work in world.works])


# -- the board --------------------------------------------------------------------------------


def test_attempts_stand_at_their_stages(world: World) -> None:
    rows = rows_of(world.course)
    assert Counter(row.stage for row in rows) == STAGES
    assert {row.attempt_id for row in rows} == {work.attempt_id for work in world.works}


def test_attempts_of_a_stage_are_those_that_stand_there(world: World) -> None:
    for slug, count in STAGES.items():
        assert len(rows_of(world.course, stage=slug)) == count
    for junk in ("junk", "x" * 2000):
        assert rows_of(world.course, stage=junk) == []


def test_attempts_show_first_mark_and_balance_of_each_row(world: World) -> None:
    for row in rows_of(world.course):
        mark = Mark.objects.filter(coding_version__attempt=row.attempt_id).first()
        claim = Claim.objects.filter(attempt=row.attempt_id).first()
        assert row.is_coded == (mark is not None)
        assert row.claim_id == (claim.pk if claim else None)
        if mark is not None:
            assert Decimal(row.score.rstrip("%")) == round(mark.score * 100, 2).normalize()
        owed = LedgerEntry.objects.filter(claim=claim).values_list("amount", flat=True)
        if owed:
            assert row.balance == dollars(total(owed))


def test_attempts_show_the_billing_mark_of_closed_claims_only(world: World) -> None:
    kept = {mark.claim_id: percent_text(mark.score) for mark in BillingMark.objects.all()}
    shown = {row.claim_id: row.billing for row in rows_of(world.course) if row.claim_id}
    closed = set(Claim.objects.filter(pk__in=shown, state="closed").values_list("pk", flat=True))
    assert closed
    assert shown == {pk: kept[pk] if pk in closed else "" for pk in shown}


def test_class_averages_the_parts_of_the_newest_billing_marks(world: World) -> None:
    newest = {mark.claim_id: mark for mark in BillingMark.objects.order_by("version")}
    mine = {work.attempt_id for work in world.works}
    reached: dict[str, list[Decimal]] = {}
    for mark in newest.values():
        if mark.claim.attempt_id in mine:
            for part in mark.parts.all():
                reached.setdefault(part.get_skill_display(), []).append(part.reached)
    wanted = {
        label: (round(100 * sum(parts) / len(parts)), len(parts))
        for label, parts in reached.items()
    }
    assert wanted
    assert {
        (label, percent, text)
        for label, percent, text in page_of("misses", world.course, assignment="all")["reached"]
    } == {(label, percent, f"{percent}% of {n}") for label, (percent, n) in wanted.items()}


def test_class_of_another_class_shows_only_its_own(world: World) -> None:
    assert world.other.assignment is not None
    other = world.other.assignment.course
    assert [row.attempt_id for row in rows_of(other)] == [world.other.attempt_id]
    assert [
        row[2] for row in page_of("misses", other, assignment="all")["misses"].refusal_rows
    ] == ["1"]
    assert page_of("attempts", other)["to_release"] == 1


def test_instructors_page_counts_each_class(world: World) -> None:
    assert world.other.assignment is not None
    cards = cards_of()
    mine, other = cards[world.course.pk], cards[world.other.assignment.course_id]
    counts = [
        (card.learners, card.works, card.refused, card.to_release, card.closed)
        for card in (mine, other)
    ]
    assert counts == [(8, 8, 1, 7, 1), (1, 1, 0, 1, 0)]
    assert page_of("attempts", world.course)["to_release"] == 7


# -- the release ------------------------------------------------------------------------------


def test_release_shows_the_class_its_marks_and_nobody_elses(world: World) -> None:
    url = reverse("classroom:release", args=[world.course.pk])
    birch = client_of(make_user("birch"))
    marks = reverse("coding:marks", args=[world.works[1].attempt_id])
    assert "page" not in birch.get(marks).context

    page = client_of(make_user("teacher")).post(url, follow=True)

    assert "Marks released for 7 attempts." in page.content.decode()
    assert attempts_of(world).exclude(released_at=None).count() == 7
    assert page.context["to_release"] == cards_of()[world.course.pk].to_release == 0
    assert birch.get(marks).context["page"].is_released
    released = birch.get(reverse("classroom:coder")).context["worklist"].released
    assert [row.attempt_id for row in released] == [world.works[1].attempt_id]
    for work in (world.works[0], world.other, world.alone):
        assert Attempt.objects.get(pk=work.attempt_id).released_at is None


def test_release_again_releases_what_was_coded_since(world: World) -> None:
    teacher = client_of(make_user("teacher"))
    url = reverse("classroom:release", args=[world.course.pk])
    teacher.post(url)
    before = dict(attempts_of(world).values_list("pk", "released_at"))
    played(world.works[0], Goal.CODED, 0)
    assert "Marks released for 1 attempt." in teacher.post(url, follow=True).content.decode()
    after = dict(attempts_of(world).values_list("pk", "released_at"))
    assert {pk for pk in after if after[pk] != before[pk]} == {world.works[0].attempt_id}


def test_release_is_not_the_assistants_nor_a_learners(world: World) -> None:
    enrol(world.course, user=make_user("aide"), role=Enrolment.Role.ASSISTANT)
    url = reverse("classroom:release", args=[world.course.pk])
    statuses = [client_of(make_user(name)).post(url).status_code for name in ("aide", "birch")]
    assert statuses == [403, 404]
    assert page_of("attempts", world.course, user="aide")["to_release"] == 7


# -- the learners' desks ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ash", "birch", "cedar", "elm", "fir", "gale", "hazel"])
def test_desks_hold_each_attempt_once_and_nothing_of_others(world: World, name: str) -> None:
    client = client_of(make_user(name))
    coding = client.get(reverse("classroom:coder")).context["worklist"]
    lists = (coding.sent_back, coding.to_code, coding.coded, coding.released)
    shown = [row.attempt_id for rows in lists for row in rows]
    coded = [w.attempt_id for w, (who, *_) in zip(world.works, PLAYED, strict=True) if who == name]
    assert sorted(shown) == sorted(coded)
    billed = [
        w.attempt_id for w, (_, who, *_) in zip(world.works, PLAYED, strict=True) if who == name
    ]
    worklist = client.get(reverse("classroom:biller")).context["worklist"]
    on_desk = {row.attempt_id for queue in worklist.queues for row in queue.rows}
    assert on_desk <= set(billed)
    claims = [claim for claim in Claim.objects.filter(attempt__in=billed) if claim.ledger.exists()]
    assert worklist.figures.aging.total == total(claim.balance() for claim in claims)
    finished = {c.attempt_id for c in Claim.objects.filter(state="closed")}
    uncoded = set(Attempt.objects.filter(versions=None).values_list("pk", flat=True))
    assert set(billed) - finished - uncoded == on_desk
