"""A class that is paused or over, or a closed assignment: what learners are told and still see."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from coding.services import return_to_coder
from sandbox.classroom.models import Assignment, Course
from sandbox.classroom.player import Goal, play
from tests.coding.desk import ROWS, Desk, pair
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ACCUSED = "If you think that you should have this seat"


def text(response: Any) -> str:
    return str(response.content.decode())


def rest(how: str) -> None:
    """The class is paused or over, or its assignment is closed."""
    now = timezone.now()
    if how == "closed":
        Assignment.objects.update(due_at=now - timedelta(hours=1), late_rule="close")
    else:
        Course.objects.update(**{how: now})


def coded() -> Desk:
    """A pair's coder who has saved a draft."""
    desk = pair()
    desk.sheet(**ROWS)
    return desk


RESTS = (
    ("paused_at", "is paused. You can look at everything; it goes on with your instructor."),
    ("archived_at", "is over. You can look at everything and change nothing."),
    ("closed", "This assignment closed on"),
)


@pytest.mark.parametrize(("how", "why"), RESTS)
@pytest.mark.parametrize("htmx", [True, False])
def test_who_saves_codes_at_rest_is_told_why_and_not_accused(
    how: str, why: str, htmx: bool
) -> None:
    desk = coded()
    rest(how)
    refused = desk.sheet(htmx=htmx, **ROWS)
    assert refused.status_code == 403
    assert why in text(refused)
    assert "Nothing was changed." in text(refused)
    assert (ACCUSED in text(refused), "permission" in text(refused)) == (False, False)


def test_who_moves_the_calendar_at_rest_is_told_why() -> None:
    desk = coded()
    rest("paused_at")
    asked = {"step": "day", "from_date": str(desk.attempt.scenario_date)}
    calendar = reverse("claims:calendar", args=[desk.work.attempt_id])
    refused = desk.client.post(calendar, asked)
    assert (refused.status_code, "is paused." in text(refused)) == (403, True)


def test_another_desk_of_a_class_at_work_is_told_whose_step_it_is() -> None:
    refused = coded().as_user(make_user("biller")).sheet(**ROWS)
    assert refused.status_code == 403
    assert "the step belongs to another desk" in text(refused)
    assert "coding.code_attempt" not in text(refused)


def test_staff_who_may_not_code_are_not_told_that_the_class_keeps_them_from_it() -> None:
    desk = coded()
    rest("paused_at")
    refused = desk.as_user(make_user("teacher")).sheet(**ROWS)
    assert (refused.status_code, ACCUSED in text(refused)) == (403, True)


@pytest.mark.parametrize("how", [how for how, _ in RESTS])
def test_coder_reads_the_own_draft_at_rest_and_the_biller_does_not(how: str) -> None:
    desk = coded()
    rest(how)
    page = desk.get("workbench")
    assert [row.code for row in page.context["sheet"].targets] == ["N39.0", "B96.20", "OV-324"]
    assert ("Your draft" in text(page), "Still being coded" in text(page)) == (True, False)
    assert 'id="sheet-form"' not in text(page)
    for other in ("biller", "teacher"):
        page = desk.as_user(make_user(other)).get("workbench")
        assert (page.context["sheet"], "N39.0" in text(page)) == (None, False)


def own_links(desk: Desk, user: str) -> list[str]:
    """Where the marks of somebody's own page lead."""
    page = text(desk.as_user(make_user(user)).client.get(reverse("classroom:own_marks")))
    return re.findall('<a href="(/(?:coding/attempts|claims)/[^"]*)"', page)


def test_own_marks_lead_to_work_that_was_begun_also_when_the_class_is_over() -> None:
    desk = coded()
    rest("archived_at")
    codes = desk.url("workbench")
    assert own_links(desk, "coder") == own_links(desk, "biller") == [codes]
    assert desk.client.get(codes).status_code == 200
    Course.objects.update(archived_at=None)
    play(desk.work, goal=Goal.OPENED)
    rest("archived_at")
    claim = reverse("claims:claim", args=[Claim.objects.get().pk])
    assert own_links(desk, "coder") == [codes]
    assert own_links(desk, "biller") == [claim]
    assert desk.as_user(make_user("biller")).client.get(claim).status_code == 200


def test_instructors_page_of_a_learner_keeps_its_own_links() -> None:
    desk = coded()
    course = Course.objects.get()
    teacher = desk.as_user(make_user("teacher")).client
    page = text(teacher.get(reverse("classroom:learner_marks", args=[course.pk, desk.coder.pk])))
    assert "1 of 1" in page
    assert desk.url("workbench") + '"' not in page


def test_coder_of_returned_codes_reads_the_draft_at_rest_and_the_biller_what_was_finalised() -> (
    None
):
    desk = pair()
    desk.finalise()
    return_to_coder(desk.work.attempt_id, actor=make_user("biller"), reason="Look again")
    desk.sheet(**ROWS | {"d1_code": "R30.0"})
    rest("paused_at")
    assert "R30.0" in text(desk.get("workbench"))
    biller = desk.as_user(make_user("biller")).get("workbench")
    assert ("R30.0" in text(biller), "Being coded again" in text(biller)) == (False, True)
