"""The proof of the books: it holds when they do, and says which line is off when they do not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from claims.bookkeeping import Posting
from claims.models import LedgerEntry, Remittance
from claims.queries import reconciling
from claims.queries.reconciling import reconcile
from claims.services import ledger
from claims.services.refunding import Payee, credit_room
from tests.claims.bench import SCAN, Hands, alone
from tests.claims.books import money
from tests.claims.doors import overpaid
from tests.claims.pages import client_of

pytestmark = pytest.mark.django_db
D = Decimal


def answered(hands: Hands) -> Hands:
    hands.code().open().unscrubbed()
    hands.send()
    return hands.answered()


def test_books_hold_from_the_first_charge_to_the_last_payment():
    hands = alone().code().open().check()
    assert reconcile([hands.claim.pk]).line_count == 0
    hands.send()
    for step in (hands.move, hands.answered, hands.post, hands.bill, hands.move):
        step()
        proof = reconcile([hands.claim.pk])
        assert proof.problems == ()
        sums = proof.sums
        assert sums.charge == (
            sums.payer_paid + sums.patient_paid + sums.adjusted + sums.written_off + sums.balance
        )
    assert hands.claim.state == "closed"
    assert (proof.sums.balance, proof.sums.patient_paid) == (D("0.00"), D("41.86"))


def test_books_hold_after_a_refund_and_after_a_void():
    hands = overpaid()
    hands.refund(credit_room(hands.claim, Payee.PATIENT))
    assert reconcile([hands.claim.pk]).problems == ()
    hands.void()
    proof = reconcile([hands.claim.pk])
    assert (proof.problems, proof.sums.balance) == ((), D("0.00"))
    hands.reopen()
    hands.correct()
    hands.resend()
    hands.answered().post()
    proof = reconcile([hands.claim.pk])
    assert proof.problems == ()
    assert all(line.told for claim in proof.claims for line in claim.lines)


def test_payment_that_the_payer_never_sent_is_found_on_its_line():
    hands = answered(alone()).post()
    stray = Posting(line=2, kind=LedgerEntry.Kind.PAYER_PAYMENT, amount=D("-1.00"))
    ledger.post(hands.claim, [stray], actor=None)
    claim = hands.claim
    told = claim.ledger.filter(line=2, remittance__isnull=False, kind="payer_payment")
    paid = -sum(row.amount for row in told)
    (problem,) = reconcile([claim.pk]).problems
    assert problem.words == (
        f"Claim {claim.pk}, line 2: payer payments ${paid + 1}, by the remittance ${paid}."
    )
    assert problem.url == reverse("claims:reconciliation", args=[claim.pk])


def test_adjustment_of_a_denied_amount_is_found():
    hands = answered(alone(SCAN)).post()
    denied = hands.claim.ledger.get(line=2, kind="charge").amount
    wrong = Posting(line=2, kind=LedgerEntry.Kind.ADJUSTMENT, amount=-denied)
    ledger.post(hands.claim, [wrong], actor=None)
    assert len(reconcile([hands.claim.pk]).problems) == 1


def test_line_that_the_ledger_does_not_hold_is_found():
    hands = answered(alone()).post()
    remittance = Remittance.objects.get()
    remittance.lines.create(
        number=9, procedure="OV-324", charge=D("10.00"), allowed=D("0.00"), paid=D("0.00")
    )
    (problem,) = reconcile([hands.claim.pk]).problems
    assert problem.words == (
        f"Claim {hands.claim.pk}, line 9: charge $0.00, by the remittance $10.00."
    )


def test_answer_that_comes_while_the_proof_is_read_breaks_nothing(monkeypatch: pytest.MonkeyPatch):
    hands = alone().code().open().unscrubbed()
    hands.send()
    asked: list[str] = []

    def later(name: str) -> Callable[..., Any]:
        reader = getattr(reconciling, name)

        def read(claims: Any) -> Any:
            asked.append(name)
            if len(asked) == 2:
                hands.answered().post()
            return reader(claims)

        return read

    for name in ("answers_to", "posted_of"):
        monkeypatch.setattr(reconciling, name, later(name))
    (cheque,) = reconcile([hands.claim.pk]).cheques
    assert (cheque.words, len(asked)) == ("not posted", 2)


def test_cheques_are_what_was_sent_against_what_was_posted():
    hands = answered(alone(SCAN))
    (cheque,) = reconcile([hands.claim.pk]).cheques
    assert (cheque.words, cheque.posted) == ("not posted", D("0.00"))
    hands.post()
    hands.correct()
    hands.ask_leave("IM-314").move()
    hands.edit(authorization="AUTH-260421-73")
    hands.resend()
    hands.answered().post()
    proof = reconcile([hands.claim.pk])
    assert [(row.remittance, row.words) for row in proof.cheques] == [(1, "agrees"), (2, "agrees")]
    assert proof.problems == ()
    assert money(hands.claim)["payer"] == proof.cheques[1].posted


def test_page_shows_a_green_line_only_when_the_sum_holds():
    hands = answered(alone()).post()
    url = reverse("claims:reconciliation", args=[hands.claim.pk])
    client = client_of(hands.biller)
    assert "The books hold" in client.get(url).text
    stray = Posting(line=1, kind=LedgerEntry.Kind.ADJUSTMENT, amount=D("-1.00"))
    ledger.post(hands.claim, [stray], actor=None)
    page = client.get(url).text
    assert "The books hold" not in page
    assert "line 1: adjustments" in page
