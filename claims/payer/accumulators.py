"""The member's counters: what is left of the deductible and of the out-of-pocket maximum. PURE.

They belong to the member, not to a claim: every claim that the plan answers moves them, this
practice's and others', in the order of the dates on which the plan answered. An answer that is
taken back gives back what it took.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claims.money import ZERO


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Dollars of the deductible and of the out-of-pocket maximum."""

    deductible: Decimal = ZERO
    out_of_pocket: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Movement:
    """What one answer took on a date (negative: gave back).

    ``outside`` is another practice's claim, of which only the amount asked is known: it takes no
    more than is left when it comes.
    """

    on: date
    taken: Amounts
    outside: bool = False


def left_on(day: date, *, opening: Amounts, movements: Iterable[Movement]) -> Amounts:
    """What is left at the end of a day; never below zero, never above what the year opened with.

    Movements of one day count in their order.
    """
    left = opening
    for row in sorted(movements, key=lambda movement: movement.on):
        if row.on <= day:
            left = Amounts(
                deductible=_after(left.deductible, row.taken.deductible, opening.deductible),
                out_of_pocket=_after(
                    left.out_of_pocket, row.taken.out_of_pocket, opening.out_of_pocket
                ),
            )
    return left


def _after(left: Decimal, taken: Decimal, opening: Decimal) -> Decimal:
    return min(opening, max(ZERO, left - taken))
