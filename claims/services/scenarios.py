"""From a claim's rows to the scenario that the payer and the scrubber look at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from claims.assemble import (
    MemberFile,
    Sending,
    assemble,
    claim_as_sent,
    member_of,
    patient_of,
    payer_slips,
    payer_terms,
    record_of,
)
from claims.content import ClaimContent
from claims.facts import Authorization, Scenario
from claims.facts import Coverage as CoverageFile
from claims.models import Authorization as AuthorizationRow
from claims.models import Claim, ClaimState, Coverage, InformationRequest, Remittance, Submission
from claims.payer.accumulators import Amounts
from claims.services.accounts import newest_remittance
from claims.services.counters import counters_of, find_coverage, opening_of
from claims.services.next_payer import content_to_send
from claims.services.resubmission import is_processed, is_reopening, stands_beside
from claims.services.submissions import questions_of, standing_submission
from coding.cases import CoverageFacts
from coding.codebook.default import codebook
from coding.models import Attempt


def scenario_now(claim: Claim, *, frequency: Submission.Frequency) -> Scenario:
    """The claim as its boxes stand, if it were sent on the scenario date. For who looks before it
    is sent: the member's counters are as the case opens them, since no edit asks for them."""
    sending = replace(
        _going_out(claim, frequency=frequency, payer_id=claim.content["payer_id"]),
        sent=claim.attempt.scenario_date,
        reopening=is_reopening(claim, frequency=frequency),
        original_reference="" if frequency == Submission.Frequency.ORIGINAL else claim.icn,
    )
    scenario = _scenario(claim, content_to_send(claim), sending, counted=False)
    if claim.state == ClaimState.DRAFT:
        return scenario
    last = standing_submission(claim)
    before = claim_as_sent(
        ClaimContent.from_json(last.content),
        replace(sending, sent=last.sent_on),
    )
    return replace(scenario, previous=before)


def scenario_sent(
    submission: Submission,
    *,
    received: date | None = None,
    without: Remittance | None = None,
) -> Scenario:
    """A submission as the payer sees it, with the payer's file as it stands now.

    Without `received` it counts as received on the day of its acknowledgment, given or to come.
    `without` is an earlier answer whose part in the member's counters is given back first.
    """
    claim = submission.claim
    content = ClaimContent.from_json(submission.content)
    frequency = Submission.Frequency(submission.frequency)
    sending = replace(
        _going_out(claim, frequency=frequency, payer_id=content.payer_id, sent=submission),
        sent=submission.sent_on,
        reopening=submission.is_reopening,
        original_reference=submission.original_reference,
        received=received or _received(submission),
        accident=_accident(claim, content),
    )
    return _scenario(claim, content, sending, without=without)


def _going_out(
    claim: Claim,
    *,
    frequency: Submission.Frequency,
    payer_id: str,
    sent: Submission | None = None,
) -> Sending:
    """What the answer before makes of a claim that goes out so, and what the payer was sent beside
    it; `sent` is the submission, where it is out."""
    earlier = newest_remittance(claim, before=sent)
    is_original = frequency == Submission.Frequency.ORIGINAL
    return Sending(
        sent=claim.attempt.scenario_date,
        frequency=frequency.value,
        stands_beside=stands_beside(earlier, payer_id=payer_id, frequency=frequency),
        original_processed=is_original or earlier is None or is_processed(earlier),
        original_remitted=None if is_original or earlier is None else earlier.on,
        attachments=_attachments(claim),
    )


def member_file(
    attempt: Attempt,
    *,
    payer_id: str,
    member_id: str,
    without: Remittance | None = None,
    counted: bool = True,
) -> MemberFile | None:
    """What a payer holds on the patient; None when it has never heard of them. Not `counted`, the
    counters are as the case opens them."""
    coverage = find_coverage(attempt, payer_id=payer_id, member_id=member_id)
    if coverage is None:
        return None
    facts = attempt.parsed().coverage[coverage.order - 1]
    if counted:
        left = counters_of(coverage, on=attempt.scenario_date, without=without)
    else:
        left = opening_of(coverage)
    leave = coverage.authorizations.order_by("number")
    return held_file(coverage, facts, left=left, leave=leave)


def held_file(
    coverage: Coverage, facts: CoverageFacts, *, left: Amounts, leave: Iterable[AuthorizationRow]
) -> MemberFile:
    """A coverage's rows as the payer's file: `facts` are the case's, `leave` in their order."""
    held = member_of(
        facts,
        coverage=CoverageFile(
            member_id=coverage.member_id,
            effective=coverage.effective,
            terminated=coverage.terminated,
            deductible_left=left.deductible,
            out_of_pocket_left=left.out_of_pocket,
            primary=coverage.order == 1,
        ),
        authorizations=tuple(
            Authorization(
                number=row.number,
                procedure=row.procedure,
                units=row.units,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                provider_npi=row.provider_npi,
                refused=row.refused,
            )
            for row in leave
        ),
    )
    return replace(held, slips=payer_slips(facts.slips))


def _scenario(
    claim: Claim,
    content: ClaimContent,
    sending: Sending,
    *,
    without: Remittance | None = None,
    counted: bool = True,
) -> Scenario:
    case = claim.attempt.parsed()
    return assemble(
        content,
        sending,
        member=member_file(
            claim.attempt,
            payer_id=content.payer_id,
            member_id=content.member_id,
            without=without,
            counted=counted,
        ),
        patient=patient_of(case),
        codes=codebook(),
        record=record_of(case),
    )


def _received(submission: Submission) -> date:
    """The receipt that proves timely filing; an original that is sent again keeps its first."""
    claim = submission.claim
    if submission.frequency == Submission.Frequency.ORIGINAL and claim.received_on:
        return claim.received_on
    acknowledgment = getattr(submission, "acknowledgment", None)
    if acknowledgment is not None:
        return acknowledgment.on
    terms = payer_terms(submission.content["payer_id"])
    return submission.sent_on + timedelta(days=terms.ack_days)


def _answers(claim: Claim) -> list[InformationRequest]:
    """What the payer was sent on its questions; without its number it has asked none."""
    if not claim.icn:
        return []
    return [row for row in questions_of(claim) if row.answered_on is not None]


def _attachments(claim: Claim) -> tuple[str, ...]:
    """What the payer has been sent beside the claim; it keeps it when the claim is replaced."""
    return tuple(dict.fromkeys(row.wanted for row in _answers(claim)))


def _accident(claim: Claim, content: ClaimContent) -> str:
    """What a later answer said about an accident that box 10 left open."""
    if content.accident != "unanswered":
        return ""
    said = [row.answer["accident"] for row in _answers(claim) if "accident" in row.answer]
    return said[-1] if said else ""
