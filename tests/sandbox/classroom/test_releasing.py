"""Marks and key reach the learner when the assignment says, and nothing before."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from coding.models import Attempt
from sandbox.classroom.models import Assignment, Extension, Mode, Release, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import create_assignment, release_what_is_due, start_assigned
from tests.claims.pages import client_of
from tests.coding.desk import Desk
from tests.factories import make_case, make_course, make_user
from tests.sandbox.canaries import load_canary, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def work_on(goal: Goal, *, slug: str = "uti-e-coli", slip: int = 0, **settings: Any) -> Work:
    """Ann's work on an assignment, played to a goal."""
    ann, case = make_user("ann"), make_case(slug)
    assignment = create_assignment(make_course(ann), title="Week 1", cases=[case], **settings)
    desks = ("coder",) if assignment.mode == Mode.CODER else ("coder", "biller")
    work = start_assigned(assignment, case=case, seats=dict.fromkeys(desks, ann))
    pitfalls = work.attempt.parsed().pitfalls
    if assignment.mode == Mode.CODER:
        Desk(work, ann).finalise()
    else:
        play(work, goal=goal, slip=pitfalls[slip - 1] if slip else None)
    return work


def shown(work: Work) -> tuple[bool, bool]:
    """Whether the learner sees the score, and the key."""
    attempt = Attempt.objects.get(pk=work.attempt_id)
    return attempt.feedback_at is not None, attempt.released_at is not None


@pytest.mark.parametrize("mode", [Mode.BOTH, Mode.CODER])
def test_nothing_is_shown_by_itself_where_it_is_released_by_hand(mode: Mode) -> None:
    work = work_on(Goal.CLOSED, mode=mode)
    assert shown(work) == (False, False)


def test_what_comes_at_once_comes_when_the_part_is_done() -> None:
    rules = {"feedback": Release.AT_ONCE, "key_release": Release.AT_ONCE}
    assert shown(work_on(Goal.BILLED, **rules)) == (False, False)
    assert shown(work_on(Goal.CLOSED, slug="strep-throat-age-8", **rules)) == (True, True)
    assert shown(work_on(Goal.CODED, mode=Mode.CODER, **rules)) == (True, True)
    only = {"feedback": Release.AT_ONCE}
    assert shown(work_on(Goal.CODED, mode=Mode.CODER, **only)) == (True, False)


def test_what_comes_when_due_waits_for_it_and_the_key_for_the_last_extension() -> None:
    now = timezone.now()
    rules = {"feedback": Release.WHEN_DUE, "key_release": Release.WHEN_DUE}
    work = work_on(Goal.CODED, due_at=now + HOUR, **rules)
    assignments = Assignment.objects.all()
    assert release_what_is_due(assignments) == 0
    Assignment.objects.update(due_at=now - HOUR)
    Extension.objects.create(
        assignment=work.assignment, user=make_user("late"), due_at=now + HOUR, given_by=make_user()
    )
    client_of(make_user("ann")).get("/coder/")
    assert shown(work) == (True, False)
    Extension.objects.update(due_at=now - timedelta(minutes=1))
    client_of(make_user("teacher")).get(
        reverse("classroom:course", args=[work.assignment.course_id])
    )
    assert shown(work) == (True, True)
    assert release_what_is_due(assignments) == 0


def test_uncoded_work_has_nothing_to_release() -> None:
    rules = {"key_release": Release.WHEN_DUE, "due_at": timezone.now() - HOUR}
    work = work_on(Goal.CODING, **rules)
    assert release_what_is_due(Assignment.objects.all()) == 0
    assert shown(work) == (False, False)


def test_score_without_the_key_tells_no_secret() -> None:
    slug = load_canary("sparrow-feedback")
    work = work_on(Goal.CODED, slug=slug, slip=1)
    course = work.assignment.course
    url = reverse("classroom:marking", args=[course.pk])
    client_of(make_user("teacher")).post(url, {"at": work.attempt_id, "action": "show"})
    assert shown(work) == (True, False)
    ann = client_of(make_user("ann"))
    page = ann.get(reverse("coding:marks", args=[work.attempt_id]))
    assert "Reached of each part" in page.content.decode()
    for response in (page, ann.get("/marks/"), ann.get("/coder/")):
        assert told(response) == set()


def test_own_marks_show_what_was_released_and_nothing_else() -> None:
    work = work_on(Goal.CLOSED)
    ann = client_of(make_user("ann"))

    def marks() -> tuple[str, str, str]:
        [[_, [grade]]] = ann.get("/marks/").context["courses"]
        [row] = grade.cases
        return row.coding, row.billing, row.mark

    assert marks() == ("–", "–", "–")
    Attempt.objects.update(feedback_at=timezone.now())
    assert marks() == ("100%", "–", "–")
    Attempt.objects.update(released_at=timezone.now())
    coding, billing, mark = marks()
    assert (coding, "–" in billing + mark) == ("100%", False)
    assert work.attempt_id


def test_one_learner_or_all_are_released_or_shown_the_score() -> None:
    people = [make_user(name) for name in ("ann", "bob")]
    course, case = make_course(*people), make_case()
    assignment = create_assignment(course, title="Week 1", cases=[case])
    works = []
    for user in people:
        seats = dict.fromkeys(("coder", "biller"), user)
        works.append(start_assigned(assignment, case=case, seats=seats))
        play(works[-1], goal=Goal.CODED)
    teacher = client_of(make_user("teacher"))
    url = reverse("classroom:release", args=[course.pk])
    page = teacher.get(reverse("classroom:learner_marks", args=[course.pk, people[0].pk]))
    assert "Release 1 mark" in page.content.decode()
    teacher.post(url, {"what": "score"})
    assert [shown(work) for work in works] == [(True, False), (True, False)]
    for nobody in ("0", "ann", "-1", "9" * 40):
        assert teacher.post(url, {"learner": nobody}).status_code == 404
    assert [shown(work) for work in works] == [(True, False), (True, False)]
    teacher.post(url, {"learner": people[0].pk})
    assert [shown(work) for work in works] == [(True, True), (True, False)]
    teacher.post(url)
    assert [shown(work) for work in works] == [(True, True), (True, True)]


def test_score_that_is_shown_leads_to_its_parts() -> None:
    work = work_on(Goal.CODED)
    Attempt.objects.update(feedback_at=timezone.now())
    ann = client_of(make_user("ann"))
    marks = reverse("coding:marks", args=[work.attempt_id])
    assert marks in ann.get("/marks/").content.decode()
    assert "Reached of each part" in ann.get(marks).content.decode()


def test_own_marks_of_who_is_in_no_class_lead_to_practice() -> None:
    practice = reverse("practice:home")
    page = client_of(make_user("else")).get(reverse("classroom:own_marks")).content.decode()
    assert "You are in no class" in page
    assert f'<a href="{practice}">See them under Practice</a>' in page
