"""Money: quantise, split and print. PURE, and the only place that rounds.

Amounts are dollars as ``Decimal`` with two places. Rounding is half up at each named amount;
banker's rounding and binary floats both give other cents and are never used.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


class NotASplit(ValueError):
    """An amount was to be split over weights that are negative or all zero."""


def cents(amount: Decimal) -> Decimal:
    """Round to whole cents, half up: 61.725 is 61.73. Zero comes without a sign."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP) + ZERO


def share(amount: Decimal, *, rate: Decimal) -> Decimal:
    """A part of an amount in whole cents: 20 percent of 8.20 is 1.64."""
    return cents(amount * rate)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, two places also when there is nothing to add."""
    return sum(amounts, ZERO)


def split(amount: Decimal, *, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Share whole cents out by weight so that the parts add up to the amount.

    Each part is the difference of two rounded running totals, so no cent is lost or made.
    Raises NotASplit for weights that are negative or all zero.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or min(weights) < 0:
        raise NotASplit(f"cannot split {amount} by {list(weights)}")
    parts, given, seen = [], ZERO, Decimal(0)
    for weight in weights:
        seen += weight
        upto = cents(amount * seen / whole)
        parts.append(upto - given)
        given = upto
    return tuple(parts)


def installments(amount: Decimal, *, count: int) -> tuple[Decimal, ...]:
    """An amount in so many equal payments; the last one takes the cents that are left over.

    Raises NotASplit for a count below one.
    """
    if count < 1:
        raise NotASplit(f"cannot pay {amount} in {count} installments")
    each = (amount / count).quantize(CENT, rounding=ROUND_DOWN)
    return (*[each] * (count - 1), amount - each * (count - 1))


def plain(amount: Decimal) -> str:
    """Two decimals for files and programs: ``1050.00``."""
    return f"{cents(amount):.2f}"


def dollars(amount: Decimal) -> str:
    """For sentences: ``$1,050.00``; negative amounts carry the sign first: ``-$5.00``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(cents(amount)):,.2f}"
