"""The books of a claim, line by line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.bookkeeping import (
    LineAccount,
    Posting,
    Reduction,
    patient_parts,
    postings_of,
    take_in_order,
)

D = Decimal
CENTS = st.decimals(min_value=0, max_value=1000, places=2)


def test_line_account_balance_is_what_nobody_has_settled():
    account = LineAccount(
        line=1,
        charge=D("185.00"),
        payer_paid=D("98.47"),
        adjusted=D("56.53"),
        patient_paid=D("10.00"),
        patient_part=D("30.00"),
    )
    assert (account.balance, account.patient_owes, account.open_with_payer) == (
        D("20.00"),
        D("20.00"),
        D("0.00"),
    )


def test_denied_line_is_open_with_the_payer():
    account = LineAccount(line=1, charge=D("42.00"))
    assert (account.patient_owes, account.open_with_payer) == (D("0.00"), D("42.00"))


def test_patient_never_owes_more_than_the_balance():
    account = LineAccount(
        line=1, charge=D("42.00"), written_off=D("40.00"), patient_part=D("42.00")
    )
    assert (account.patient_owes, account.open_with_payer) == (D("2.00"), D("0.00"))


def test_overpaid_line_owes_nothing():
    account = LineAccount(line=1, charge=D("10.00"), patient_paid=D("12.00"))
    assert (account.balance, account.patient_owes, account.open_with_payer) == (
        D("-2.00"),
        D("0.00"),
        D("0.00"),
    )


def test_postings_are_payments_and_contract_reductions_only():
    reductions = [
        Reduction(line=1, group="CO", carc="45", amount=D("56.53")),
        Reduction(line=1, group="PR", carc="3", amount=D("30.00")),
        Reduction(line=2, group="CO", carc="197", amount=D("300.00")),
        Reduction(line=3, group="PR", carc="45", amount=D("9.00")),
        Reduction(line=4, group="CO", carc="59", amount=D("5.00")),
    ]
    paid = {1: D("98.47"), 2: D("0.00")}
    assert postings_of(paid, reductions=reductions) == (
        Posting(line=1, kind="payer_payment", amount=D("-98.47")),
        Posting(line=1, kind="adjustment", amount=D("-56.53"), group="CO", carc="45"),
        Posting(line=4, kind="adjustment", amount=D("-5.00"), group="CO", carc="59"),
    )
    assert patient_parts(reductions) == {1: D("30.00"), 3: D("9.00")}


@pytest.mark.parametrize(
    ("amount", "taken"),
    [
        ("5.00", {1: D("5.00")}),
        ("15.00", {1: D("10.00"), 3: D("5.00")}),
        ("99.00", {1: D("10.00"), 3: D("20.00")}),
        ("0.00", {}),
    ],
)
def test_take_in_order_fills_lines_one_after_another(amount: str, taken: dict[int, Decimal]):
    room = [(1, D("10.00")), (2, D("0.00")), (3, D("20.00"))]
    assert take_in_order(D(amount), room=room) == taken


@given(amount=CENTS, spaces=st.lists(CENTS, max_size=6))
def test_take_in_order_never_takes_more_than_there_is(amount: Decimal, spaces: list[Decimal]):
    room = list(enumerate(spaces, start=1))
    taken = take_in_order(amount, room=room)
    assert sum(taken.values()) == min(amount, sum(spaces))
    assert all(0 < part <= dict(room)[line] for line, part in taken.items())
