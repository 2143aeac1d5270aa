"""What the payer said, explained in our own words: acknowledgments and remittances."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims.models import (
    Acknowledgment,
    Adjustment,
    Appeal,
    Claim,
    Remittance,
    RemittanceLine,
)
from claims.queries.doors import texts_of
from claims.queries.lookups import procedure_title
from claims.queries.sheet import first_day
from claims.reasons import UnknownReason, group, reason, remark, status
from claims.x12 import Explained, explain


@dataclass(frozen=True)
class Words:
    """A number that the payer sends, what it says, and what to do next (may be empty)."""

    code: str
    says: str
    next_step: str


@dataclass(frozen=True)
class AdjustmentView:
    """Why part of a line was not paid, who bears it, and what to do."""

    group: str
    bears: str
    carc: str
    amount: Decimal
    says: str
    teaches: str
    next_step: str
    remarks: tuple[Words, ...]

    @property
    def code(self) -> str:
        """Group and reason as the trade writes them: CO-45."""
        return f"{self.group}-{self.carc}"


@dataclass(frozen=True)
class LineAnswerView:
    """One line of a remittance."""

    number: int
    procedure: str
    title: str
    charge: Decimal
    allowed: Decimal
    paid: Decimal
    adjustments: tuple[AdjustmentView, ...]
    remarks: tuple[Words, ...]

    @property
    def is_denied(self) -> bool:
        """Nothing was allowed."""
        return self.allowed == 0


@dataclass(frozen=True)
class BesideView:
    """What changes the cheque beside the claims; `amount` as it changes it."""

    code: str
    amount: Decimal
    says: str


@dataclass(frozen=True)
class RemittanceView:
    """One remittance, the newest being the one in force."""

    number: int
    submission: int
    cause: str
    outcome: str
    on: date
    charge: Decimal
    paid: Decimal
    patient: Decimal
    cheque: Decimal
    taken_back: Decimal
    beside: tuple[BesideView, ...]
    owed: Decimal
    is_posted: bool
    is_refusal: bool
    is_newest: bool
    remarks: tuple[Words, ...]
    lines: tuple[LineAnswerView, ...]


@dataclass(frozen=True)
class FrontDoorView:
    """The front door's answer to one submission; `problems` are empty when it was let in.

    `form` is the answer to the form (999), `claim` that to the claim (277CA), empty when the form
    was turned back; both segment by segment.
    """

    submission: int
    on: date
    icn: str
    problems: tuple[Words, ...]
    form: tuple[Explained, ...]
    claim: tuple[Explained, ...]

    @property
    def is_form_broken(self) -> bool:
        """The form was turned back: nobody looked at the claim."""
        return not self.claim


@dataclass(frozen=True)
class AppealView:
    """One appeal and what became of it; `decision` is empty while it waits."""

    level: int
    remittance: int
    filed_on: date
    decide_on: date
    outcome: str
    outcome_label: str
    carc: str
    decision: str
    letter: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Everything the payer has sent about a claim, the newest first."""

    remittances: tuple[RemittanceView, ...]
    front_door: tuple[FrontDoorView, ...]
    appeals: tuple[AppealView, ...]


def answers_of(claim: Claim, *, posted: frozenset[int]) -> Answers:
    """The payer's answers to a claim; five queries however many lines."""
    remittances = list(
        Remittance.objects.filter(submission__claim=claim)
        .select_related("submission")
        .prefetch_related("lines__adjustments")
        .order_by("-number")
    )
    acknowledgments = Acknowledgment.objects.filter(submission__claim=claim)
    rows = acknowledgments.select_related("submission").order_by("-submission__number")
    on = first_day(claim.boxes)
    newest = next((row for row in remittances if row.cause != Remittance.Cause.DUPLICATE), None)
    return Answers(
        remittances=tuple(
            _remittance(row, posted=posted, newest=newest, on=on) for row in remittances
        ),
        front_door=tuple(front_door_of(row) for row in rows),
        appeals=tuple(_appeals(claim)),
    )


