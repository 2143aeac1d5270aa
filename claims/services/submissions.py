"""Read what was sent, and append what is sent now."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.content import ClaimContent
from claims.models import Claim, ClaimEvent, Submission

Frequency = Submission.Frequency
SENDING = ("submit", "resubmit")


def last_submission(claim: Claim) -> Submission:
    """What was sent last. Raises Submission.DoesNotExist when nothing was."""
    return claim.submissions.order_by("-number")[:1].get()


def sent_codes(claim: Claim) -> int:
    """The primary key of the coding version that was sent last."""
    event = ClaimEvent.objects.filter(claim=claim, move__in=SENDING).order_by("-version")[:1].get()
    version: int = event.payload["coding_version"]
    return version


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
        number=claim.submissions.count() + 1,
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
