"""Moving the scenario date from a page."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse

from coding.models import Attempt
from sandbox.classroom.models import Enrolment, Work
from sandbox.classroom.services import enrol
from tests.claims.bench import CLEAN, WOUND, Hands, alone, pair
from tests.claims.doors import opened, sent
from tests.claims.pages import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def move(hands: Hands, step: str, *, days: int = 0, **more: str) -> HttpResponse:
    """Post the calendar's form from a page that shows the date so many days off."""
    day = hands.attempt.scenario_date + timedelta(days=days)
    data = {"step": step, "from_date": day.isoformat(), **more}
    url = reverse("claims:calendar", args=[hands.attempt_id])
    return client_of(hands.biller).post(url, data)


def told(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(("step", "days"), [("day", 1), ("week", 7)])
def test_calendar_moves_on_and_says_that_nothing_came(step: str, days: int):
    hands = opened()
    before = hands.attempt.scenario_date
    response = move(hands, step)
    assert response.status_code == 302
    assert hands.attempt.scenario_date == before + timedelta(days=days)
    assert told(response) == ["The calendar moved on. Nothing arrived."]


def test_calendar_moves_to_the_next_event_and_says_what_came():
    hands = sent()
    response = move(hands, "event")
    assert hands.claim.icn
    assert len(told(response)) == 1
    assert hands.claim.icn in told(response)[0]


@pytest.mark.parametrize(
    ("slug", "member", "levels"),
    [
        (CLEAN, "", ["success", "success"]),
        (CLEAN, "SBX999999999", ["warning"]),
        (WOUND, "", ["success", "warning", "warning"]),
    ],
    ids=["paid", "turned back", "asked, then lapsed"],
)
def test_calendar_tells_of_a_setback_otherwise_than_of_a_success(
    slug: str, member: str, levels: list[str]
):
    hands = alone(slug).code().open().unscrubbed()
    if member:
        hands.edit(member_id=member)
    hands.send()
    for level in levels:
        response = move(hands, "event")
        assert [row.level_tag for row in get_messages(response.wsgi_request)] == [level]


def test_calendar_without_an_event_is_a_conflict():
    hands = opened()
    assert move(hands, "event").status_code == 409


def test_calendar_from_a_page_that_is_too_old_moves_once():
    hands = opened()
    before = hands.attempt.scenario_date
    assert move(hands, "day").status_code == 302
    assert move(hands, "day", days=-1).status_code == 409
    assert hands.attempt.scenario_date == before + timedelta(days=1)


def test_calendar_leads_back_to_the_page_that_asked():
    hands = opened()
    assert move(hands, "day", next="/claims/1/?show=money")["Location"] == "/claims/1/?show=money"
    workbench = reverse("coding:workbench", args=[hands.attempt_id])
    for elsewhere in ("", "https://elsewhere.example/", "//elsewhere.example"):
        assert move(hands, "day", next=elsewhere)["Location"] == workbench


@pytest.mark.parametrize("data", [{}, {"step": "year"}, {"step": "day", "from_date": "soon"}])
def test_calendar_refuses_what_it_does_not_know(data: dict[str, str]):
    hands = opened()
    url = reverse("claims:calendar", args=[hands.attempt_id])
    assert client_of(hands.biller).post(url, data).status_code == 400


def test_calendar_refuses_a_get_an_outsider_and_who_only_looks():
    hands = pair().code().open()
    url = reverse("claims:calendar", args=[hands.attempt_id])
    data = {"step": "day", "from_date": hands.attempt.scenario_date.isoformat()}
    assert client_of(hands.biller).get(url).status_code == 405
    assert client_of(make_user("outsider")).post(url, data).status_code == 404
    course = Work.objects.get(attempt=hands.attempt_id).assignment.course
    enrol(course, user=make_user("aide"), role=Enrolment.Role.ASSISTANT)
    assert client_of(make_user("aide")).post(url, data).status_code == 403
    assert Attempt.objects.get().scenario_date.isoformat() == data["from_date"]
