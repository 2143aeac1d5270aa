"""What never changes: a claim as it was sent, a statement as it was printed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims.content import ClaimContent
from claims.dunning import AGE_LABELS
from claims.models import Claim, Statement, Submission
from claims.queries.answers import FrontDoorView, front_door_of
from claims.queries.lookups import payer_name, practice_name, procedure_title
from claims.queries.sheet import Sheet, sheet_of
from claims.reasons import reason
from claims.statements import StatementLine, StatementSheet
from coding.display import day_text, money_text

COST_SHARE = {"1": "Your deductible.", "2": "Your coinsurance.", "3": "Your copay."}
"""The plan's cost share as a patient reads it."""


@dataclass(frozen=True)
class WarningView:
    """A warning that stood when the claim was sent, and why it was sent all the same."""

    rule: str
    message: str
    reason: str


@dataclass(frozen=True)
class SubmissionView:
    """A submission as it was sent; `raw` is the stored snapshot."""

    number: int
    frequency: str
    original_reference: str
    sent_on: date
    who: str
    charge: Decimal
    sheet: Sheet
    warnings: tuple[WarningView, ...]
    answer: FrontDoorView | None
    raw: str


def _way(submission: Submission) -> str:
    """How it went out, in a word."""
    return "Reopening" if submission.is_reopening else submission.get_frequency_display()


def submission_sheet(submission: Submission) -> SubmissionView:
    """One submission by box number, with the front door's answer."""
    content = ClaimContent.from_json(submission.content)
    acknowledgment = getattr(submission, "acknowledgment", None)
    return SubmissionView(
        number=submission.number,
        frequency=f"{submission.frequency} {_way(submission)}",
        original_reference=submission.original_reference,
        sent_on=submission.sent_on,
        who=str(submission.sent_by),
        charge=submission.charge,
        sheet=sheet_of(
            content,
            frequency=submission.frequency,
            is_reopening=submission.is_reopening,
            original_reference=submission.original_reference,
        ),
        warnings=tuple(_warnings(submission)),
        answer=front_door_of(acknowledgment) if acknowledgment else None,
        raw=json.dumps(submission.content, indent=1),
    )


def statement_sheet(claim: Claim, statement: Statement) -> StatementSheet:
    """The statement as printed."""
    content = claim.boxes
    return StatementSheet(
        number=statement.number,
        practice=practice_name(),
        patient=content.patient_name,
        account=f"{claim.attempt_id:05d}-{claim.pk:05d}",
        payer=payer_name(content.payer_id),
        on=day_text(statement.on),
        lines=tuple(_line(row) for row in statement.lines),
        total=money_text(statement.amount),
        aging=tuple(
            (label, money_text(Decimal(amount)))
            for label, amount in zip(AGE_LABELS, statement.aging, strict=False)
        ),
    )


def _line(row: dict[str, Any]) -> StatementLine:
    day = date.fromisoformat(row["date"])
    return StatementLine(
        number=row["line"],
        date=day_text(day),
        procedure=row["procedure"],
        title=procedure_title(row["procedure"], on=day),
        charge=money_text(Decimal(row["charge"])),
        why=tuple(COST_SHARE.get(carc) or reason(carc).says for carc in row["reasons"]),
        amount=money_text(Decimal(row["amount"])),
    )


def _warnings(submission: Submission) -> Iterator[WarningView]:
    reasons: dict[str, str] = submission.warning_reasons
    for finding in submission.scrub_findings:
        line = finding.get("line")
        key = finding["rule"] if line is None else f"{finding['rule']}-{line}"
        if key in reasons:
            yield WarningView(finding["rule"], finding["message"], reasons[key])
