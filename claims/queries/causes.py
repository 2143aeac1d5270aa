"""What caused this? From each dollar back to the rule, the box, and the decision behind it.

The payer's trace says which rule fired on which field; who decided what stood in that field is read
from the log: the coder's versions, the biller's edits, the front desk's registration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claims.boxes import BY_FIELD
from claims.content import ClaimContent, as_sent
from claims.facts import Coverage, Patient, Payer, Plan, Scenario
from claims.models import Acknowledgment, Claim, Remittance, Submission
from claims.payer import Answer, Outcome, explain
from claims.payer.trace import Cause
from claims.queries.decisions import Decision, Log, log_of
from claims.rules.finding import Finding, Owner


@dataclass(frozen=True)
class CauseView:
    """One cause, from the rule to the dollars."""

    anchor: str
    kind: str
    code: str
    rule: str
    line: int | None
    box: str
    label: str
    sent: str
    owner: str
    detail: str
    effect: str
    next_step: str
    amount: Decimal
    decisive: bool
    decision: Decision | None


@dataclass(frozen=True)
class Causes:
    """The causes of the newest answer, in three groups; `source` names the answer."""

    source: str
    outcome: str
    stopped: tuple[CauseView, ...]
    patient: tuple[CauseView, ...]
    contract: tuple[CauseView, ...]
    overtaken: tuple[CauseView, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing was reduced, refused or left to the patient."""
        return not (self.stopped or self.patient or self.contract)


@dataclass(frozen=True)
class _Answered:
    """An answer with the submission that it answers."""

    submission: Submission
    outcome: Outcome
    findings: list[Mapping[str, Any]]
    source: str


def causes_of(claim: Claim, *, sees_all: bool) -> Causes | None:
    """The causes of the newest answer, None before there is one.

    `sees_all` adds the rules that came too late on their line: for who may see marks before their
    release, so that a learner is not handed what the payer has not said.
    """
    answered = _newest_answer(claim)
    if answered is None:
        return None
    log = log_of(claim, answered.submission)
    views = [
        _view(place, cause, log)
        for place, cause in enumerate(_explained(answered), start=1)
        if cause.decisive or sees_all
    ]
    said = [view for view in views if view.decisive]
    return Causes(
        source=answered.source,
        outcome=answered.outcome.value,
        stopped=tuple(view for view in said if view.kind == "stopped"),
        patient=tuple(view for view in said if view.kind == "patient"),
        contract=tuple(view for view in said if view.kind == "contract"),
        overtaken=tuple(view for view in views if not view.decisive),
    )


def _newest_answer(claim: Claim) -> _Answered | None:
    """The newest remittance, or the rejection that came after it."""
    remittance = (
        Remittance.objects.filter(submission__claim=claim)
        .exclude(cause=Remittance.Cause.VOID)
        .select_related("submission__sent_by")
        .order_by("-number")
        .first()
    )
    refused = (
        Acknowledgment.objects.filter(submission__claim=claim, accepted=False)
        .select_related("submission__sent_by")
        .order_by("-submission__number")
        .first()
    )
    if refused and (not remittance or refused.submission.number > remittance.submission.number):
        return _Answered(refused.submission, Outcome.REJECTED, refused.findings, "the front door")
    if remittance is None:
        return None
    outcome = Outcome(remittance.outcome)
    source = f"remittance {remittance.number}"
    return _Answered(remittance.submission, outcome, remittance.findings, source)


def _explained(answered: _Answered) -> tuple[Cause, ...]:
    """The payer's own explanation, made again from what was stored with the answer."""
    submission = answered.submission
    findings = tuple(_finding(row) for row in answered.findings)
    answer = Answer(outcome=answered.outcome, charge=submission.charge, findings=findings)
    return explain(answer, _as_it_was_sent(submission))


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=row["rule"],
        field=row["field"],
        owner=Owner(row["owner"]),
        detail=row["detail"],
        line=row["line"],
        evidence=tuple(row.get("evidence", ())),
        group=row.get("group", ""),
        carc=row.get("carc", ""),
        rarcs=tuple(row.get("rarcs", ())),
        status=row.get("status", ""),
        amount=Decimal(row.get("amount", "0.00")),
        decisive=row.get("decisive", True),
    )


def _as_it_was_sent(submission: Submission) -> Scenario:
    """The claim as sent; the payer's own file plays no part in the explanation."""
    content = ClaimContent.from_json(submission.content)
    return Scenario(
        payer=Payer(id=content.payer_id),
        plan=Plan(),
        coverage=Coverage(member_id=content.member_id),
        patient=Patient(born=content.patient_born, sex=content.patient_sex),
        claim=as_sent(
            content,
            frequency=submission.frequency,
            original_reference=submission.original_reference,
            sent=submission.sent_on,
        ),
    )


def _view(place: int, cause: Cause, log: Log) -> CauseView:
    box = BY_FIELD.get(cause.field)
    return CauseView(
        anchor=f"cause-{place}",
        kind=_kind(cause),
        code=cause.code,
        rule=cause.rule.replace("_", " "),
        line=cause.line,
        box=cause.box or (box.number if box else ""),
        label=box.label if box else "",
        sent=cause.sent,
        owner=cause.owner.value,
        detail=cause.detail,
        effect=cause.effect,
        next_step=cause.next_step,
        amount=cause.amount,
        decisive=cause.decisive,
        decision=None if cause.owner is Owner.NONE else log.decision(cause.field),
    )


def _kind(cause: Cause) -> str:
    """What the cause did: stopped money, left it to the patient, or took it off by contract."""
    if cause.owner is not Owner.NONE:
        return "stopped"
    return "patient" if cause.code.startswith("PR-") else "contract"
