"""The counters of a member: in date order, never below zero, never above the opening amount."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.payer.accumulators import Amounts, Movement, left_on

D = Decimal
FIRST = dt.date(2026, 3, 1)
LAST = FIRST + dt.timedelta(days=400)
OPENING = Amounts(deductible=D("100.00"), out_of_pocket=D("1000.00"))
MONEY = st.decimals("0.00", "300.00", places=2)


def movement(day, deductible, out_of_pocket="0.00", **more):
    taken = Amounts(deductible=D(deductible), out_of_pocket=D(out_of_pocket))
    return Movement(on=FIRST + dt.timedelta(days=day), taken=taken, **more)


def test_movement_counts_from_its_day_on():
    rows = [movement(5, "30.00", "40.00")]
    days = [FIRST + dt.timedelta(days=n) for n in (4, 5)]
    assert [left_on(day, opening=OPENING, movements=rows) for day in days] == [
        OPENING,
        Amounts(deductible=D("70.00"), out_of_pocket=D("960.00")),
    ]


def test_movements_count_in_the_order_of_their_dates_not_of_their_writing():
    rows = [movement(9, "80.00"), movement(2, "50.00", outside=True)]
    assert left_on(LAST, opening=OPENING, movements=rows).deductible == 0
    assert left_on(FIRST + dt.timedelta(days=2), opening=OPENING, movements=rows).deductible == D(
        "50.00"
    )


def test_outside_claim_takes_no_more_than_is_left():
    rows = [movement(1, "90.00"), movement(2, "50.00", outside=True), movement(3, "-90.00")]
    assert left_on(LAST, opening=OPENING, movements=rows).deductible == D("90.00")


@given(st.lists(st.tuples(st.integers(0, 300), MONEY, MONEY), max_size=8))
def test_counters_stay_between_zero_and_the_opening_amount(rows):
    moves = [movement(day, str(a), str(b), outside=True) for day, a, b in rows]
    left = left_on(LAST, opening=OPENING, movements=moves)
    assert 0 <= left.deductible <= OPENING.deductible
    assert 0 <= left.out_of_pocket <= OPENING.out_of_pocket


@given(st.lists(st.tuples(st.integers(0, 300), MONEY), max_size=6), MONEY, st.integers(0, 300))
def test_taking_what_is_left_and_giving_it_back_restores_every_counter(rows, asked, day):
    moves = [movement(when, str(amount), outside=True) for when, amount in rows]
    before = left_on(FIRST + dt.timedelta(days=day), opening=OPENING, movements=moves)
    taken = min(asked, before.deductible)
    both = [*moves, movement(day, str(taken)), movement(day, str(-taken))]
    for when in (FIRST + dt.timedelta(days=day), LAST):
        assert left_on(when, opening=OPENING, movements=both) == left_on(
            when, opening=OPENING, movements=moves
        )
