"""Where the pieces of a drawn bar begin and end. PURE.

A bar is 1000 units wide, so that every piece is a whole number of thousandths.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

WIDTH = 1000


@dataclass(frozen=True)
class Segment:
    """One part of a bar: what it is, its amount, where it begins and how wide it is."""

    kind: str
    label: str
    amount: Decimal
    start: int
    width: int


@dataclass(frozen=True)
class Bar:
    """One row of a bar table; `width` is in thousandths of the longest bar."""

    label: str
    text: str
    width: int
    href: str = ""


def balance_segments(
    *, paid: Decimal, adjusted: Decimal, patient: Decimal, balance: Decimal
) -> tuple[Segment, ...]:
    """The four parts of a charge side by side. An amount below zero (a credit) has no width."""
    parts = (
        ("paid", "Payer paid", paid),
        ("adjusted", "Adjusted", adjusted),
        ("patient", "Patient", patient),
        ("balance", "Balance", balance),
    )
    ends = _ends([max(amount, Decimal(0)) for _, _, amount in parts])
    starts = (0, *ends)
    return tuple(
        Segment(kind, label, amount, start, end - start)
        for (kind, label, amount), start, end in zip(parts, starts, ends, strict=False)
    )


def bars(rows: Iterable[Sequence[object]], *, full: object = None) -> tuple[Bar, ...]:
    """Rows of (label, number, text[, href]) with their lengths against `full`, or against the
    greatest number when there is no such measure."""
    known = [tuple(row) for row in rows]
    numbers = [Decimal(str(row[1])) for row in known]
    greatest = Decimal(str(full or max([*numbers, Decimal(0)]) or 1))
    return tuple(
        Bar(str(row[0]), str(row[2]), round(WIDTH * max(number, Decimal(0)) / greatest), _link(row))
        for row, number in zip(known, numbers, strict=True)
    )


def _ends(amounts: Sequence[Decimal]) -> tuple[int, ...]:
    total = sum(amounts, Decimal(0))
    if not total:
        return tuple(0 for _ in amounts)
    return tuple(round(WIDTH * reached / total) for reached in accumulate(amounts))


def _link(row: tuple[object, ...]) -> str:
    return str(row[3]) if len(row) > 3 else ""
