"""The log of a class holds what each person did, in order, and nothing of other classes."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from sandbox.classroom.models import Course
from sandbox.classroom.player import Goal, play
from sandbox.classroom.queries.log import KINDS
from sandbox.classroom.services import (
    override_mark,
    release_work,
    send_message,
    tell_class,
    unreleased,
)
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user

pytestmark = pytest.mark.django_db


def a_class() -> Course:
    """A pair has closed a case with a slip, talked, and been marked."""
    work = make_pair()
    play(work, goal=Goal.CLOSED, slip=work.attempt.parsed().pitfalls[0])
    assert work.assignment is not None
    course, teacher = work.assignment.course, make_user("teacher")
    send_message(work, sender=make_user("coder"), text="=Is that right?")
    override_mark(work, actor=teacher, desk="coder", score=None, reason="As it was.")
    release_work(unreleased(course), actor=teacher)
    tell_class(course, actor=teacher, text="Well done.")
    other = make_pair(course=make_course(make_user("x"), instructor=make_user("other")))
    play(other, goal=Goal.CODED)
    return course


def log_of(course: Course, **query: Any) -> Any:
    url = reverse("classroom:log", args=[course.pk])
    return client_of(make_user("teacher")).get(url, query)


def test_everything_that_was_done_stands_in_the_log_in_order() -> None:
    course = a_class()
    page = log_of(course).context
    kinds = [row.kind for row in page["rows"]]
    assert kinds[0] == KINDS["told"]
    assert {"Joined the class", "Work begun", "Codes finalised", "Move of a claim"} <= set(kinds)
    assert {"Message", "Marks released", "Marked by hand"} <= set(kinds)
    assert page["page"].paginator.count == len(kinds)
    assert {row.who for row in page["rows"]} >= {str(make_user("coder")), str(make_user("teacher"))}


def test_log_is_narrowed_by_person_kind_and_day() -> None:
    course = a_class()
    own = log_of(course, person=make_user("biller").pk).context["rows"]
    assert {row.who for row in own} == {str(make_user("biller"))}
    [message] = log_of(course, kind="message").context["rows"]
    assert message.detail == "=Is that right?"
    assert log_of(course, until="2020-01-01").context["rows"] == []
    everything = len(log_of(course).context["rows"])
    assert len(log_of(course, since="2020-01-01").context["rows"]) == everything
    for junk in ({"person": "x"}, {"kind": "x"}, {"since": "x"}, {"page": "x"}):
        assert len(log_of(course, **junk).context["rows"]) == everything


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_left_open(day: str) -> None:
    course = a_class()
    Course.objects.filter(pk=course.pk).update(time_zone="Asia/Tokyo")
    shown = len(log_of(course).context["rows"])
    assert len(log_of(course, since=day, until=day).context["rows"]) == shown


def test_log_as_a_file_is_the_same_and_no_formula() -> None:
    course = a_class()
    answer = log_of(course, kind="message", format="csv")
    header, row = csv.reader(io.StringIO(answer.content.decode()))
    assert header[:3] == ["When", "Who", "What"]
    assert row[3] == "'=Is that right?"
