"""Send the claim: scrub, submit, resubmit, and answer the payer's questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.models import Claim, ClaimEvent, Submission
from claims.payer_terms import payer_terms
from claims.scrubber import ScrubFinding, Severity, finding_json, scrub
from claims.services.accounts import newest_remittance
from claims.services.advance import advance
from claims.services.coverage_checks import last_eligibility
from claims.services.refusals import NotClean, NothingChanged
from claims.services.scenarios import scenario_of
from claims.services.submissions import add_submission, last_submission
from coding.codebook.default import codebook

Frequency = Submission.Frequency

UNPROCESSABLE = frozenset({"MA130", "N142"})
"""Remarks that ask for a new claim instead of a replacement (remittance advice remark codes)."""


def scrub_claim(claim: Claim) -> tuple[ScrubFinding, ...]:
    """What the scrubber says of the claim as it stands, sent on the scenario date.

    At the claim's scrubber strength; findings carry rule, severity ("error", "warning", "info"),
    owner, box, line, message. Writes nothing.
    """
    return scrub(
        scenario_of(claim, frequency=next_frequency(claim)),
        codes=codebook(),
        eligibility=last_eligibility(claim),
        strength=claim.scrubber,
    )


def next_frequency(claim: Claim) -> Submission.Frequency:
    """How the claim would go out now.

    A replacement (7) of what the payer has accepted; an original (1) when it has accepted
    nothing, called the claim unprocessable, takes no replacements, is another payer than before,
    or has had the claim voided.
    """
    if not claim.icn:
        return Frequency.ORIGINAL
    last = last_submission(claim)
    answered = newest_remittance(claim)
    starts_afresh = (
        last.frequency == Frequency.VOID
        or accepted_by(claim) != claim.content["payer_id"]
        or not payer_terms(claim.content["payer_id"]).accepts_replacements
        or (answered is not None and bool(UNPROCESSABLE.intersection(answered.rarcs)))
    )
    return Frequency.ORIGINAL if starts_afresh else Frequency.REPLACEMENT


def accepted_by(claim: Claim) -> str:
    """The payer that gave the claim its number; empty when none has."""
    accepted = claim.submissions.filter(acknowledgment__accepted=True).order_by("-number").first()
    return accepted.content["payer_id"] if accepted else ""


def submit_claim(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    warning_reasons: Mapping[str, str] | None = None,
) -> ClaimEvent:
    """Send a claim that is in draft or was rejected; freezes an immutable submission.

    `warning_reasons` maps a warning's `reason_key` (see `reason_key(finding)`) to why it is sent
    all the same. Raises NotClean(findings) when an error stands or a warning has no reason,
    StaleClaim, IllegalMove (409), PermissionDenied.
    """
    return advance(
        claim_id,
        "submit",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=lambda claim: _send(claim, actor=actor, reasons=warning_reasons or {}),
    )


def resubmit_claim(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    warning_reasons: Mapping[str, str] | None = None,
) -> ClaimEvent:
    """Send the correction that is open.

    As frequency 7 naming the claim number, or as a new original where the denial called it
    unprocessable, the payer takes no replacements, or the payer has changed. Raises
    NothingChanged when nothing differs from what was sent last, and as `submit_claim`.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        last = last_submission(claim)
        if last.frequency != Frequency.VOID and last.content == claim.content:
            raise NothingChanged(
                "",
                "Nothing differs from what was sent last. Mend what the payer objected to, or "
                "cancel the correction and appeal.",
            )
        return _send(claim, actor=actor, reasons=warning_reasons or {})

    return advance(
        claim_id,
        "resubmit",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=effect,
    )


def reason_key(finding: ScrubFinding) -> str:
    """The name under which a warning's reason is given, such as "S44" or "S44-2" for line 2."""
    return finding.rule if finding.line is None else f"{finding.rule}-{finding.line}"


def _send(claim: Claim, *, actor: AbstractUser, reasons: Mapping[str, str]) -> Mapping[str, Any]:
    """Scrub, then freeze what is sent. Another payer than before counts its own receipt date."""
    frequency = next_frequency(claim)
    findings = scrub_claim(claim)
    given = {key: reason.strip() for key, reason in reasons.items() if reason.strip()}
    _check_clean(findings, given)
    if claim.icn and accepted_by(claim) != claim.content["payer_id"]:
        claim.received_on = None
    submission = add_submission(
        claim,
        actor=actor,
        frequency=frequency,
        content=claim.boxes,
        scrub_findings=[finding_json(finding) for finding in findings],
        warning_reasons=given,
    )
    return {
        "submission": submission.pk,
        "number": submission.number,
        "frequency": frequency.value,
        "coding_version": claim.coding_version_id,
    }


def _check_clean(findings: Iterable[ScrubFinding], given: Mapping[str, str]) -> None:
    """Raises NotClean with every error, and every warning that has no reason."""
    open_findings = [
        finding
        for finding in findings
        if finding.severity is Severity.ERROR
        or (finding.severity is Severity.WARNING and reason_key(finding) not in given)
    ]
    if open_findings:
        raise NotClean(open_findings)
