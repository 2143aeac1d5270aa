"""The scenario calendar."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from claims.models import AuthorizationRequest
from claims.payer.library import payer_books
from claims.services.calendar import Due, DueKind, Happening, list_dues, move_calendar, next_due
from claims.services.refusals import Refused, StaleCalendar
from sandbox.classroom.models import Enrolment, Work
from sandbox.classroom.services import enrol
from tests.claims.bench import SCAN, WOUND, alone, pair
from tests.claims.crossing import sent_across
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SERVICE = date(2026, 3, 10)


def test_nothing_is_due_before_something_was_sent():
    hands = alone().code().open()
    assert list_dues(hands.attempt) == ()
    assert next_due(hands.attempt) is None


def test_dues_name_what_comes_and_when():
    hands = alone().code().open()
    hands.send()
    submission = hands.claim.submissions.get()
    assert list_dues(hands.attempt) == (
        Due(
            on=date(2026, 3, 11),
            kind=DueKind.ACKNOWLEDGMENT,
            subject_id=submission.pk,
            claim_id=hands.claim.pk,
            what="Prairie Mutual Sandbox acknowledges submission 1",
        ),
    )
    hands.move()
    due = next_due(hands.attempt)
    assert due is not None
    assert (due.on, due.kind) == (date(2026, 3, 26), DueKind.REMITTANCE)


def test_dues_of_every_kind_in_order_of_their_dates():
    hands = alone(SCAN).code().open()
    hands.ask_leave("IM-314")
    hands.unscrubbed().send()
    kinds = [due.kind for due in list_dues(hands.attempt)]
    assert kinds == [DueKind.ACKNOWLEDGMENT, DueKind.AUTHORIZATION]
    hands.answered().post().bill()
    evidence = ["MRI brain without contrast, our scanner, read by me"]
    hands.appeal("The scan was needed.", evidence)
    kinds = [due.kind for due in list_dues(hands.attempt)]
    assert sorted(kinds) == [DueKind.APPEAL, DueKind.PATIENT_PAYMENT]


def test_lapse_is_due_the_day_after_the_due_date():
    hands = alone(WOUND).code().open()
    hands.send()
    hands.answered()
    due = next_due(hands.attempt)
    assert due is not None
    assert (due.kind, due.what) == (DueKind.LAPSE, "the request for accident lapses")


def test_move_by_days_and_weeks_moves_the_date():
    hands = alone().code().open()
    assert hands.move("day") == []
    assert hands.attempt.scenario_date == date(2026, 3, 11)
    hands.move("week")
    assert hands.attempt.scenario_date == date(2026, 3, 18)


def test_move_over_several_dates_lets_each_happen_on_its_day():
    hands = alone().code().open()
    hands.send()
    happened = []
    for _ in range(3):
        happened += move_calendar(
            hands.attempt_id,
            actor=hands.biller,
            step="week",
            from_date=hands.attempt.scenario_date,
        )
    claim = hands.claim
    assert happened == [
        Happening(
            on=date(2026, 3, 11),
            kind=DueKind.ACKNOWLEDGMENT,
            claim_id=claim.pk,
            sentence="Prairie Mutual Sandbox accepted the claim and gave it the number "
            f"SBX26070{claim.pk:06d}.",
        ),
        Happening(
            on=date(2026, 3, 26),
            kind=DueKind.REMITTANCE,
            claim_id=claim.pk,
            sentence="Prairie Mutual Sandbox paid $105.91 and left $41.86 to the patient.",
        ),
    ]
    assert [event.on for event in claim.events.filter(actor=None)] == [
        date(2026, 3, 11),
        date(2026, 3, 26),
    ]
    assert hands.attempt.scenario_date == date(2026, 3, 31)


def test_week_tells_of_what_came_of_what_came():
    """The first payer's answer crosses over on a day of the week, and the next payer takes it."""
    hands = sent_across()
    due = list_dues(hands.attempt)[0]
    while hands.attempt.scenario_date < due.on - timedelta(days=3):
        hands.move("day")
    answered, accepted = hands.move("week")
    assert "paid" in answered
    assert "accepted the claim" in accepted


def test_nothing_calls_up_another_thing_on_its_own_day():
    """So that what is on its way need not be asked for anew after the last thing of a day."""
    terms = [book.payer for book in payer_books()]
    assert all(min(payer.ack_days, payer.remit_days) >= 1 for payer in terms)


def test_all_that_is_due_on_the_day_of_an_event_happens():
    hands = alone(SCAN).code().open()
    hands.ask_leave("IM-314")
    hands.unscrubbed().send()
    days = {due.kind: due.on for due in list_dues(hands.attempt)}
    leave = AuthorizationRequest.objects.get()
    leave.answer_on = days[DueKind.ACKNOWLEDGMENT]
    leave.save()
    accepted, left = hands.move("event")
    assert "accepted the claim" in accepted
    assert left.startswith("Leave for IM-314")


def test_move_to_the_next_event_stops_at_it():
    hands = alone().code().open()
    hands.send()
    hands.move("event")
    assert hands.attempt.scenario_date == date(2026, 3, 11)
    hands.move("event")
    assert hands.attempt.scenario_date == date(2026, 3, 26)


def test_move_to_the_next_event_without_one_is_refused():
    hands = alone().code().open()
    with pytest.raises(Refused) as refused:
        hands.move("event")
    assert refused.value.field == "step"
    assert hands.attempt.scenario_date == SERVICE


def test_move_by_an_unknown_step_is_refused():
    hands = alone()
    with pytest.raises(Refused):
        hands.move("year")  # type: ignore[arg-type]


def test_move_from_a_date_that_has_passed_is_a_conflict():
    hands = alone().code()
    hands.move("day")
    call = {"actor": hands.biller, "step": "day", "from_date": SERVICE}
    with pytest.raises(StaleCalendar) as refused:
        move_calendar(hands.attempt_id, **call)
    assert refused.value.url == reverse("coding:workbench", args=[hands.attempt_id])
    hands.open()
    with pytest.raises(StaleCalendar) as refused:
        move_calendar(hands.attempt_id, **call)
    assert refused.value.url == reverse("claims:claim", args=[hands.claim.pk])
    assert hands.attempt.scenario_date == date(2026, 3, 11)


def test_calendar_is_moved_from_the_desks():
    hands = pair()
    for actor in (hands.coder, hands.biller, make_user("teacher")):
        call = {"step": "day", "from_date": hands.attempt.scenario_date}
        move_calendar(hands.attempt_id, actor=actor, **call)
    course = Work.objects.get(attempt=hands.attempt_id).assignment.course
    enrol(course, user=make_user("aide"), role=Enrolment.Role.ASSISTANT)
    for actor in (make_user("outsider"), make_user("aide")):
        with pytest.raises(PermissionDenied):
            move_calendar(
                hands.attempt_id, actor=actor, step="day", from_date=hands.attempt.scenario_date
            )