def explain_remarks(codes: Iterable[str]) -> tuple[Words, ...]:
    """Remarks in our own words, each once."""
    return tuple(_remark(code) for code in dict.fromkeys(codes))


def _remittance(
    row: Remittance, *, posted: frozenset[int], newest: Remittance | None, on: date
) -> RemittanceView:
    lines = tuple(_lines(row.lines.all(), on=on))
    return RemittanceView(
        number=row.number,
        submission=row.submission.number,
        cause=row.get_cause_display(),
        outcome=row.outcome,
        on=row.on,
        charge=row.charge,
        paid=row.paid,
        patient=row.patient_responsibility,
        cheque=row.cheque,
        taken_back=-row.taken_back,
        beside=tuple(_beside(row.provider_adjustments)),
        owed=row.owed,
        is_posted=row.pk in posted or row.cause == Remittance.Cause.VOID,
        is_refusal=row.cause == Remittance.Cause.DUPLICATE,
        is_newest=row == newest,
        remarks=explain_remarks(row.rarcs),
        lines=lines,
    )


def _beside(rows: Iterable[Mapping[str, Any]]) -> Iterator[BesideView]:
    """Adjustments of the cheque, with the sign that they have in its sum."""
    for row in rows:
        yield BesideView(code=row["reason"], amount=-Decimal(row["amount"]), says=row["detail"])


def _appeals(claim: Claim) -> Iterator[AppealView]:
    rows = Appeal.objects.filter(remittance__submission__claim=claim)
    for row in rows.select_related("remittance").order_by("-pk"):
        yield AppealView(
            level=row.level,
            remittance=row.remittance.number,
            filed_on=row.filed_on,
            decide_on=row.decide_on,
            outcome=row.outcome,
            outcome_label=row.get_outcome_display(),
            carc=row.carc,
            decision=row.decision,
            letter=row.letter,
            evidence=tuple(row.evidence),
        )


def _lines(rows: Iterable[RemittanceLine], *, on: date) -> Iterator[LineAnswerView]:
    for row in sorted(rows, key=lambda line: line.number):
        adjustments = tuple(_adjustment(item) for item in row.adjustments.all())
        told = {words.code for item in adjustments for words in item.remarks}
        yield LineAnswerView(
            number=row.number,
            procedure=row.procedure,
            title=procedure_title(row.procedure, on=on),
            charge=row.charge,
            allowed=row.allowed,
            paid=row.paid,
            adjustments=adjustments,
            remarks=explain_remarks(code for code in row.rarcs if code not in told),
        )


def _adjustment(row: Adjustment) -> AdjustmentView:
    try:
        words = reason(row.carc)
        texts = words.says, words.teaches, words.next_step
    except UnknownReason:
        texts = "This number is not explained here.", "", ""
    return AdjustmentView(
        group=row.group,
        bears=group(row.group).bears,
        carc=row.carc,
        amount=row.amount,
        says=texts[0],
        teaches=texts[1],
        next_step=texts[2],
        remarks=explain_remarks(row.rarcs),
    )


def _remark(code: str) -> Words:
    try:
        found = remark(code)
    except UnknownReason:
        return Words(code, "This remark is not explained here.", "")
    return Words(code, found.says, found.next_step)


def front_door_of(row: Acknowledgment) -> FrontDoorView:
    """The front door's answer in our own words."""
    codes = dict.fromkeys(finding["status"] for finding in row.findings if finding.get("status"))
    form, claim = texts_of(row)
    return FrontDoorView(
        submission=row.submission.number,
        on=row.on,
        icn=row.icn,
        problems=() if row.accepted else tuple(_status(code) for code in codes),
        form=explain(form),
        claim=explain(claim),
    )


def _status(code: str) -> Words:
    try:
        found = status(code)
    except UnknownReason:
        return Words(code, "This status is not explained here.", "")
    return Words(code, found.says, found.next_step)
