"""A patient who does not pay: a plan in installments, and at last an agency."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Installment, LedgerEntry, PaymentPlan
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.refusals import NothingToBill, Refused
from claims.services.unpaid import agree_payment_plan, send_to_collections
from tests.claims.bench import MOSTLY, NEVER, Hands, alone, pair
from tests.claims.books import check_books, check_statements, money

pytestmark = pytest.mark.django_db
D = Decimal


def billed(hands: Hands, statements: int = 1) -> Hands:
    hands.code().open()
    hands.send()
    hands.answered().post()
    for number in range(statements):
        if number:
            hands.move()
        hands.bill()
    return hands


def test_installments_come_by_the_calendar_and_the_last_takes_the_cents():
    hands = billed(alone(swaps=NEVER))
    hands.plan(4)
    assert list(Installment.objects.values_list("number", "on", "amount")) == [
        (1, date(2026, 4, 25), D("10.46")),
        (2, date(2026, 5, 25), D("10.46")),
        (3, date(2026, 6, 24), D("10.46")),
        (4, date(2026, 7, 24), D("10.48")),
    ]
    assert hands.move(times=4) == [
        *["An installment came: $10.46."] * 3,
        "An installment came: $10.48.",
    ]
    assert (hands.claim.state, hands.claim.disposition) == ("closed", "paid_in_full")
    assert PaymentPlan.objects.get().ended_on == date(2026, 7, 24)
    check_books(hands.claim)


def test_plan_stops_statements_and_collections():
    hands = billed(alone(swaps=NEVER), statements=3)
    hands.plan(3)
    hands.wait(30)
    for step in (hands.bill, hands.collect, lambda: hands.plan(2)):
        with pytest.raises(Refused) as refused:
            step()
        assert "paying by a plan" in refused.value.message


@pytest.mark.parametrize(("months", "field"), [(1, "months"), (13, "months"), (9, "months")])
def test_plan_has_a_sensible_number_of_installments(months: int, field: str):
    hands = billed(alone(swaps=NEVER))
    with pytest.raises(Refused) as refused:
        hands.plan(months)
    assert refused.value.field == field


def test_plan_answers_a_bill_and_is_the_billers():
    hands = pair(swaps=NEVER)
    hands.code().open()
    hands.send()
    hands.answered().post()
    with pytest.raises(Refused):
        hands.plan(3)
    hands.bill()
    with pytest.raises(PermissionDenied):
        agree_payment_plan(hands.claim.pk, **hands.call(months=3, actor=hands.coder))
    with pytest.raises(StaleClaim):
        agree_payment_plan(hands.claim.pk, **hands.call(months=3, expected_version=1))
    call = hands.call(months=3)
    assert agree_payment_plan(hands.claim.pk, **call) == agree_payment_plan(hands.claim.pk, **call)
    assert PaymentPlan.objects.count() == 1


def test_void_ends_the_plan():
    hands = billed(alone(swaps=NEVER))
    hands.plan(3)
    hands.void()
    assert PaymentPlan.objects.get().ended_on == hands.attempt.scenario_date
    with pytest.raises(Refused):
        hands.move()


def test_collections_needs_three_statements_and_thirty_days():
    hands = billed(alone(swaps=NEVER), statements=2)
    hands.move()
    with pytest.raises(Refused) as refused:
        hands.collect()
    assert refused.value.message == "The patient was sent 2 statements; collections needs 3."
    hands.bill()
    with pytest.raises(Refused) as refused:
        hands.collect()
    assert refused.value.message == "Collections may have it from Jun 24, 2026."
    hands.move()
    hands.collect()
    claim = hands.claim
    assert (claim.state, claim.disposition) == ("closed", "collections")
    gone = claim.ledger.filter(kind="write_off")
    assert {row.write_off for row in gone} == {LedgerEntry.WriteOff.COLLECTIONS}
    assert money(claim)["written_off"] == D("41.86")
    check_books(claim)
    check_statements(claim)


def test_collections_takes_no_small_balance_and_nothing_that_is_not_owed():
    hands = billed(alone(swaps=MOSTLY))
    hands.move()
    with pytest.raises(Refused) as refused:
        hands.collect()
    assert "$8.37 is a small balance" in refused.value.message
    hands.write_off(D("8.37"), LedgerEntry.WriteOff.SMALL_BALANCE)
    with pytest.raises(IllegalMove):
        hands.collect()


def test_collections_never_takes_a_denied_amount():
    hands = alone(swaps=NEVER)
    hands.code(hands.slip("culture pointed at the organism")).open()
    hands.unscrubbed().send()
    hands.answered().post()
    hands.bill()
    for _ in range(2):
        hands.move()
        hands.bill()
    hands.move()
    hands.collect()
    assert (hands.claim.state, hands.claim.balance()) == ("paid", D("24.00"))
    with pytest.raises(NothingToBill):
        hands.collect()


def test_collections_is_the_billers():
    hands = billed(pair(swaps=NEVER), statements=3)
    hands.move()
    with pytest.raises(PermissionDenied):
        send_to_collections(hands.claim.pk, **hands.call(reason="No.", actor=hands.coder))
