"""What the contract says should have come, beside what came. PURE.

The payer answers from its own system, slips and all; the contract is the book's fees and the plan
as agreed. A denied line is no question of price and is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from claims.facts import CodeSet, Scenario
from claims.money import total
from claims.payer import Answer
from claims.payer import answer as payer_answer
from claims.payer.answer import LineAnswer
from claims.payer.slips import without_slips

FEE_REASON = "45"
COST_SHARE = ("1", "2", "3")


@dataclass(frozen=True, kw_only=True)
class Priced:
    """The money of one line in dollars: allowed, paid by the payer, left to the patient."""

    allowed: Decimal
    paid: Decimal
    patient: Decimal


@dataclass(frozen=True, kw_only=True)
class ContractLine:
    """One paid line: what came, and what the contract says."""

    line: int
    procedure: str
    came: Priced
    expected: Priced

    @property
    def short(self) -> Decimal:
        """What the payer paid too little; negative where it paid too much."""
        return self.expected.paid - self.came.paid

    @property
    def differs(self) -> bool:
        """Whether anything on the line is not as agreed."""
        return self.came != self.expected

    @property
    def carc(self) -> str:
        """The reason (CARC) under which the difference hides: the fee, or a cost share."""
        if self.came.allowed != self.expected.allowed:
            return FEE_REASON
        return COST_SHARE[2] if self.came.patient != self.expected.patient else ""


def contract_answer(scenario: Scenario, *, codes: CodeSet) -> Answer:
    """The answer to the claim had the payer's system been right."""
    return payer_answer(without_slips(scenario), codes=codes)


def compare(
    came: Iterable[tuple[int, str, Priced]], *, expected: Answer
) -> tuple[ContractLine, ...]:
    """The paid lines of a remittance beside the contract; `came` are number, procedure, money."""
    agreed = {line.line: _priced(line) for line in expected.lines}
    return tuple(
        ContractLine(line=number, procedure=procedure, came=money, expected=agreed[number])
        for number, procedure, money in came
        if number in agreed and money.allowed and agreed[number].allowed
    )


def underpaid(lines: Iterable[ContractLine]) -> Iterator[ContractLine]:
    """The lines on which the payer paid too little, the most first."""
    yield from sorted((row for row in lines if row.short > 0), key=lambda row: -row.short)


def _priced(line: LineAnswer) -> Priced:
    patient = total(row.amount for row in line.adjustments if row.group == "PR")
    return Priced(allowed=line.allowed, paid=line.paid, patient=patient)
