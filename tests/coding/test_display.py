"""Money and days as they are written."""

from datetime import date
from decimal import Decimal

import pytest

from coding.display import day_text, money_text, percent_text


@pytest.mark.parametrize(
    ("amount", "signed", "text"),
    [
        (Decimal("1204.5"), False, "$1,204.50"),
        (Decimal("1204.5"), True, "+$1,204.50"),
        (Decimal("-20"), False, "\u2212$20.00"),
        (Decimal("-20"), True, "\u2212$20.00"),
        (Decimal(0), True, "$0.00"),
        (None, False, "\u2013"),
    ],
)
def test_money_text_writes_sign_currency_and_cents(amount, signed, text):
    assert money_text(amount, signed=signed) == text


def test_day_text_names_the_month():
    assert day_text(date(2026, 3, 1)) == "Mar 1, 2026"


def test_day_text_of_no_day_is_a_dash():
    assert day_text(None) == "\u2013"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Decimal("0.8233"), "82.33%"),
        (Decimal(1), "100%"),
        (Decimal("0.1"), "10%"),
        (Decimal(0), "0%"),
        (None, "\u2013"),
    ],
)
def test_percent_text_has_two_decimals_at_most(ratio, text):
    assert percent_text(ratio) == text
