"""Open a closed claim again."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import LedgerEntry, Submission
from claims.services.advance import IllegalMove
from claims.services.refusals import Refused
from claims.services.reopening import reopen_claim
from tests.claims.bench import MOSTLY, Hands, alone, pair
from tests.claims.books import check_books
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SMALL = LedgerEntry.WriteOff.SMALL_BALANCE
D = Decimal


def posted(hands: Hands) -> Hands:
    hands.code().open()
    hands.send()
    return hands.answered().post()


def given_up(hands: Hands) -> Hands:
    """The patient paid most of it; the small rest was written off, and the claim is closed."""
    posted(hands).bill()
    hands.move()
    hands.write_off(D("8.37"), SMALL)
    assert hands.claim.state == "closed"
    return hands


def test_reopen_makes_what_was_written_off_owed_again():
    hands = given_up(alone(swaps=MOSTLY))
    event = hands.reopen()
    claim = hands.claim
    assert (claim.state, claim.disposition, claim.balance()) == ("paid", "", D("8.37"))
    assert event.payload == {"reason": "A mistake.", "disposition": "written_off"}
    check_books(claim)


def test_reopen_of_a_voided_claim_leads_to_a_new_original():
    hands = posted(alone())
    hands.void()
    hands.reopen()
    assert hands.claim.balance() == D("221.00")
    hands.correct()
    hands.resend()
    assert Submission.objects.get(number=3).frequency == 1
    hands.answered().post()
    assert (hands.claim.state, hands.claim.balance()) == ("paid", D("41.86"))
    check_books(hands.claim)


def test_reopen_needs_a_reason():
    hands = given_up(alone(swaps=MOSTLY))
    with pytest.raises(Refused) as refused:
        reopen_claim(hands.claim.pk, **hands.call(reason=" "))
    assert refused.value.field == "reason"


def test_reopen_of_an_open_claim_is_illegal():
    hands = posted(alone())
    with pytest.raises(IllegalMove):
        hands.reopen()


def test_reopen_in_a_class_is_the_instructors():
    hands = given_up(pair(swaps=MOSTLY))
    for actor in (hands.biller, hands.coder):
        with pytest.raises(PermissionDenied):
            hands.reopen_as(actor)
    hands.reopen_as(make_user("teacher"))
    assert hands.claim.state == "paid"
