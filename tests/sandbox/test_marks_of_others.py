"""What is said of one learner's work (a mark by hand, comments, an extension) is told to that
learner with the marks, and to no other learner ever. What the staff keep for themselves no learner
reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from claims.services.commenting import comment_box
from coding.queries import note_passages
from coding.services import comment_passage
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import (
    extend_for,
    keep_comment,
    override_mark,
    release_work,
    send_message,
    start_assigned,
    tell_class,
)
from sandbox.factories import AssignmentFactory
from tests.claims.pages import client_of
from tests.factories import make_case, make_course, make_user
from tests.sandbox.canaries import told, visit
from tests.sandbox.test_secrets import STARTS, pages_of, posts_of
from tests.sandbox.world import claim_of

pytestmark = pytest.mark.django_db

STAFFS = {"canarystaff1", "canarystaff2"}
"""A comment that is kept for use, and why somebody has more time."""


@dataclass(frozen=True)
class Pair:
    """Two learners, their work, and the words and numbers that are said of it: `marks` as a page
    writes them, `talk` between the two desks."""

    coder: User
    biller: User
    work: Work
    words: frozenset[str]
    marks: frozenset[str]
    talk: str

    def of(self, desk: str) -> Client:
        """The browser of who sits there."""
        return client_of(self.coder if desk == "coder" else self.biller)


def pair(course: Course, name: str, coding: str, billing: str) -> Pair:
    """A pair that is through with its case, with everything said of it that can be said."""
    teacher, assignment = make_user("teacher"), course.assignments.get()
    coder, biller = make_user(f"{name}-coder"), make_user(f"{name}-biller")
    case = assignment.cases.get()
    work = start_assigned(assignment, case=case, seats={"coder": coder, "biller": biller})
    play(work, goal=Goal.CLOSED, slip=work.attempt.parsed().pitfalls[0])
    work = Work.objects.select_related("attempt__case_version__case").get(pk=work.pk)
    for desk, score in (("coder", coding), ("biller", billing)):
        given = Decimal(score) / 100
        reason = f"canary{name}1"
        override_mark(work, actor=teacher, desk=desk, score=given, reason=reason)
    passage = note_passages(work.attempt)[0]
    comment_passage(work.attempt_id, actor=teacher, quote=passage, text=f"canary{name}2")
    comment_box(claim_of(work), actor=teacher, field="member_id", text=f"canary{name}3")
    send_message(work, sender=coder, text=f"canary{name}9")
    due = timezone.now() + timedelta(days=9)
    extend_for(
        assignment, actor=teacher, user=coder, due_at=due, more_attempts=0, reason="canarystaff2"
    )
    words = frozenset(f"canary{name}{number}" for number in (1, 2, 3))
    return Pair(coder, biller, work, words, frozenset({coding, billing}), f"canary{name}9")


@pytest.fixture
def pairs() -> tuple[Pair, Pair]:
    """Two pairs of a class at the same case."""
    people = [make_user(f"{name}-{desk}") for name in ("our", "their") for desk in DESKS]
    course = make_course(*people)
    AssignmentFactory(course=course, cases=[make_case()])
    keep_comment(course, actor=make_user("teacher"), text="canarystaff1")
    far = make_course(make_user("far"), instructor=make_user("far-teacher"))
    tell_class(far, actor=make_user("far-teacher"), text="canaryfar1")
    return pair(course, "our", "73.41", "58.27"), pair(course, "their", "61.59", "47.13")


DESKS = ("coder", "biller")


def read_all(client: Client, *pairs: Pair, posts: bool = True) -> Iterator[set[str]]:
    """What each page tells that can be reached or guessed, and what each button answers."""
    works = [pair.work for pair in pairs]
    numbers = "|".join(mark.replace(".", r"\.") for pair in pairs for mark in pair.marks)
    fractions = "|".join(rf"0\.{mark.replace('.', '')}" for pair in pairs for mark in pair.marks)
    also = f"(?<![0-9.])(?:{numbers})(?![0-9])|{fractions}"
    for _, response in visit(client, *STARTS, *pages_of(works)):
        yield told(response, also=also)
    for _, response in posts_of(client, works) if posts else ():
        yield told(response, also=also)


@pytest.mark.parametrize(
    ("desk", "posts"),
    [
        pytest.param("coder", False, id="coder's pages"),
        pytest.param("coder", True, marks=pytest.mark.prove, id="coder"),
        pytest.param("biller", True, marks=pytest.mark.prove, id="biller"),
    ],
)
def test_what_is_said_of_work_is_told_to_whom_it_is_of_and_after_the_release(
    pairs: tuple[Pair, Pair], desk: str, posts: bool
) -> None:
    ours, theirs = pairs
    client = ours.of(desk)
    assert set().union(*read_all(client, ours, theirs, posts=posts)) <= {ours.talk}

    works = Work.objects.filter(pk__in=[ours.work.pk, theirs.work.pk])
    release_work(works, actor=make_user("teacher"))

    found = set().union(*read_all(ours.of(desk), ours, theirs, posts=posts))
    assert found >= ours.words | ours.marks
    assert not found & (theirs.words | theirs.marks | {theirs.talk} | STAFFS)
    assert not {word for word in found if word.startswith("0.")} - {
        f"0.{mark.replace('.', '')}" for mark in ours.marks
    }
    assert "canaryfar1" not in found


@pytest.mark.prove
def test_staff_read_what_was_said_of_all(pairs: tuple[Pair, Pair]) -> None:
    """The search finds what is there to be found."""
    ours, theirs = pairs
    found: set[str] = set().union(*read_all(client_of(make_user("teacher")), ours, theirs))
    said = ours.words | theirs.words | ours.marks | theirs.marks
    assert found >= said | STAFFS
