"""The books of a claim, line by line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.bookkeeping import (
    LineAccount,
    Payment,
    Posting,
    Reduction,
    lay_again,
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


@pytest.mark.parametrize(
    ("amounts", "owes", "open_", "patient_credit", "payer_credit"),
    [
        ({"patient_paid": "12.00", "patient_part": "10.00"}, "0.00", "0.00", "2.00", "0.00"),
        ({"patient_paid": "4.00"}, "0.00", "10.00", "4.00", "0.00"),
        ({"payer_paid": "12.00"}, "0.00", "0.00", "0.00", "2.00"),
        ({"payer_paid": "9.00", "patient_part": "3.00"}, "1.00", "0.00", "0.00", "0.00"),
        (
            {"payer_paid": "9.00", "patient_paid": "3.00", "patient_part": "1.00"},
            *("0.00", "0.00", "2.00", "0.00"),
        ),
    ],
)
def test_balance_is_what_is_open_and_owed_less_the_credits(
    amounts: dict[str, str], owes: str, open_: str, patient_credit: str, payer_credit: str
):
    account = LineAccount(
        line=1, charge=D("10.00"), **{name: D(amount) for name, amount in amounts.items()}
    )
    seen = (
        account.patient_owes,
        account.open_with_payer,
        account.patient_credit,
        account.payer_credit,
    )
    assert seen == (D(owes), D(open_), D(patient_credit), D(payer_credit))
    assert account.balance == D(owes) + D(open_) - D(patient_credit) - D(payer_credit)


@pytest.mark.parametrize(
    ("payments", "room", "laid"),
    [
        ([(1, 1, "30.00")], {1: "30.00"}, {1: {1: "30.00"}}),
        ([(1, 3, "6.40")], {2: "10.58", 3: "1.28"}, {1: {2: "5.12", 3: "1.28"}}),
        ([(1, 1, "30.00")], {1: "10.00", 2: "5.00"}, {1: {1: "25.00", 2: "5.00"}}),
        ([(1, 1, "5.00"), (2, 2, "5.00")], {2: "5.00"}, {1: {1: "5.00"}, 2: {2: "5.00"}}),
    ],
)
def test_payments_stay_on_their_line_then_fill_the_others(
    payments: list[tuple[int, int, str]], room: dict[int, str], laid: dict[int, dict[int, str]]
):
    rows = [Payment(id=pk, line=line, amount=D(amount)) for pk, line, amount in payments]
    found = lay_again(rows, room={line: D(amount) for line, amount in room.items()})
    assert found == {
        pk: {line: D(amount) for line, amount in parts.items()} for pk, parts in laid.items()
    }


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


@given(
    st.lists(st.tuples(st.integers(1, 4), CENTS), max_size=4),
    st.dictionaries(st.integers(1, 4), CENTS),
)
def test_payments_laid_again_lose_no_cent_and_fill_every_room(
    paid: list[tuple[int, Decimal]], room: dict[int, Decimal]
):
    rows = [Payment(id=n, line=line, amount=amount) for n, (line, amount) in enumerate(paid)]
    laid = lay_again(rows, room=room)
    for row in rows:
        assert sum(laid[row.id].values(), D("0.00")) == row.amount
    held: dict[int, Decimal] = {}
    for parts in laid.values():
        for line, amount in parts.items():
            held[line] = held.get(line, D("0.00")) + amount
    over = sum(max(D("0.00"), held[line] - room.get(line, D("0.00"))) for line in held)
    total_room = sum(room.values(), D("0.00"))
    assert over == max(D("0.00"), sum((row.amount for row in rows), D("0.00")) - total_room)
