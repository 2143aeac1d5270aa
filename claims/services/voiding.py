"""Take a claim back: frequency 8, and the money undone."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.assemble import payer_terms
from claims.bookkeeping import Posting
from claims.content import ClaimContent
from claims.models import Claim, ClaimEvent, LedgerEntry, Submission
from claims.services import ledger
from claims.services.accounts import line_accounts, newest_remittance
from claims.services.advance import advance
from claims.services.counters import restore_counters
from claims.services.marking import keep_mark
from claims.services.next_payer import bring_back, claim_before, waits_for_next
from claims.services.posting import close_before, overtake_promises
from claims.services.refusals import Refused
from claims.services.remittances import add_void_remittance
from claims.services.submissions import add_submission, standing_submission

Kind, WriteOff = LedgerEntry.Kind, LedgerEntry.WriteOff


@transaction.atomic
def void_claim(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, reason: str
) -> ClaimEvent:
    """Take the claim back: frequency 8, the payer recoups, the patient is refunded, the ledger is
    brought to zero. Raises Refused("reason", ...), StaleClaim, IllegalMove (409), PermissionDenied.
    """
    event = advance(
        claim_id,
        "void",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=lambda claim: _void(claim, actor=actor, reason=reason.strip()),
    )
    keep_mark(event.claim)
    close_before(event.claim)
    return event


def _void(claim: Claim, *, actor: AbstractUser, reason: str) -> Mapping[str, Any]:
    """Send frequency 8 and undo the money."""
    if not reason:
        raise Refused("reason", "Say why the claim is taken back.")
    payer = payer_terms(claim.content["payer_id"])
    if not payer.accepts_replacements:
        raise Refused("", f"{payer.name} takes no voids; correct the claim instead.")
    content = ClaimContent.from_json(standing_submission(claim).content)
    restore_counters(claim, newest_remittance(claim))
    submission = add_submission(
        claim, actor=actor, frequency=Submission.Frequency.VOID, content=content
    )
    add_void_remittance(claim, submission)
    overtake_promises(claim)
    _undo_transfers(claim, memo=f"Void: {reason}"[:200], actor=actor)
    kinds = [kind for kind in Kind if kind not in (Kind.CHARGE, Kind.TRANSFER)]
    ledger.take_back(claim, kinds, memo=f"Void: {reason}"[:200], actor=actor)
    claim.statements.filter(postings=None).update(payment_on=None)
    charges = [
        Posting(line=account.line, kind=Kind.WRITE_OFF, amount=-account.charge)
        for account in line_accounts(claim)
        if account.charge
    ]
    ledger.post(claim, charges, actor=actor, memo=reason[:200], write_off=WriteOff.VOID.value)
    return {"submission": submission.pk, "reason": reason}


def _undo_transfers(claim: Claim, *, memo: str, actor: AbstractUser) -> None:
    """A voided claim asks no next payer, and gives back what the one before had left."""
    if (after := waits_for_next(claim)) is not None:
        bring_back(claim, after, memo=memo, actor=actor)
    if (before := claim_before(claim)) is not None:
        bring_back(before, claim, memo=memo, actor=actor)
