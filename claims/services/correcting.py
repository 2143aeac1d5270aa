"""Open a correction, or give it up."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.models import Claim, ClaimEvent
from claims.services.advance import advance
from claims.services.posting import close_if_settled
from claims.services.submissions import last_submission, sent_codes


def open_correction(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Begin a replacement of an answered claim, inside the payer's window.

    Raises StaleClaim, IllegalMove (409), PermissionDenied.
    """
    return advance(
        claim_id, "open_correction", actor=actor, key=key, expected_version=expected_version
    )


@transaction.atomic
def cancel_correction(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Give the correction up: the boxes and the codes are again those that were sent last.

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
    claim.content = last_submission(claim).content
    claim.coding_version_id = sent_codes(claim)
    return {}
