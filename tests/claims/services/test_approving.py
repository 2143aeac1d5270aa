"""Above the limit a biller asks, and a manager decides."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import LedgerEntry, WriteOffRequest
from claims.services.advance import IllegalMove
from claims.services.approving import approve_write_off, refuse_write_off, told
from claims.services.refusals import Refused
from tests.claims.bench import SCAN, Hands, alone, pair
from tests.claims.books import check_books, money
from tests.factories import make_user

pytestmark = pytest.mark.django_db
D = Decimal
AVOIDABLE = LedgerEntry.WriteOff.AVOIDABLE


def denied(hands: Hands) -> Hands:
    """A scan without leave: its line is denied and posted."""
    hands.code().open()
    hands.unscrubbed().send()
    return hands.answered().post()


def test_write_off_up_to_the_limit_is_posted_at_once():
    hands = denied(pair(SCAN))
    event = hands.give_up(D("50.00"), AVOIDABLE)
    assert (told(event), money(hands.claim)["written_off"]) == ("Written off.", D("50.00"))
    assert not WriteOffRequest.objects.exists()


def test_write_off_above_the_limit_waits_and_posts_nothing():
    hands = denied(pair(SCAN))
    event = hands.give_up(D("50.01"), AVOIDABLE)
    asked = WriteOffRequest.objects.get()
    assert told(event) == "$50.01 is above $50.00: it waits for a manager's approval."
    assert (asked.amount, asked.kind, asked.reason, asked.requested_by, asked.status) == (
        D("50.01"),
        "avoidable",
        "For the test.",
        hands.biller,
        "waiting",
    )
    assert money(hands.claim)["written_off"] == D("0.00")
    with pytest.raises(Refused):
        hands.give_up(D("60.00"), AVOIDABLE)


def test_instructor_approves_and_it_is_posted():
    hands = denied(pair(SCAN))
    hands.give_up(D("60.00"), AVOIDABLE)
    for actor in (hands.biller, hands.coder):
        with pytest.raises(PermissionDenied):
            approve_write_off(hands.claim.pk, **hands.call(actor=actor))
    teacher = make_user("teacher")
    call = hands.call(actor=teacher)
    assert approve_write_off(hands.claim.pk, **call) == approve_write_off(hands.claim.pk, **call)
    asked = WriteOffRequest.objects.get()
    assert (asked.status, asked.decided_by, asked.decided_on) == (
        "approved",
        teacher,
        hands.attempt.scenario_date,
    )
    assert money(hands.claim)["written_off"] == D("60.00")
    check_books(hands.claim)


def test_instructor_refuses_with_a_reason():
    hands = denied(pair(SCAN))
    hands.give_up(D("60.00"), AVOIDABLE)
    teacher = make_user("teacher")
    with pytest.raises(Refused):
        refuse_write_off(hands.claim.pk, **hands.call(actor=teacher, reason=" "))
    with pytest.raises(PermissionDenied):
        refuse_write_off(hands.claim.pk, **hands.call(reason="No."))
    refuse_write_off(hands.claim.pk, **hands.call(actor=teacher, reason="Appeal it first."))
    asked = WriteOffRequest.objects.get()
    assert (asked.status, asked.decision) == ("refused", "Appeal it first.")
    assert money(hands.claim)["written_off"] == D("0.00")
    with pytest.raises(IllegalMove):
        approve_write_off(hands.claim.pk, **hands.call(actor=teacher))


def test_alone_the_learner_approves_in_a_second_step():
    hands = denied(alone(SCAN))
    hands.give_up(D("60.00"), AVOIDABLE)
    assert money(hands.claim)["written_off"] == D("0.00")
    approve_write_off(hands.claim.pk, **hands.call())
    assert money(hands.claim)["written_off"] == D("60.00")


def test_what_no_longer_fits_the_books_is_not_approved():
    hands = denied(alone(SCAN))
    room = hands.claim.ledger.get(line=2, kind="charge").amount
    hands.give_up(room, AVOIDABLE)
    hands.give_up(D("10.00"), AVOIDABLE)
    with pytest.raises(Refused):
        approve_write_off(hands.claim.pk, **hands.call())
    assert WriteOffRequest.objects.get().status == "waiting"


def test_new_answer_overtakes_a_waiting_write_off():
    hands = denied(alone(SCAN))
    hands.give_up(D("60.00"), AVOIDABLE)
    hands.void()
    assert WriteOffRequest.objects.get().status == "overtaken"


def test_closing_overtakes_a_waiting_write_off():
    hands = denied(alone(SCAN))
    open_line = hands.claim.ledger.get(line=2, kind="charge").amount
    hands.give_up(D("60.00"), AVOIDABLE)
    hands.bill()
    hands.move()
    hands.write_off(open_line, AVOIDABLE)
    assert (hands.claim.state, WriteOffRequest.objects.get().status) == ("closed", "overtaken")
