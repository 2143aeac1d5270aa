"""Open a correction, or give it up."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.models import Claim, ClaimEvent, Submission
from claims.services.advance import advance
from claims.services.posting import close_if_settled
from claims.services.submissions import put_back


def open_correction(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    frequency: Submission.Frequency = Submission.Frequency.REPLACEMENT,
) -> ClaimEvent:
    """Begin to correct an answered claim, inside the payer's window.

    `frequency` is what box 22 then says, until the biller changes it: a replacement, or a new
    original. Raises StaleClaim, IllegalMove (409), PermissionDenied.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        claim.content = claim.boxes.with_boxes(resubmission=str(frequency.value)).to_json()
        return {"frequency": frequency.value}

    return advance(
        claim_id,
        "open_correction",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=effect,
    )


@transaction.atomic
def cancel_correction(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Give the correction up: the boxes and the codes are again those of the answered claim.

    Raises StaleClaim, IllegalMove (409), PermissionDenied.
    """
    event = advance(
        claim_id,
        "cancel_correction",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=_put_back,
    )
    close_if_settled(claim_id)
    return event


def _put_back(claim: Claim) -> Mapping[str, Any]:
    put_back(claim)
    return {}
