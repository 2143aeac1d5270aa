"""The biller says what caused an answer, before "What caused this?" shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.models import (
    Acknowledgment,
    Claim,
    ClaimEvent,
    ClaimState,
    Diagnosis,
    Remittance,
    Submission,
)
from claims.payer import Outcome
from claims.rules.finding import Owner
from claims.services.advance import revise
from claims.services.refusals import Refused
from claims.suspects import suspects

ANSWERED = tuple(state for state in ClaimState if state is not ClaimState.DRAFT)


@dataclass(frozen=True)
class Answered:
    """The newest answer with the submission that it answers; no remittance from the front door."""

    submission: Submission
    remittance: Remittance | None
    outcome: Outcome
    findings: list[Mapping[str, Any]]
    source: str


def newest_answer(claim: Claim) -> Answered | None:
    """The newest remittance, or the rejection that came after it; None before there is one."""
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
        door = "the rejection at the front door"
        return Answered(refused.submission, None, Outcome.REJECTED, refused.findings, door)
    if remittance is None:
        return None
    outcome, source = Outcome(remittance.outcome), f"remittance {remittance.number}"
    return Answered(remittance.submission, remittance, outcome, remittance.findings, source)


def stops(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The stored findings that stopped money and are somebody's to mend, the dearest first."""
    found = [
        row for row in findings if row.get("decisive", True) and row["owner"] != Owner.NONE.value
    ]
    return sorted(found, key=lambda row: Decimal(row.get("amount", "0.00")), reverse=True)


def diagnosis_of(answered: Answered) -> Diagnosis | None:
    """What was said of that answer already."""
    rows = Diagnosis.objects.filter(submission=answered.submission, remittance=answered.remittance)
    return rows.select_related("by").first()


def diagnose(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, chosen: str
) -> ClaimEvent:
    """Say which rule caused the newest answer, once; an empty `chosen` asks to be told.

    Raises Refused("chosen", ...) for a rule that was not offered, Refused("", ...) when there is
    nothing to explain or it was explained, StaleClaim, IllegalMove (409), PermissionDenied.
    """
    return revise(
        claim_id,
        "diagnose",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.prepare_claim",
        states=ANSWERED,
        effect=lambda claim: _diagnose(claim, actor=actor, chosen=chosen),
    )


def _diagnose(claim: Claim, *, actor: AbstractUser, chosen: str) -> Mapping[str, Any]:
    answered = newest_answer(claim)
    causes = [row["rule"] for row in stops(answered.findings)] if answered else []
    if answered is None or not causes:
        raise Refused("", "Nothing was stopped, so there is nothing to explain.")
    if diagnosis_of(answered):
        raise Refused("", "This answer has been explained already.")
    if chosen and chosen not in {row.rule for row in suspects(causes[0], also=causes[1:])}:
        raise Refused("chosen", "Choose one of the findings that are offered.")
    row = Diagnosis.objects.create(
        submission=answered.submission,
        remittance=answered.remittance,
        chosen=chosen,
        right=list(dict.fromkeys(causes)),
        is_right=chosen in causes,
        on=claim.attempt.scenario_date,
        by_id=actor.pk,
    )
    return {"diagnosis": row.pk, "is_right": row.is_right}
