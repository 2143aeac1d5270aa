"""A credit stays in sight until it is refunded."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.bookkeeping import Posting
from claims.models import LedgerEntry
from claims.services import ledger
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.refunding import Payee, credit_room, refund, refund_due
from claims.services.refusals import Refused
from tests.claims.bench import Hands, alone, pair
from tests.claims.books import check_books, money
from tests.claims.doors import overpaid

pytestmark = pytest.mark.django_db
D = Decimal


def test_new_answer_leaves_what_was_paid_too_much_as_a_credit():
    hands = overpaid()
    credit = credit_room(hands.claim, Payee.PATIENT)
    assert (credit, hands.claim.state) == (D("10.00"), "paid")
    assert hands.claim.balance() == D("24.00") - credit
    assert refund_due(hands.claim) == date(2026, 6, 20)
    check_books(hands.claim)


def test_refund_gives_the_credit_back_and_lets_the_claim_settle():
    hands = overpaid()
    credit = credit_room(hands.claim, Payee.PATIENT)
    before = money(hands.claim)["patient"]
    event = hands.refund(credit)
    assert event.payload == {"to": "patient", "amount": str(credit), "reason": "Paid too much."}
    row = hands.claim.ledger.get(kind=LedgerEntry.Kind.PATIENT_REFUND)
    assert (row.amount, row.memo, row.actor) == (credit, "Paid too much.", hands.biller)
    assert money(hands.claim)["patient"] == before - credit
    assert (hands.claim.state, hands.claim.balance()) == ("paid", D("24.00"))
    hands.write_off(D("24.00"), LedgerEntry.WriteOff.AVOIDABLE)
    assert (hands.claim.state, hands.claim.disposition) == ("closed", "written_off")
    check_books(hands.claim)


def test_refund_to_a_payer_that_paid_too_much():
    hands = alone().code().open()
    hands.send()
    hands.answered().post()
    hands.bill()
    twice = Posting(line=1, kind=LedgerEntry.Kind.PAYER_PAYMENT, amount=D("-35.00"))
    ledger.post(hands.claim, [twice], actor=None, memo="A second payer paid too.")
    assert credit_room(hands.claim, Payee.PAYER) == D("5.00")
    hands.refund(D("5.00"), Payee.PAYER)
    assert credit_room(hands.claim, Payee.PAYER) == D("0.00")
    check_books(hands.claim)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("amount", {"amount": D("10.01")}),
        ("amount", {"amount": D("0.00")}),
        ("amount", {"amount": D("1.001")}),
        ("amount", {"to": Payee.PAYER}),
        ("reason", {"reason": " "}),
    ],
)
def test_refund_refuses_what_is_no_credit(field: str, changes: dict[str, object]):
    hands = overpaid()
    call = hands.call(to=Payee.PATIENT, amount=D("1.00"), reason="Too much.")
    with pytest.raises(Refused) as refused:
        refund(hands.claim.pk, **{**call, **changes})
    assert refused.value.field == field


def test_refund_is_the_billers_on_a_fresh_page_and_once():
    hands = overpaid()
    call = hands.call(to=Payee.PATIENT, amount=D("1.00"), reason="Too much.")
    with pytest.raises(StaleClaim):
        refund(hands.claim.pk, **{**call, "expected_version": 1, "key": "other"})
    assert refund(hands.claim.pk, **call) == refund(hands.claim.pk, **call)
    assert hands.claim.ledger.filter(kind="patient_refund").count() == 1
    others = pair().code().open()
    with pytest.raises(IllegalMove):
        refund(others.claim.pk, **others.call(to=Payee.PATIENT, amount=D("1.00"), reason="No."))
    posted_pair = answered(pair())
    with pytest.raises(PermissionDenied):
        refund(
            posted_pair.claim.pk,
            **posted_pair.call(
                to=Payee.PATIENT, amount=D("1.00"), reason="No.", actor=posted_pair.coder
            ),
        )


def answered(hands: Hands) -> Hands:
    """A paid, posted claim."""
    if not hands.attempt.claims.exists():
        hands.code().open()
    hands.check()
    hands.send()
    return hands.answered().post()


def test_void_after_a_refund_brings_everything_to_zero():
    hands = overpaid()
    hands.refund(D("1.00"))
    hands.void()
    assert hands.claim.balance() == D("0.00")
    check_books(hands.claim)
