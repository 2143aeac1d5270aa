"""How a claim goes out again (box 22): in the place of the answered one, or as a new original."""

from claims.assemble import payer_terms
from claims.models import Claim, Remittance, Submission
from claims.reasons import is_unprocessable
from claims.services.accounts import newest_remittance
from claims.services.submissions import last_submission

Frequency = Submission.Frequency


def can_replace(claim: Claim) -> bool:
    """Whether its payer holds something that could be replaced: it gave the claim a number, and the
    claim was not voided since."""
    if not claim.icn or last_submission(claim).frequency == Frequency.VOID:
        return False
    return accepted_by(claim) == claim.content["payer_id"]


def accepted_by(claim: Claim) -> str:
    """The payer that gave the claim its number; empty when none has."""
    accepted = claim.submissions.filter(acknowledgment__accepted=True).order_by("-number").first()
    return accepted.content["payer_id"] if accepted else ""


def next_frequency(claim: Claim) -> Submission.Frequency:
    """How the claim would go out now: as box 22 says, or an original (1) where there is nothing
    to replace."""
    if not can_replace(claim) or claim.boxes.resubmission == str(Frequency.ORIGINAL.value):
        return Frequency.ORIGINAL
    return Frequency.REPLACEMENT


def asked_frequency(claim: Claim) -> Submission.Frequency:
    """How the payer's answer asks the claim to go out next.

    A new original where the answer called the claim unprocessable or the payer takes neither
    replacements nor reopenings; else a replacement of what stands.
    """
    if not can_replace(claim) or _stands(newest_remittance(claim)) is None:
        return Frequency.ORIGINAL
    return Frequency.REPLACEMENT


def is_reopening(claim: Claim, *, frequency: Submission.Frequency) -> bool:
    """Whether a claim that goes out so is asked for as a reopening."""
    is_change = frequency == Frequency.REPLACEMENT
    return is_change and payer_terms(claim.content["payer_id"]).changes_by_reopening


def stands_beside(
    earlier: Remittance | None, *, payer_id: str, frequency: Submission.Frequency
) -> str:
    """The payer's number of the answered claim that an original would stand beside; empty where
    none stands with that payer, or the claim goes out in its place."""
    if frequency != Frequency.ORIGINAL or earlier is None or _stands(earlier) is None:
        return ""
    if earlier.submission.content["payer_id"] != payer_id:
        return ""
    number: str = earlier.submission.acknowledgment.icn
    return number


def is_processed(answer: Remittance) -> bool:
    """Whether the payer processed the claim; one called unprocessable is sent anew."""
    return not is_unprocessable(tuple(answer.rarcs))


def _stands(answer: Remittance | None) -> Remittance | None:
    """The answer, where the payer wants a change of it and not a new claim."""
    if answer is None or answer.cause == Remittance.Cause.VOID or not is_processed(answer):
        return None
    return answer if payer_terms(answer.submission.content["payer_id"]).takes_changes else None
