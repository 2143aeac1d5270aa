"""Open a correction, give it up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F

from claims.models import Claim
from claims.services.advance import IllegalMove
from claims.services.correcting import open_correction
from coding.cases.answers import right_answer
from tests.claims.bench import Hands, alone, pair
from tests.claims.books import check_books

pytestmark = pytest.mark.django_db


def answered(hands: Hands) -> Hands:
    hands.code().open()
    hands.send()
    return hands.answered()


def test_open_correction_remembers_where_it_came_from():
    hands = answered(alone())
    hands.correct()
    assert (hands.claim.state, hands.claim.state_before) == ("corrected", "paid")


def test_cancel_puts_boxes_and_codes_back():
    hands = alone()
    hands.code(hands.slip("culture pointed at the organism")).open()
    hands.unscrubbed().send()
    hands.answered().post()
    before = hands.claim
    hands.correct()
    hands.edit(referral="R1")
    hands.recode(right_answer(hands.case))
    assert hands.claim.coding_version != before.coding_version
    hands.cancel()
    claim = hands.claim
    assert (claim.state, claim.content, claim.coding_version) == (
        "paid",
        before.content,
        before.coding_version,
    )


def test_cancel_closes_a_claim_that_was_settled_meanwhile():
    hands = answered(alone()).post()
    hands.bill()
    hands.correct()
    hands.move()
    assert hands.claim.state == "corrected"
    hands.cancel()
    assert (hands.claim.state, hands.claim.disposition) == ("closed", "paid_in_full")
    check_books(hands.claim)


def until_day(day: date) -> None:
    """Let the payer's window close on that day."""
    Claim.objects.update(correct_until=day, version=F("version") + 1)


def test_correction_closes_with_the_payers_window():
    hands = answered(alone())
    until = hands.claim.correct_until
    assert until == date(2026, 3, 26) + timedelta(days=179)
    until_day(hands.attempt.scenario_date)
    assert hands.correct()
    hands.cancel()
    until_day(hands.attempt.scenario_date - timedelta(days=1))
    with pytest.raises(IllegalMove):
        hands.correct()


def test_correction_sent_on_the_last_day_is_in_time():
    hands = alone().code().open()
    hands.edit(charges=(Decimal("185.00"), Decimal("24.00"), Decimal("13.00")))
    hands.send()
    hands.answered().post()
    while hands.attempt.scenario_date < hands.claim.correct_until:
        hands.move("week" if hands.attempt.scenario_date < date(2026, 9, 1) else "day")
    hands.correct()
    hands.edit(charges=(Decimal("185.00"), Decimal("24.00"), Decimal("12.00")))
    hands.resend()
    hands.answered()
    assert hands.claim.state == "paid"


def test_correction_is_the_billers():
    hands = answered(pair())
    with pytest.raises(PermissionDenied):
        open_correction(hands.claim.pk, **hands.call(actor=hands.coder))


def test_corrected_charges_replace_the_old_ones_in_the_books():
    hands = alone().code().open()
    hands.edit(charges=(Decimal("200.00"), Decimal("24.00"), Decimal("12.00")))
    hands.send()
    hands.answered().post().correct()
    hands.edit(charges=(Decimal("185.00"), Decimal("24.00"), Decimal("12.00")))
    hands.resend()
    hands.answered()
    assert sum(row.amount for row in hands.claim.ledger.filter(kind="charge")) == Decimal("236.00")
    hands.post()
    assert sum(row.amount for row in hands.claim.ledger.filter(kind="charge")) == Decimal("221.00")
    check_books(hands.claim)
