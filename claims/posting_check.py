"""Does what a biller typed agree with the remittance? PURE.

Posting by hand is an exercise in reading: payment and contract reduction belong in the books, a
denied amount and the patient's part stay owed. Each difference gets one sentence that says what
is wrong with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from claims.bookkeeping import CONTRACT_REASONS, Reduction
from claims.money import ZERO, dollars, total

PAID, ADJUSTED = "paid", "adjusted"
SWAPPED = Decimal("0.09")
"""Two digits that changed places make a difference that this divides."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was typed for one line, in dollars."""

    paid: Decimal
    adjusted: Decimal


@dataclass(frozen=True, kw_only=True)
class PostingLine:
    """What the remittance says of one line; `allowed` and all else in dollars."""

    line: int
    paid: Decimal
    reductions: tuple[Reduction, ...]

    @property
    def adjusted(self) -> Decimal:
        """What the contract takes off: what is posted as an adjustment."""
        return total(row.amount for row in self.reductions if is_contract(row))

    @property
    def patient(self) -> Decimal:
        """What stays owed by the patient."""
        return total(row.amount for row in self.reductions if row.group == "PR")

    @property
    def denied(self) -> tuple[Reduction, ...]:
        """What stays open because it was refused."""
        return tuple(row for row in self.reductions if row.group != "PR" and not is_contract(row))


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One amount that does not agree, and the sentence that says why."""

    line: int
    field: str
    typed: Decimal
    wanted: Decimal
    message: str


def is_contract(row: Reduction) -> bool:
    """Whether a reduction is posted as the contract's adjustment."""
    return row.group != "PR" and row.carc in CONTRACT_REASONS


def find_slips(lines: Iterable[PostingLine], typed: Mapping[int, Typed]) -> tuple[Slip, ...]:
    """Every amount that differs from the remittance, by line; `typed` has a row for each line."""
    return tuple(slip for line in lines for slip in _of_line(line, typed[line.line]))


def _of_line(line: PostingLine, typed: Typed) -> Iterator[Slip]:
    for field, wrote, wanted, say in (
        (PAID, typed.paid, line.paid, _paid_words),
        (ADJUSTED, typed.adjusted, line.adjusted, _adjusted_words),
    ):
        if wrote != wanted:
            message = f"Line {line.line}: {say(line, wrote)}"
            yield Slip(line=line.line, field=field, typed=wrote, wanted=wanted, message=message)


def _paid_words(line: PostingLine, wrote: Decimal) -> str:
    if not line.paid:
        return "the payer paid nothing on this line."
    if wrote == line.paid + line.patient:
        return (
            f"{dollars(wrote)} is what was allowed. The patient's part in it did not come from the "
            "payer."
        )
    if not wrote:
        return "a payment came for this line; look at Paid on the remittance."
    return f"{dollars(wrote)} is not what the payer paid here. {_swapped(wrote, line.paid)}".strip()


def _adjusted_words(line: PostingLine, wrote: Decimal) -> str:
    denied = total(row.amount for row in line.denied)
    if denied and wrote >= denied:
        codes = ", ".join(f"{row.group}-{row.carc}" for row in line.denied)
        return (
            f"{codes} is a denial, not a contract adjustment. It stays open until somebody "
            "corrects, appeals or writes it off."
        )
    if line.patient and wrote == line.adjusted + line.patient:
        return f"{dollars(line.patient)} is the patient's part (PR). It stays owed by the patient."
    if line.patient and wrote == line.patient:
        return "that is the patient's part (PR); the contract adjustment is another amount."
    if not line.adjusted:
        return "the contract takes nothing off this line."
    if not wrote:
        return "the contract takes an amount off this line; look for CO-45 and its like."
    return (
        f"{dollars(wrote)} is not what the contract takes off. {_swapped(wrote, line.adjusted)}"
    ).strip()


def _swapped(wrote: Decimal, wanted: Decimal) -> str:
    """The bookkeeper's test for digits that changed places: the difference divides by nine."""
    difference = abs(wrote - wanted)
    if difference > ZERO and difference % SWAPPED == 0:
        return "The difference divides by nine: look for two digits that changed places."
    return ""
