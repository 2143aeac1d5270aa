"""Read a claim's rows as its biller's conduct, and keep the mark when the claim closes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims import right_claim
from claims.compliance import failures_of
from claims.content import ClaimContent
from claims.marking import Conduct, Decision, Report, mark
from claims.models import (
    Acknowledgment,
    Appeal,
    BillingMark,
    BillingMarkPart,
    Claim,
    ClaimEvent,
    ClaimState,
    Diagnosis,
    InformationRequest,
    LedgerEntry,
    Remittance,
    Submission,
)
from claims.money import ZERO
from claims.reason_texts.kinds import Action
from claims.remedies import right_actions
from claims.services.billing_lines import BILL_LINE
from claims.services.diagnosing import stops
from claims.services.sending import SEND_OTHER
from coding.codebook.default import codebook

LATE_CLAIM, LATE_APPEAL, DUPLICATE = "29", "286", "18"
ANSWERS = ("reject", "deny", "pay", "let_lapse", "overturn", "request_information")
NOT_GIVEN_UP = {LedgerEntry.WriteOff.SMALL_BALANCE, LedgerEntry.WriteOff.COLLECTIONS}
"""Write-offs that are no decision about the payer's answer."""

TAKEN = {
    "submit": Action.NEW_CLAIM,
    "appeal": Action.APPEAL,
    "void": Action.VOID,
    "write_off": Action.WRITE_OFF,
    "request_write_off": Action.WRITE_OFF,
    "bill_patient": Action.BILL_PATIENT,
    BILL_LINE: Action.BILL_PATIENT,
    "send_information": Action.SEND_RECORDS,
}


@dataclass(frozen=True)
class _Rows:
    """Everything of a claim that marking reads."""

    claim: Claim
    events: list[ClaimEvent]
    submissions: dict[int, Submission]
    remittances: dict[int, Remittance]
    refused: dict[int, Acknowledgment]
    requests: list[InformationRequest]
    appeals: list[Appeal]
    diagnoses: list[Diagnosis]


def report_of(claim: Claim) -> Report | None:
    """The mark of the claim as it stands; None before the payer has answered. Six queries."""
    return mark(conduct_of(claim))


def keep_mark(claim: Claim) -> None:
    """Store the mark of a closed claim; a second time, and for an open one, nothing happens.

    An encounter has one mark, on its first claim: what a next payer takes over is money that the
    first answer left to the patient, so it recovers the same dollars.
    """
    is_due = claim.state == ClaimState.CLOSED and claim.sequence == 1
    report = report_of(claim) if is_due else None
    if report is None:
        return
    kept, is_new = BillingMark.objects.get_or_create(
        claim=claim,
        version=claim.version,
        defaults={
            "earned": report.earned,
            "score": report.score,
            "failures": [{"kind": row.kind.value, "says": row.says} for row in report.failures],
        },
    )
    if is_new:
        BillingMarkPart.objects.bulk_create(
            BillingMarkPart(
                mark=kept,
                skill=part.skill.value,
                weight=part.weight,
                reached=part.reached,
                sum=part.sum,
            )
            for part in report.parts
        )


def conduct_of(claim: Claim) -> Conduct:
    """What the rows say of the claim's biller."""
    rows = _read(claim)
    case, codes = claim.attempt.parsed(), codebook()
    sent = [ClaimContent.from_json(row.content) for row in rows.submissions.values()]
    planted = right_claim.planted_errors(case, _first_codes(claim), codes=codes)
    left = right_claim.errors_on(case, sent[0], codes=codes) if sent else planted
    late = [row for row in rows.remittances.values() if LATE_CLAIM in _carcs(row)]
    return Conduct(
        first_pass=_first_pass(rows),
        planted=len(planted),
        caught=len(planted - left),
        stopped=len(_explainable(rows)),
        named=sum(row.is_right for row in rows.diagnoses),
        decisions=tuple(_decisions(rows)),
        recovered=_recovered(rows),
        collectible=right_claim.collectible(case, codes=codes),
        sendings=len(sent) + len(rows.appeals) + len(_answered(rows)) + _sent_other(rows),
        needed=1 + len(rows.requests),
        deadlines=1 + len(rows.requests) + len(rows.appeals),
        kept=(not late) + len(_answered(rows)) + _in_time(rows),
        failures=failures_of(
            sent,
            key=case.key,
            patient_bills=[
                Decimal(event.payload["amount"]) for event in rows.events if event.move == BILL_LINE
            ],
            duplicates=sum(DUPLICATE in _carcs(row) for row in rows.remittances.values()),
        ),
    )


def _read(claim: Claim) -> _Rows:
    sent = Submission.objects.filter(claim=claim).exclude(frequency=Submission.Frequency.VOID)
    answered = Remittance.objects.filter(submission__claim=claim)
    answered = answered.exclude(cause=Remittance.Cause.VOID).order_by("number")
    refused = Acknowledgment.objects.filter(submission__claim=claim, accepted=False)
    return _Rows(
        claim=claim,
        events=list(claim.events.order_by("version")),
        submissions={row.pk: row for row in sent.order_by("number")},
        remittances={row.pk: row for row in answered},
        refused={row.submission_id: row for row in refused},
        requests=list(InformationRequest.objects.filter(submission__claim=claim)),
        appeals=list(Appeal.objects.filter(remittance__submission__claim=claim)),
        diagnoses=list(Diagnosis.objects.filter(submission__claim=claim)),
    )


