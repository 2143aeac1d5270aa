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
from claims.models import Claim, Diagnosis, Submission
from claims.payer import Answer, explain
from claims.payer.trace import Cause
from claims.queries.decisions import Decision, Log, log_of
from claims.rules.finding import Finding, Owner
from claims.services.diagnosing import Answered, diagnosis_of, newest_answer, stops
from claims.suspects import Suspect, says_of, suspects


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
class Question:
    """Which finding caused the dearest stop of the newest answer? `code` is what the payer said."""

    source: str
    code: str
    line: int | None
    amount: Decimal
    suspects: tuple[Suspect, ...]


@dataclass(frozen=True)
class Named:
    """What the biller held for the cause (empty: asked to be told), and what it was."""

    by: str
    chosen: str
    right: tuple[str, ...]
    is_right: bool


@dataclass(frozen=True)
class Causes:
    """The causes of the newest answer, in three groups; `source` names the answer."""

    source: str
    outcome: str
    stopped: tuple[CauseView, ...]
    patient: tuple[CauseView, ...]
    contract: tuple[CauseView, ...]
    overtaken: tuple[CauseView, ...]
    named: Named | None

    @property
    def is_empty(self) -> bool:
        """Nothing was reduced, refused or left to the patient."""
        return not (self.stopped or self.patient or self.contract)


def causes_of(claim: Claim, *, sees_all: bool) -> Causes | None:
    """The causes of the newest answer, None before there is one.

    `sees_all` adds the rules that came too late on their line: for who may see marks before their
    release, so that a learner is not handed what the payer has not said.
    """
    answered = newest_answer(claim)
    if answered is None:
        return None
    return _causes(claim, answered, diagnosis_of(answered), sees_all=sees_all)


def asked_or_causes(claim: Claim, *, sees_all: bool = False) -> Question | Causes | None:
    """For who works on the claim: the question what caused the newest answer until it is
    answered, also after the release of marks, then the causes as `causes_of` gives them."""
    answered = newest_answer(claim)
    if answered is None:
        return None
    named = diagnosis_of(answered)
    question = None if named else _question(answered)
    return question or _causes(claim, answered, named, sees_all=sees_all)


def question_of(claim: Claim) -> Question | None:
    """What is asked before the causes are shown; None where nothing was stopped, or it was said."""
    asked = asked_or_causes(claim)
    return asked if isinstance(asked, Question) else None


def _causes(claim: Claim, answered: Answered, named: Diagnosis | None, *, sees_all: bool) -> Causes:
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
        named=_named(named),
    )


def _question(answered: Answered) -> Question | None:
    stopped = stops(answered.findings)
    if not stopped:
        return None
    dearest, *others = stopped
    return Question(
        source=answered.source,
        code=dearest.get("status") or f"{dearest['group']}-{dearest['carc']}".strip("-"),
        line=dearest["line"],
        amount=Decimal(dearest.get("amount", "0.00")),
        suspects=suspects(dearest["rule"], also=[row["rule"] for row in others]),
    )


def _named(row: Diagnosis | None) -> Named | None:
    if row is None:
        return None
    return Named(
        by=str(row.by),
        chosen=says_of(row.chosen) if row.chosen else "",
        right=tuple(says_of(name) for name in row.right),
        is_right=row.is_right,
    )


def _explained(answered: Answered) -> tuple[Cause, ...]:
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
