from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.money import NotASplit, cents, dollars, plain, share, split, total

AMOUNT = st.decimals("0.00", "99999.99", places=2)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("61.725", "61.73"), ("123.455", "123.46"), ("0.004", "0.00"), ("0.005", "0.01")],
)
def test_cents_rounds_half_up(amount, rounded):
    assert cents(Decimal(amount)) == Decimal(rounded)


def test_share_is_in_whole_cents():
    assert share(Decimal("8.20"), rate=Decimal("0.20")) == Decimal("1.64")


def test_total_of_nothing_is_zero_cents():
    assert str(total([])) == "0.00"


@given(AMOUNT, st.lists(st.integers(0, 9).map(Decimal), min_size=1).filter(any))
def test_split_gives_every_cent_to_someone(amount, weights):
    parts = split(amount, weights=weights)
    assert total(parts) == amount
    assert all(part >= 0 for part in parts)
    assert all(part == cents(part) for part in parts)


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(2), Decimal(-1)]])
def test_split_without_weight_is_refused(weights):
    with pytest.raises(NotASplit):
        split(Decimal("1.00"), weights=weights)


def test_amounts_are_printed_for_programs_and_for_people():
    assert (plain(Decimal("1050")), dollars(Decimal("1050"))) == ("1050.00", "$1,050.00")
    assert dollars(Decimal("-5")) == "-$5.00"
