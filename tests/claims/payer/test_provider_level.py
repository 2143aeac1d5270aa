"""The cheque: claims less what stands beside them, never below zero, nothing lost on the way."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.facts import Payer
from claims.money import total
from claims.payer.provider_level import ProviderReason, settle

RECEIVED = dt.date(2026, 3, 1)
PAYER = Payer(id="SBX05", prompt_pay_days=30, interest_rate=Decimal("0.12"))
ON_TIME = RECEIVED + dt.timedelta(days=30)
MONEY = st.decimals("0.00", "9999.99", places=2)


def pay(paid, *, remitted=ON_TIME, payer=PAYER, **more):
    return settle(Decimal(paid), payer=payer, received=RECEIVED, remitted=remitted, **more)


def test_first_answer_in_time_is_a_cheque_of_what_it_pays():
    sent = pay("105.03")
    assert (sent.claims, sent.adjustments, sent.cheque, sent.owed) == (
        (Decimal("105.03"),),
        (),
        Decimal("105.03"),
        0,
    )


def test_interest_for_each_day_after_the_limit():
    sent = pay("1000.00", remitted=ON_TIME + dt.timedelta(days=15))
    (row,) = sent.adjustments
    assert (row.reason, row.amount) == (ProviderReason.INTEREST, Decimal("-4.93"))
    assert sent.cheque == Decimal("1004.93")
    assert "15 days after the 30 allowed" in row.detail


def test_no_interest_without_a_limit():
    late = ON_TIME + dt.timedelta(days=300)
    assert (
        pay("1000.00", remitted=late, payer=replace(PAYER, prompt_pay_days=None)).adjustments == ()
    )


def test_interest_only_on_what_is_new():
    late = ON_TIME + dt.timedelta(days=15)
    sent = pay("1000.00", before=Decimal("400.00"), remitted=late)
    assert sent.claims == (Decimal("-400.00"), Decimal("1000.00"))
    assert [row.amount for row in sent.adjustments] == [Decimal("-2.96")]


def test_answer_that_pays_less_is_carried_forward():
    sent = pay("40.00", before=Decimal("100.00"))
    (row,) = sent.adjustments
    assert (row.reason, row.amount) == (ProviderReason.FORWARD_BALANCE, Decimal("-60.00"))
    assert (sent.cheque, sent.owed) == (0, Decimal("60.00"))


def test_what_is_owed_is_recouped_from_the_next_payment():
    sent = pay("150.00", before=Decimal("40.00"), owed=Decimal("60.00"))
    (row,) = sent.adjustments
    assert (row.reason, row.amount) == (ProviderReason.RECOUPMENT, Decimal("60.00"))
    assert (sent.cheque, sent.owed) == (Decimal("50.00"), 0)


def test_recoupment_takes_no_more_than_is_paid():
    sent = pay("10.00", owed=Decimal("60.00"))
    assert (sent.cheque, sent.owed) == (0, Decimal("50.00"))


@given(MONEY, MONEY, MONEY, st.integers(0, 400))
def test_every_transaction_balances_and_loses_nothing(paid, before, owed, days):
    sent = pay(str(paid), before=before, owed=owed, remitted=RECEIVED + dt.timedelta(days=days))
    beside = total(row.amount for row in sent.adjustments)
    assert total(sent.claims) == paid - before
    assert sent.cheque == total(sent.claims) - beside
    assert sent.cheque >= 0
    interest = -total(
        row.amount for row in sent.adjustments if row.reason is ProviderReason.INTEREST
    )
    assert sent.cheque - sent.owed == paid - before + interest - owed
