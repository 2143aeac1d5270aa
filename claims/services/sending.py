"""Send the claim: scrub, submit, resubmit, and answer the payer's questions."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.content import ClaimContent
from claims.models import Claim, ClaimEvent, ClaimState, InformationRequest, Submission
from claims.money import dollars
from claims.scrubber import ScrubFinding, Severity, finding_json, scrub
from claims.services.advance import advance, revise
from claims.services.checking import last_eligibility
from claims.services.next_payer import content_to_send
from claims.services.refusals import NotClean, NothingChanged, Refused
from claims.services.resubmission import asked_frequency, is_reopening, next_frequency
from claims.services.scenarios import scenario_now
from claims.services.submissions import add_submission, standing_submission
from coding.codebook.default import codebook

Frequency = Submission.Frequency

MAX_TOTAL = Decimal("9999999.99")
"""Dollars that the books have room for."""

SEND_OTHER = "send_other"
"""The step that sends the payer what it did not ask for, as the claim's log names it."""


def scrub_claim(claim: Claim) -> tuple[ScrubFinding, ...]:
    """What the scrubber says of the claim as it stands, sent on the scenario date.

    At the claim's scrubber strength; findings carry rule, severity ("error", "warning", "info"),
    owner, box, line, message. Writes nothing.
    """
    return scrub(
        scenario_now(claim, frequency=next_frequency(claim)),
        codes=codebook(),
        eligibility=last_eligibility(claim),
        strength=claim.scrubber,
    )


def submit_claim(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    warning_reasons: Mapping[str, str] | None = None,
) -> ClaimEvent:
    """Send a claim that is in draft or was rejected; freezes an immutable submission.

    `warning_reasons` maps the `reason_key(finding)` of a warning, or of an error that no box mends,
    to why it is sent all the same. Raises NotClean(findings) when another error stands or a reason
    is wanting, Refused("", ...) for more than MAX_TOTAL, StaleClaim, IllegalMove (409),
    PermissionDenied.
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

    As box 22 says: frequency 7 naming the claim number, or a new original; an original too where
    the payer has changed or the claim was voided. Raises NothingChanged for a replacement that
    says what the answered claim said, and as `submit_claim`.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        is_change = next_frequency(claim) == Frequency.REPLACEMENT
        if is_change and is_as_sent(claim, standing_submission(claim)):
            raise NothingChanged(
                "",
                "Nothing differs from the claim that was answered. Mend what the payer objected "
                "to, or cancel the correction and appeal.",
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


def is_as_sent(claim: Claim, sent: Submission) -> bool:
    """Whether the claim, sent now, would say what that submission said."""
    return ClaimContent.from_json(sent.content).says_as(content_to_send(claim))


def reason_key(finding: ScrubFinding) -> str:
    """The name under which a warning's reason is given, such as "S44" or "S44-2" for line 2."""
    return finding.rule if finding.line is None else f"{finding.rule}-{finding.line}"


def _send(claim: Claim, *, actor: AbstractUser, reasons: Mapping[str, str]) -> Mapping[str, Any]:
    """Scrub, then freeze what is sent. What starts afresh is received afresh."""
    content = content_to_send(claim)
    if content.charge > MAX_TOTAL:
        raise Refused(
            "",
            f"The charges come to {dollars(content.charge)}, and a claim holds "
            f"{dollars(MAX_TOTAL)} at most. Look at the units: the coder's desk mends them.",
        )
    frequency = next_frequency(claim)
    findings = scrub_claim(claim)
    asked = {reason_key(row) for row in findings if row.wants_reason}
    given = {key: why.strip() for key, why in reasons.items() if key in asked and why.strip()}
    _check_clean(findings, given)
    is_beside = asked_frequency(claim) != frequency
    if claim.icn and frequency == Frequency.ORIGINAL and not is_beside:
        claim.received_on = None
    submission = add_submission(
        claim,
        actor=actor,
        frequency=frequency,
        is_reopening=is_reopening(claim, frequency=frequency),
        content=content,
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
    """Raises NotClean with every error that blocks, and all that has no reason yet."""
    open_findings = [
        finding
        for finding in findings
        if (finding.wants_reason and reason_key(finding) not in given)
        or (finding.severity is Severity.ERROR and not finding.sendable)
    ]
    if open_findings:
        raise NotClean(open_findings)


def send_information(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    answer: Mapping[str, str],
) -> ClaimEvent:
    """Answer the payer's open information request.

    `answer` is {"document": what is sent, "note": free text}. What was not asked for is taken and
    logged (`send_other`), and the claim waits on until the date that was set. Raises
    Refused("document", ...) when nothing is sent or the due date has passed, StaleClaim,
    IllegalMove (409), PermissionDenied.
    """
    call: dict[str, Any] = {"actor": actor, "key": key, "expected_version": expected_version}
    request = _open_request(claim_id)
    if request is None or answer.get("document") == request.wanted:
        return advance(
            claim_id,
            "send_information",
            effect=lambda claim: _answer_request(claim, answer),
            **call,
        )
    return revise(
        claim_id,
        SEND_OTHER,
        permission="claims.answer_payer",
        states=(ClaimState.PENDED,),
        effect=lambda claim: _send_other(claim, request, answer),
        **call,
    )


def _open_request(claim_id: int) -> InformationRequest | None:
    open_requests = InformationRequest.objects.filter(submission__claim=claim_id, answered_on=None)
    return open_requests.order_by("-pk").first()


def _check_document(claim: Claim, request: InformationRequest, document: str) -> None:
    if not document:
        raise Refused("document", "Choose what to send.")
    if claim.attempt.scenario_date > request.due_on:
        raise Refused("document", f"The payer waited until {request.due_on}.")


def _send_other(
    claim: Claim, request: InformationRequest, answer: Mapping[str, str]
) -> Mapping[str, Any]:
    """What was not asked for: the payer files it and waits on."""
    document = answer.get("document", "")
    _check_document(claim, request, document)
    says = f"The payer took it, and waits for what it asked for until {request.due_on}."
    return {
        "request": request.pk,
        "document": document,
        "note": answer.get("note", "").strip(),
        "says": says,
    }


def _answer_request(claim: Claim, answer: Mapping[str, str]) -> Mapping[str, Any]:
    """Store what was sent; the patient's accident form says what the case knows."""
    request = _open_request(claim.pk)
    assert request is not None, "a pended claim waits for something"
    document, today = answer.get("document", ""), claim.attempt.scenario_date
    _check_document(claim, request, document)
    sent = {"document": document, "note": answer.get("note", "").strip()}
    if document == "accident":
        sent["accident"] = claim.attempt.parsed().claim.accident
    InformationRequest.objects.filter(pk=request.pk).update(answered_on=today, answer=sent)
    return {"request": request.pk, "document": document}
