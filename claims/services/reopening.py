"""Reopen a closed claim."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.models import Claim, ClaimEvent, LedgerEntry
from claims.services import ledger
from claims.services.advance import advance
from claims.services.refusals import Refused


def reopen_claim(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, reason: str
) -> ClaimEvent:
    """Put a closed claim back to where it was closed from, with a reason.

    What was written off is owed again; money that was paid stays. Raises Refused("reason", ...),
    StaleClaim, IllegalMove (409), PermissionDenied.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        if not reason.strip():
            raise Refused("reason", "Say why the claim is opened again.")
        written_off = [LedgerEntry.Kind.WRITE_OFF]
        ledger.take_back(claim, written_off, memo="Claim reopened", actor=actor)
        return {"reason": reason.strip(), "disposition": claim.disposition}

    return advance(
        claim_id,
        "reopen",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=effect,
    )