def _first_codes(claim: Claim) -> Any:
    """The codes with which the claim was opened."""
    opened = claim.events.get(move="open").payload["coding_version"]
    return claim.attempt.versions.get(pk=opened).answer


@dataclass(frozen=True)
class _AnswerRow:
    """One answer of the payer in the claim's log; `stops` are its findings that stopped money,
    `about` the submission and, behind the front door, the remittance."""

    event: ClaimEvent
    stops: list[Mapping[str, Any]]
    rarcs: tuple[str, ...]
    about: tuple[int, int | None]

    @property
    def codes(self) -> tuple[str, ...]:
        """What the payer said, as group and reason or as status."""
        return tuple(
            row.get("status") or f"{row.get('group', '')}-{row.get('carc', '')}"
            for row in self.stops
        )


def _answers(rows: _Rows) -> Iterator[_AnswerRow]:
    for event in rows.events:
        if event.move == "reject" and event.payload["submission"] in rows.refused:
            door = rows.refused[event.payload["submission"]]
            yield _AnswerRow(event, stops(door.findings), (), (door.submission_id, None))
        elif event.payload.get("remittance") in rows.remittances and event.move in ANSWERS:
            found = rows.remittances[event.payload["remittance"]]
            about = found.submission_id, found.pk
            yield _AnswerRow(event, stops(found.findings), tuple(found.rarcs), about)


def _decisions(rows: _Rows) -> Iterator[Decision]:
    """What was done about each answer that stopped money, and about each question; what is not
    decided yet on an open claim does not count."""
    pitfalls = rows.claim.attempt.parsed().pitfalls
    asked = [event for event in rows.events if event.move == "request_information"]
    wanted = [(event, frozenset({Action.SEND_RECORDS})) for event in asked]
    wanted += [
        (row.event, right_actions(row.codes, rarcs=row.rarcs, pitfalls=pitfalls))
        for row in _answers(rows)
        if row.stops
    ]
    for event, right in sorted(wanted, key=lambda item: item[0].version):
        taken, is_over = _taken(rows, event, right)
        if taken is Action.APPEAL and _is_won(rows, event):
            right = right | {Action.APPEAL}
        if taken or is_over:
            yield Decision(answer=event.move, taken=taken, right=right)


def _is_won(rows: _Rows, answer: ClaimEvent) -> bool:
    """Whether the payer's next word was that the appeal is won: then it was right."""
    later = (row.move for row in rows.events if row.version > answer.version)
    return next((move for move in later if move in (*ANSWERS, "uphold")), "") == "overturn"


def _taken(rows: _Rows, answer: ClaimEvent, right: frozenset[Action]) -> tuple[Action | None, bool]:
    """The first action after an answer, and whether the time to act is over."""
    for event in rows.events:
        if event.version <= answer.version:
            continue
        if event.move in ANSWERS:
            return None, True
        action = _action(rows, event)
        if action is Action.BILL_PATIENT and event.move != BILL_LINE and action not in right:
            continue
        if action:
            return action, True
    return None, rows.claim.state == ClaimState.CLOSED


def _action(rows: _Rows, event: ClaimEvent) -> Action | None:
    """The action that a step of the biller is; None for one that decides nothing."""
    if event.move == "resubmit":
        return _resent(rows, rows.submissions[event.payload["submission"]])
    if event.payload.get("kind") in NOT_GIVEN_UP:
        return None
    return TAKEN.get(event.move)


def _resent(rows: _Rows, sent: Submission) -> Action:
    before = [row for row in rows.submissions.values() if row.number < sent.number]
    if before and before[-1].content["payer_id"] != sent.content["payer_id"]:
        return Action.BILL_OTHER_PAYER
    is_original = sent.frequency == Submission.Frequency.ORIGINAL
    return Action.NEW_CLAIM if is_original else Action.CORRECT


def _first_pass(rows: _Rows) -> bool | None:
    """Whether the first submission was paid with nothing stopped or asked; None: no answer yet."""
    first = next(_answers(rows), None)
    if first is None:
        return None
    asked = any(event.move == "request_information" for event in rows.events)
    return first.event.move == "pay" and not first.stops and not asked


def _explainable(rows: _Rows) -> list[_AnswerRow]:
    """The answers whose cause was named, or can be named no more."""
    answers = list(_answers(rows))
    named = {(row.submission_id, row.remittance_id) for row in rows.diagnoses}
    is_closed = rows.claim.state == ClaimState.CLOSED
    return [
        row
        for place, row in enumerate(answers, start=1)
        if row.stops and (place < len(answers) or is_closed or row.about in named)
    ]


def _recovered(rows: _Rows) -> Decimal:
    """What payer and patient owe by the newest answer; nothing for a voided claim."""
    is_void = any(event.move == "void" for event in rows.events)
    standing = [row for row in rows.remittances.values() if row.cause != Remittance.Cause.DUPLICATE]
    newest = standing[-1] if standing else None
    if is_void or newest is None:
        return ZERO
    return newest.paid + newest.patient_responsibility


def _answered(rows: _Rows) -> list[InformationRequest]:
    """The questions that were answered by their date with what was asked for."""
    return [row for row in rows.requests if row.answered_on and row.answered_on <= row.due_on]


def _sent_other(rows: _Rows) -> int:
    return sum(event.move == SEND_OTHER for event in rows.events)


def _in_time(rows: _Rows) -> int:
    return sum(row.carc != LATE_APPEAL for row in rows.appeals)


def _carcs(row: Remittance) -> set[str]:
    return {found.get("carc", "") for found in stops(row.findings)}
