"""Bill the patient, and be paid."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import LedgerEntry, Statement
from claims.queries.books import books_of
from claims.queries.reconciling import reconcile
from claims.services.accounts import line_accounts
from claims.services.advance import IllegalMove
from claims.services.patient import bill_patient, patient_balance
from claims.services.refusals import NothingToBill, Refused
from coding.cases.answers import right_answer
from tests.claims.bench import KNEE, MOSTLY, NEVER, Hands, alone, pair
from tests.claims.books import check_books, check_statements

pytestmark = pytest.mark.django_db
D = Decimal
HALF = {"patient_pays: {after_days: 10}": 'patient_pays: {after_days: 10, share: "0.50"}'}


def answered(hands: Hands) -> Hands:
    hands.code().open()
    hands.send()
    return hands.answered()


def pointed_wrong() -> Hands:
    """A claim whose culture is denied CO-11; the deductible falls on the last line instead."""
    hands = alone()
    hands.code(hands.slip("culture pointed at the organism")).open()
    hands.unscrubbed().send()
    return hands.answered().post()


def test_statement_asks_for_the_patients_part_line_by_line():
    hands = answered(alone()).post()
    event = hands.bill()
    statement = Statement.objects.get()
    assert event.payload == {"statement": 1, "amount": "41.86"}
    assert (statement.on, statement.amount, statement.payment_on, statement.payment_amount) == (
        date(2026, 3, 26),
        D("41.86"),
        date(2026, 4, 5),
        D("41.86"),
    )
    day = "2026-03-10"
    assert statement.lines == [
        {
            "line": 1,
            "procedure": "OV-324",
            "date": day,
            "charge": "185.00",
            "reasons": ["3"],
            "amount": "30.00",
        },
        {
            "line": 2,
            "procedure": "LB-422",
            "date": day,
            "charge": "24.00",
            "reasons": ["1", "2"],
            "amount": "10.58",
        },
        {
            "line": 3,
            "procedure": "LB-325",
            "date": day,
            "charge": "12.00",
            "reasons": ["2"],
            "amount": "1.28",
        },
    ]


def test_statement_never_asks_for_a_denied_amount_of_the_practice():
    hands = alone(KNEE)
    hands.code(hands.slip(hands.case.pitfalls[0].name)).open()
    hands.unscrubbed().send()
    hands.answered().post()
    assert hands.claim.balance() > patient_balance(hands.claim)
    hands.bill()
    check_statements(hands.claim)


def test_bill_patient_waits_for_the_posting():
    hands = answered(alone())
    with pytest.raises(Refused):
        hands.bill()


def test_bill_patient_refuses_when_nothing_is_owed():
    hands = pointed_wrong()
    hands.bill()
    hands.move()
    assert hands.claim.balance() == D("24.00")
    with pytest.raises(NothingToBill):
        hands.bill()


def test_bill_patient_before_the_answer_is_illegal():
    hands = alone().code().open()
    with pytest.raises(IllegalMove):
        hands.bill()


def test_bill_patient_is_the_billers():
    hands = answered(pair()).post()
    with pytest.raises(PermissionDenied):
        bill_patient(hands.claim.pk, **hands.call(actor=hands.coder))


def test_bill_patient_with_a_repeated_key_sends_one_statement():
    hands = answered(alone()).post()
    call = hands.call()
    assert bill_patient(hands.claim.pk, **call) == bill_patient(hands.claim.pk, **call)
    assert Statement.objects.count() == 1


def test_next_statement_may_go_thirty_days_later():
    hands = answered(alone(swaps=NEVER)).post()
    hands.bill()
    hands.wait(29)
    with pytest.raises(Refused) as refused:
        hands.bill()
    assert refused.value.message == (
        "Statement 1 went out on Mar 26, 2026. The next may go on Apr 25, 2026."
    )
    hands.wait(1)
    hands.bill()
    assert list(Statement.objects.values_list("number", "on")) == [
        (1, date(2026, 3, 26)),
        (2, date(2026, 4, 25)),
    ]


def test_calendar_brings_the_day_on_which_the_patient_may_be_asked_again():
    hands = answered(alone(swaps=NEVER)).post()
    hands.bill()
    assert hands.move() == ["The patient has not paid: the next statement may go."]
    assert hands.attempt.scenario_date == date(2026, 4, 25)
    with pytest.raises(Refused):
        hands.move()


def test_after_three_statements_there_is_no_fourth():
    hands = answered(alone(swaps=NEVER)).post()
    told = []
    for _ in range(3):
        hands.bill()
        told += hands.move()
    assert told[-1] == "The patient has not paid: collections may have the balance."
    with pytest.raises(Refused) as refused:
        hands.bill()
    assert "3 statements went out" in refused.value.message


def test_statement_says_how_old_the_debt_is():
    hands = answered(alone(swaps=NEVER)).post()
    hands.bill()
    hands.wait(31)
    hands.bill()
    hands.wait(60)
    hands.bill()
    assert list(Statement.objects.values_list("aging", flat=True)) == [
        ["41.86", "0.00", "0.00", "0.00", "0.00"],
        ["0.00", "41.86", "0.00", "0.00", "0.00"],
        ["0.00", "0.00", "0.00", "41.86", "0.00"],
    ]


def test_new_answer_of_the_payer_begins_the_statements_anew():
    hands = pointed_wrong()
    hands.bill()
    hands.correct()
    hands.recode(right_answer(hands.case))
    hands.resend()
    hands.answered().post()
    assert hands.bill().payload["statement"] == 2


def test_payment_arrives_on_its_day_and_settles_the_lines():
    hands = answered(alone()).post()
    hands.bill()
    assert hands.move("week") == []
    assert hands.move("week") == ["The patient paid $41.86."]
    paid = hands.claim.ledger.filter(kind=LedgerEntry.Kind.PATIENT_PAYMENT)
    assert [(row.line, row.amount, row.on) for row in paid] == [
        (1, D("-30.00"), date(2026, 4, 5)),
        (2, D("-10.58"), date(2026, 4, 5)),
        (3, D("-1.28"), date(2026, 4, 5)),
    ]
    assert hands.claim.state == "closed"
    assert hands.attempt.scenario_date == date(2026, 4, 9)
    check_books(hands.claim)


def test_part_payment_leaves_the_rest_owed():
    hands = answered(alone(swaps=HALF)).post()
    hands.bill()
    assert hands.move() == ["The patient paid $20.93."]
    assert (hands.claim.state, patient_balance(hands.claim)) == ("paid", D("20.93"))
    hands.move()
    assert hands.bill().payload["amount"] == "20.93"


def test_payment_above_the_new_part_moves_to_another_line_with_the_new_answer():
    hands = pointed_wrong()
    hands.bill()
    hands.correct()
    hands.move()
    assert paid_by_line(hands) == {1: D("30.00"), 3: D("6.40")}
    hands.recode(right_answer(hands.case))
    hands.resend()
    hands.answered().post()
    assert paid_by_line(hands) == {1: D("30.00"), 2: D("5.12"), 3: D("1.28")}
    assert patient_balance(hands.claim) == D("5.46")
    check_books(hands.claim)


def paid_by_line(hands: Hands) -> dict[int, Decimal]:
    """What the patient paid on each line, net of what was given back."""
    paid = {row.line: row.patient_paid for row in line_accounts(hands.claim)}
    return {line: amount for line, amount in paid.items() if amount}


def test_statement_that_was_overtaken_brings_nothing():
    hands = answered(alone(swaps=MOSTLY)).post()
    hands.bill()
    hands.move()
    hands.wait(20)
    hands.bill()
    hands.write_off(D("8.37"), LedgerEntry.WriteOff.SMALL_BALANCE)
    assert hands.claim.state == "closed"
    assert hands.move() == ["The patient owes nothing any more."]
    assert Statement.objects.get(number=2).payment_on is None


def test_voided_answer_leaves_nothing_to_bill_when_the_claim_is_reopened():
    hands = answered(alone()).post()
    hands.void()
    hands.reopen()
    assert (hands.claim.balance(), patient_balance(hands.claim)) == (D("221.00"), D("0.00"))
    with pytest.raises(NothingToBill):
        hands.bill()


def test_answer_from_before_a_void_leaves_nothing_to_bill_beside_a_newer_one():
    hands = answered(alone()).post()
    hands.void()
    hands.reopen()
    hands.correct()
    hands.resend()
    hands.answered()
    assert patient_balance(hands.claim) == D("0.00")
    assert reconcile([hands.claim.pk]).problems == ()
    assert books_of([hands.claim.pk])[hands.claim.pk].patient_owes == D("0.00")
