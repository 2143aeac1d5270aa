"""When a patient is asked again, and how old the debt is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.dunning import age_debt, first_asked_on, next_step_on
from claims.money import NotASplit, installments

D = Decimal
FIRST = date(2026, 3, 26)


@pytest.mark.parametrize(
    ("days", "place"),
    [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (120, 3), (121, 4), (500, 4)],
)
def test_debt_ages_from_the_first_statement(days: int, place: int):
    sums = age_debt(
        {1: D("30.00"), 2: D("5.00")},
        first_asked={1: FIRST},
        today=FIRST + timedelta(days=days),
    )
    assert sum(sums) == D("35.00")
    assert sums[0] == (D("35.00") if place == 0 else D("5.00"))
    assert place == 0 or sums[place] == D("30.00")


def test_line_is_first_asked_for_by_the_statement_that_first_names_it():
    later = FIRST + timedelta(days=30)
    assert first_asked_on([(FIRST, [1]), (later, [1, 2])]) == {1: FIRST, 2: later}


def test_next_step_is_thirty_days_after_the_last_statement():
    assert next_step_on([]) is None
    assert next_step_on([FIRST, FIRST + timedelta(days=40)]) == FIRST + timedelta(days=70)


@given(st.decimals(min_value="0.01", max_value=5000, places=2), st.integers(1, 24))
def test_installments_add_up_and_only_the_last_differs(amount: Decimal, count: int):
    parts = installments(amount, count=count)
    assert (len(parts), sum(parts)) == (count, amount)
    assert len(set(parts[:-1])) <= 1
    assert 0 <= parts[-1] - parts[0] < D("0.01") * count


def test_installments_need_a_count():
    with pytest.raises(NotASplit):
        installments(D("5.00"), count=0)
