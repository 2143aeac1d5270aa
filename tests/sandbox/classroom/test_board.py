"""The live board: each learner at each case, who is stuck, what was refused, and no page twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from coding.models import Attempt
from sandbox.classroom.models import Course
from sandbox.classroom.player import Goal, play
from sandbox.classroom.queries import board
from sandbox.classroom.services import create_assignment, start_assigned
from tests.claims.pages import client_of
from tests.factories import make_case, make_course, make_user

pytestmark = pytest.mark.django_db


def a_class() -> Course:
    """Ann has coded and sent with a slip, bob is coding, cy has not begun."""
    people = [make_user(name, display_name=name.capitalize()) for name in ("ann", "bob", "cy")]
    course = make_course(*people)
    cases = [make_case(), make_case("strep-throat-age-8")]
    assignment = create_assignment(course, title="Week 1", cases=cases)
    for user, goal in ((people[0], Goal.ANSWERED), (people[1], Goal.CODING)):
        work = start_assigned(
            assignment, case=cases[0], seats=dict.fromkeys(("coder", "biller"), user)
        )
        slip = work.attempt.parsed().pitfalls[0]
        play(work, goal=goal, slip=slip if goal == Goal.ANSWERED else None)
    return course


def board_of(course: Course, **query: Any) -> Any:
    url = reverse("classroom:course", args=[course.pk])
    return client_of(make_user("teacher")).get(url, query).context["board"]


def test_board_has_a_cell_for_each_learner_and_case() -> None:
    board = board_of(a_class())
    assert [row.name for row in board.rows] == ["Ann", "Bob", "Cy"]
    cells = [[cell and cell.stage for cell in row.cells] for row in board.rows]
    claim = Claim.objects.get()
    assert cells == [[claim.state, None], ["coding", None], [None, None]]
    ann, bob = board.rows[0].cells[0], board.rows[1].cells[0]
    assert ann.url == reverse("claims:claim", args=[claim.pk])
    assert bob.url == reverse("coding:workbench", args=[bob.attempt_id])
    assert {tally.slug: tally.count for tally in board.stages} == {claim.state: 1, "coding": 1}


def test_board_of_a_stage_shows_who_stands_there() -> None:
    course = a_class()
    assert [row.name for row in board_of(course, stage="coding").rows] == ["Bob"]
    assert board_of(course, stage="closed").rows == []
    assert board_of(course, stage="x" * 500).rows == []


def test_who_does_not_move_is_stuck_until_they_have_left() -> None:
    course = a_class()
    assert board_of(course).stuck == []
    moved = timezone.now() - timedelta(minutes=25)
    Attempt.objects.filter(claims=None).update(touched_at=moved)
    board = board_of(course)
    assert [(row.name, row.idle) for row in board.stuck] == [("Bob", "25 min")]
    assert board.rows[1].cells[0].is_stuck
    assert [row.name for row in board_of(course, stage="stuck").rows] == ["Bob"]
    Course.objects.update(stuck_after=30)
    assert board_of(course).stuck == []
    Course.objects.update(stuck_after=10, paused_at=timezone.now())
    assert board_of(course).stuck == []
    Course.objects.update(paused_at=None)
    Attempt.objects.update(touched_at=timezone.now() - timedelta(hours=4))
    assert board_of(course).stuck == []


def test_those_who_are_stuck_the_longest_are_listed_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(board, "LIST", 2)
    users = [make_user(name, display_name=name.capitalize()) for name in ("ann", "bob", "cy")]
    course = make_course(*users)
    cases = [make_case(), make_case("strep-throat-age-8")]
    assignment = create_assignment(course, title="Week 1", cases=cases)
    for user, minutes in zip(users, ((20, 60), (30, 40), (35, 50)), strict=True):
        for case, ago in zip(cases, minutes, strict=True):
            seats = dict.fromkeys(("coder", "biller"), user)
            attempt = start_assigned(assignment, case=case, seats=seats).attempt
            moved = timezone.now() - timedelta(minutes=ago)
            Attempt.objects.filter(pk=attempt.pk).update(touched_at=moved)
    stuck = [(row.name, row.idle) for row in board_of(course).stuck]
    assert stuck == [("Cy", "35 min"), ("Bob", "30 min")]


def test_who_works_on_another_case_is_not_stuck() -> None:
    course = a_class()
    idle = Attempt.objects.get(claims=None)
    Attempt.objects.filter(pk=idle.pk).update(touched_at=timezone.now() - timedelta(minutes=25))
    assignment, case = course.assignments.get(), make_case("strep-throat-age-8")
    seats = dict.fromkeys(("coder", "biller"), make_user("bob"))
    other = start_assigned(assignment, case=case, seats=seats)
    assert board_of(course).stuck == []
    newer = timezone.now() - timedelta(minutes=15)
    Attempt.objects.filter(pk=other.attempt_id).update(touched_at=newer)
    assert [row.attempt_id for row in board_of(course).stuck] == [other.attempt_id]


def test_refusals_come_newest_first() -> None:
    board = board_of(a_class())
    claim = Claim.objects.get()
    refused = claim.events.filter(to_state__in=["rejected", "denied"])
    assert [row.claim_id for row in board.refusals] == [claim.pk] * refused.count()


def test_board_is_sent_again_only_when_it_changed() -> None:
    course = a_class()
    teacher, url = client_of(make_user("teacher")), reverse("classroom:board", args=[course.pk])
    first = teacher.get(url)
    etag = first.headers["ETag"]
    assert first.context["board"].version in etag
    assert f"\\&quot;{first.context['board'].version}\\&quot;" in first.content.decode() or (
        first.context["board"].version in first.content.decode()
    )
    same = teacher.get(url, headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    work = Attempt.objects.get(claims=None).work
    play(work, goal=Goal.CODED)
    assert teacher.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_board_of_nothing_leads_to_the_builder() -> None:
    course = make_course(make_user("ann"))
    url = reverse("classroom:course", args=[course.pk])
    page = client_of(make_user("teacher")).get(url).content.decode()
    assert "Nothing is set yet" in page
    assert reverse("classroom:new_assignment", args=[course.pk]) in page
    other = client_of(make_user("teacher")).get(url, {"assignment": "9" * 30})
    assert other.status_code == 200


def test_learners_come_page_by_page() -> None:
    people = [make_user(f"learner{n:02}", display_name=f"Learner {n:02}") for n in range(35)]
    course = make_course(*people)
    create_assignment(course, title="Week 1", cases=[make_case()])
    assert len(board_of(course).rows) == 30
    assert board_of(course, page=2).rows[0].name == "Learner 30"
