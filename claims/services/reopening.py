"""Reopen a closed claim."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.models import Claim, ClaimEvent, ClaimState, Disposition, LedgerEntry
from claims.services import ledger
from claims.services.accounts import posted_remittance
from claims.services.advance import advance
from claims.services.next_payer import claim_before, move_on
from claims.services.refusals import Refused


@transaction.atomic
def reopen_claim(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, reason: str
) -> ClaimEvent:
    """Put a closed claim back to where it was closed from, with a reason.

    What was written off is owed again; money that was paid stays. The claims of one encounter to
    several payers share one balance, so that all open together but those that were voided; a
    voided claim to a next payer that is opened takes its part over again. Raises
    Refused("reason", ...), StaleClaim, IllegalMove (409), PermissionDenied.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        if not reason.strip():
            raise Refused("reason", "Say why the claim is opened again.")
        written_off = [LedgerEntry.Kind.WRITE_OFF]
        ledger.take_back(claim, written_off, memo="Claim reopened", actor=actor)
        return {"reason": reason.strip(), "disposition": claim.disposition}

    event = advance(
        claim_id,
        "reopen",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=effect,
    )
    claim = Claim.objects.get(pk=claim_id)
    for other in Claim.objects.filter(attempt=claim.attempt_id).exclude(pk=claim_id):
        if _is_ended(other):
            advance(
                other.pk,
                "reopen",
                actor=actor,
                key=f"reopen:{event.pk}:{other.pk}",
                expected_version=other.version,
                effect=effect,
            )
    before = claim_before(claim)
    if before is not None:
        _take_over(before, claim, actor=actor)
    return event


def _is_ended(claim: Claim) -> bool:
    return claim.state == ClaimState.CLOSED and claim.disposition != Disposition.VOIDED


def _take_over(before: Claim, claim: Claim, *, actor: AbstractUser) -> None:
    """What the claim before left stands with this one again, as before a void."""
    posted = posted_remittance(before)
    if posted is not None:
        move_on(before, claim, remittance=posted, actor=actor)
