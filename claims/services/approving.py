"""Write off with leave: above the limit a biller asks and a manager decides."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from claims.models import Claim, ClaimEvent, LedgerEntry, WriteOffRequest
from claims.money import dollars
from claims.services.advance import IllegalMove, revise
from claims.services.posting import (
    ANSWERED,
    MAX_REASON,
    WRITE_OFF_LIMIT,
    check_write_off,
    write_off,
)
from claims.services.refusals import Refused

Status = WriteOffRequest.Status


@transaction.atomic
def give_up(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    amount: Decimal,
    reason: str,
    kind: LedgerEntry.WriteOff,
) -> ClaimEvent:
    """Write an amount off, or ask a manager to above WRITE_OFF_LIMIT: the event says which.

    Raises as `write_off`, and Refused("", ...) while another request waits.
    """
    call: dict[str, Any] = {"actor": actor, "key": key, "expected_version": expected_version}
    if amount <= WRITE_OFF_LIMIT:
        return write_off(claim_id, amount=amount, reason=reason, kind=kind, **call)

    def effect(claim: Claim) -> Mapping[str, Any]:
        check_write_off(claim, amount=amount, reason=reason, kind=kind)
        if claim.write_off_requests.filter(status=Status.WAITING).exists():
            raise Refused("", "A write-off already waits for approval; see it decided first.")
        asked = WriteOffRequest.objects.create(
            claim=claim,
            amount=amount,
            kind=kind.value,
            reason=reason.strip(),
            requested_by_id=actor.pk,
            requested_on=claim.attempt.scenario_date,
        )
        return {"request": asked.pk, "amount": str(amount), "kind": kind.value}

    return revise(
        claim_id,
        "request_write_off",
        permission="claims.write_off_claim",
        states=ANSWERED,
        effect=effect,
        **call,
    )


@transaction.atomic
def approve_write_off(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Approve the waiting write-off and post it, in one transaction.

    Raises IllegalMove (409) when nothing waits, Refused when it no longer fits the books,
    StaleClaim, PermissionDenied without `claims.approve_write_off`.
    """
    claim = Claim.objects.select_related("attempt").get(pk=claim_id)
    if not actor.has_perm("claims.approve_write_off", claim):
        raise PermissionDenied("Approving a write-off is a manager's to do")
    made = ClaimEvent.objects.filter(claim=claim, actor=actor.pk, key=key, move="write_off")
    earlier = made.first()
    if earlier is not None:
        return earlier
    asked = _waiting(claim)
    event = write_off(
        claim_id,
        actor=actor,
        key=key,
        expected_version=expected_version,
        amount=asked.amount,
        reason=asked.reason,
        kind=LedgerEntry.WriteOff(asked.kind),
    )
    _decide(asked, Status.APPROVED, actor=actor)
    return event


@transaction.atomic
def refuse_write_off(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, reason: str
) -> ClaimEvent:
    """Refuse the waiting write-off with a reason that the biller reads.

    Raises Refused("reason", ...), IllegalMove (409) when nothing waits, StaleClaim,
    PermissionDenied without `claims.approve_write_off`.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        asked = _waiting(claim)
        if not 0 < len(reason.strip()) <= MAX_REASON:
            raise Refused("reason", f"Say why not, in at most {MAX_REASON} characters.")
        _decide(asked, Status.REFUSED, actor=actor, decision=reason.strip())
        return {"request": asked.pk, "amount": str(asked.amount), "reason": reason.strip()}

    return revise(
        claim_id,
        "refuse_write_off",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.approve_write_off",
        states=ANSWERED,
        effect=effect,
        by="instructor",
    )


def told(event: ClaimEvent) -> str:
    """What came of giving up an amount, in a sentence."""
    if event.move != "request_write_off":
        return "Written off."
    amount = dollars(Decimal(event.payload["amount"]))
    return f"{amount} is above {dollars(WRITE_OFF_LIMIT)}: it waits for a manager's approval."


def _waiting(claim: Claim) -> WriteOffRequest:
    asked = claim.write_off_requests.filter(status=Status.WAITING).first()
    if asked is None:
        url = reverse("claims:claim", args=[claim.pk])
        raise IllegalMove("No write-off waits for approval on this claim.", url=url)
    return asked


def _decide(
    asked: WriteOffRequest,
    status: WriteOffRequest.Status,
    *,
    actor: AbstractUser,
    decision: str = "",
) -> None:
    asked.status, asked.decision = status, decision
    asked.decided_by_id, asked.decided_on = actor.pk, asked.claim.attempt.scenario_date
    asked.save(update_fields=["status", "decision", "decided_by", "decided_on"])
