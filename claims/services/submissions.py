"""Read what was sent, and append what is sent now."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import prefetch_related_objects

from claims.content import ClaimContent
from claims.models import Claim, ClaimEvent, ClaimState, InformationRequest, Submission
from claims.services.accounts import newest_remittance

Frequency = Submission.Frequency
SENDING = ("submit", "resubmit")


def last_submission(claim: Claim) -> Submission:
    """What was sent last. Raises Submission.DoesNotExist when nothing was."""
    return claim.submissions.order_by("-number")[:1].get()


def standing_submission(claim: Claim) -> Submission:
    """What the answer that stands is about; what was sent last before there is one. Raises
    Submission.DoesNotExist when nothing was sent."""
    answer = newest_remittance(claim)
    return answer.submission if answer else last_submission(claim)


def current_submission(claim: Claim) -> Submission:
    """What is before the payer or was turned back by it; else what the answer that stands is
    about. Raises Submission.DoesNotExist when nothing was sent."""
    is_out = claim.state in (ClaimState.SUBMITTED, ClaimState.PENDED, ClaimState.REJECTED)
    return last_submission(claim) if is_out else standing_submission(claim)


def questions_of(claim: Claim) -> list[InformationRequest]:
    """What the payer has asked about the claim's submissions, in that order; read once for a claim
    object."""
    prefetch_related_objects([claim], "submissions__information_requests")
    asked = (row for sent in claim.submissions.all() for row in sent.information_requests.all())
    return sorted(asked, key=attrgetter("pk"))


def questions_about(submission: Submission) -> list[InformationRequest]:
    """What the payer has asked about that submission, in that order."""
    return [row for row in questions_of(submission.claim) if row.submission_id == submission.pk]


def sent_codes(claim: Claim, *, by: Submission | None = None) -> int:
    """The primary key of the coding version that was sent last, or no later than `by`."""
    sent = ClaimEvent.objects.filter(claim=claim, move__in=SENDING)
    if by is not None:
        sent = sent.filter(payload__number__lte=by.number)
    version: int = sent.order_by("-version")[:1].get().payload["coding_version"]
    return version


def put_back(claim: Claim) -> None:
    """The boxes and the codes are again those of the claim that the payer's answer is about."""
    standing = standing_submission(claim)
    claim.content = standing.content
    claim.coding_version_id = sent_codes(claim, by=standing)


def add_submission(
    claim: Claim,
    *,
    actor: AbstractUser,
    frequency: Submission.Frequency,
    is_reopening: bool = False,
    content: ClaimContent,
    scrub_findings: Sequence[Mapping[str, Any]] = (),
    warning_reasons: Mapping[str, str] | None = None,
) -> Submission:
    """Append a submission on the scenario date; all but an original name the claim number."""
    return Submission.objects.create(
        claim=claim,
        number=1 if claim.state == ClaimState.DRAFT else claim.submissions.count() + 1,
        frequency=frequency,
        is_reopening=is_reopening,
        original_reference="" if frequency == Frequency.ORIGINAL else claim.icn,
        content=content.to_json(),
        charge=content.charge,
        sent_on=claim.attempt.scenario_date,
        sent_by_id=actor.pk,
        scrub_findings=list(scrub_findings),
        warning_reasons=dict(warning_reasons or {}),
    )
