"""The payer's answer: money by line, each difference explained, always in balance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from claims.money import ZERO, plain, total
from claims.rules.finding import Finding, Wanted

GROUPS = ("CO", "OA", "PI", "PR")


class OutOfBalance(ArithmeticError):
    """An answer whose charge, adjustments and payment do not add up; never sent to anyone."""


class Outcome(StrEnum):
    """What became of the claim. Rejected never got a number; pended waits; denied pays nothing."""

    REJECTED = "rejected"
    PENDED = "pended"
    DENIED = "denied"
    PAID = "paid"


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """Part of the difference between charge and payment: who bears it, why, how much."""

    group: str
    carc: str
    amount: Decimal
    rarcs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LineAnswer:
    """The answer to one line; ``rarcs`` are all its remarks, also those of an adjustment."""

    line: int
    procedure: str
    charge: Decimal
    allowed: Decimal
    paid: Decimal
    adjustments: tuple[Adjustment, ...]
    rarcs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the payer does with one submission. Money is dollars.

    The ``_taken`` amounts are what this answer takes from the member's counters; the ``_left``
    amounts are the counters after it (None: the plan has no maximum). A rejected or pended claim
    has no lines; a pended one says what is ``wanted`` until ``due``.
    """

    outcome: Outcome
    charge: Decimal
    paid: Decimal = ZERO
    patient_responsibility: Decimal = ZERO
    deductible_taken: Decimal = ZERO
    out_of_pocket_taken: Decimal = ZERO
    deductible_left: Decimal = ZERO
    out_of_pocket_left: Decimal | None = None
    rarcs: tuple[str, ...] = ()
    lines: tuple[LineAnswer, ...] = ()
    findings: tuple[Finding, ...] = ()
    wanted: Wanted | None = None
    due: date | None = None


def in_order(adjustments: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Adjustments by group (CO, OA, PI, PR), within a group as they were applied."""
    return tuple(sorted(adjustments, key=lambda adjustment: GROUPS.index(adjustment.group)))


def patient_share(lines: Iterable[LineAnswer]) -> Decimal:
    """What the lines leave to the patient: the PR adjustments and no other."""
    return total(
        adjustment.amount
        for line in lines
        for adjustment in line.adjustments
        if adjustment.group == "PR"
    )


def balanced(answer: Answer) -> Answer:
    """The answer itself, if it adds up.

    Charge less adjustments is the payment, on every line that has an answer and on the claim;
    patient responsibility is the sum of the PR adjustments. Raises OutOfBalance otherwise.
    """
    for line in answer.lines:
        adjusted = total(adjustment.amount for adjustment in line.adjustments)
        if line.charge - adjusted != line.paid:
            raise OutOfBalance(f"line {line.line}: {line.charge} - {adjusted} is not {line.paid}")
    sums = (total(line.charge for line in answer.lines), total(line.paid for line in answer.lines))
    if answer.lines and sums != (answer.charge, answer.paid):
        raise OutOfBalance(f"lines add up to {sums}, the claim says {answer.charge, answer.paid}")
    if patient_share(answer.lines) != answer.patient_responsibility:
        raise OutOfBalance(f"patient responsibility is not {answer.patient_responsibility}")
    return answer


def reversal(answer: Answer) -> Answer:
    """The same answer with every sign flipped: how a payer takes it back before a new one."""
    return replace(
        answer,
        charge=-answer.charge,
        paid=-answer.paid,
        patient_responsibility=-answer.patient_responsibility,
        deductible_taken=-answer.deductible_taken,
        out_of_pocket_taken=-answer.out_of_pocket_taken,
        lines=tuple(_reversed_line(line) for line in answer.lines),
    )


def _reversed_line(line: LineAnswer) -> LineAnswer:
    flipped = tuple(replace(row, amount=-row.amount) for row in line.adjustments)
    return replace(
        line,
        charge=-line.charge,
        allowed=-line.allowed,
        paid=-line.paid,
        adjustments=flipped,
    )


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as ``adjudicate --json`` prints it: money as text with two decimals."""
    left = answer.out_of_pocket_left
    return {
        "outcome": answer.outcome.value,
        "charge": plain(answer.charge),
        "paid": plain(answer.paid),
        "patient_responsibility": plain(answer.patient_responsibility),
        "deductible_left": plain(answer.deductible_left),
        "out_of_pocket_left": None if left is None else plain(left),
        "rarcs": list(answer.rarcs),
        "lines": [_line_json(line) for line in answer.lines],
        "findings": [finding_json(finding) for finding in answer.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as files and stored remittances carry it."""
    return {
        "rule": finding.rule,
        "line": finding.line,
        "field": finding.field,
        "owner": finding.owner.value,
        "detail": finding.detail,
    }


def _line_json(line: LineAnswer) -> dict[str, Any]:
    return {
        "line": line.line,
        "charge": plain(line.charge),
        "allowed": plain(line.allowed),
        "paid": plain(line.paid),
        "adjustments": [
            {
                "group": row.group,
                "carc": row.carc,
                "amount": plain(row.amount),
                "rarcs": list(row.rarcs),
            }
            for row in line.adjustments
        ],
        "rarcs": list(line.rarcs),
    }
