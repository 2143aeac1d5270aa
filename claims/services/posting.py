"""Post money: remittances and write-offs; and close what is settled."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from claims.bookkeeping import Posting, patient_parts, postings_of, take_in_order
from claims.content import ClaimContent
from claims.models import (
    Claim,
    ClaimEvent,
    ClaimState,
    Disposition,
    LedgerEntry,
    Remittance,
    WriteOffRequest,
)
from claims.money import cents, dollars, total
from claims.services import ledger
from claims.services.accounts import (
    POST,
    is_posted,
    line_accounts,
    newest_remittance,
    post_key,
    reductions_of,
)
from claims.services.advance import advance, revise
from claims.services.marking import keep_mark
from claims.services.next_payer import claim_before, move_on, waits_for_next
from claims.services.refusals import Refused

WRITE_OFF_LIMIT = Decimal("50.00")
"""Dollars above which a write-off needs `claims.approve_write_off`; house convention."""

SMALL_BALANCE_LIMIT = Decimal("10.00")
"""Dollars up to which a patient's balance may be given up as not worth a statement; house
convention."""

MAX_REASON = 200
ANSWERED = (ClaimState.PAID, ClaimState.DENIED)
Kind, WriteOff = LedgerEntry.Kind, LedgerEntry.WriteOff


@transaction.atomic
def post_remittance(
    claim_id: int, *, actor: AbstractUser, expected_version: int, by_hand: bool = False
) -> Remittance:
    """Post the newest remittance to the ledger, taking back what an earlier one had posted.

    Posts payments and contract reductions; a denied line stays open. A remittance that is posted
    already changes nothing. Closes the claim when nothing is owed. `by_hand` is noted in
    the log: the amounts were typed and agree. Raises StaleClaim (409), Refused("", ...) when there
    is no remittance, PermissionDenied without `claims.post_money`.
    """
    remittance = newest_remittance(Claim.objects.get(pk=claim_id))
    if remittance is None:
        raise Refused("", "The payer has not answered yet: there is nothing to post.")
    if is_posted(remittance):
        return remittance
    revise(
        claim_id,
        POST,
        actor=actor,
        key=post_key(remittance),
        expected_version=expected_version,
        permission="claims.post_money",
        effect=lambda claim: _post(claim, remittance, actor=actor, by_hand=by_hand),
    )
    close_if_settled(claim_id)
    return remittance


@transaction.atomic
def write_off(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    amount: Decimal,
    reason: str,
    kind: LedgerEntry.WriteOff,
) -> ClaimEvent:
    """Give up part of the balance, told apart as contractual, avoidable or small balance.

    Contractual and avoidable write-offs take what is open with the payer, a small balance what
    the patient owes. Raises Refused("amount" | "reason" | "kind", ...), StaleClaim, IllegalMove
    (409), PermissionDenied above WRITE_OFF_LIMIT without `claims.approve_write_off`.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        _check_limit(claim, actor=actor, amount=amount)
        check_write_off(claim, amount=amount, reason=reason, kind=kind)
        parts = take_in_order(amount, room=_room(claim, kind))
        rows = [Posting(line=n, kind=Kind.WRITE_OFF, amount=-part) for n, part in parts.items()]
        ledger.post(claim, rows, actor=actor, memo=reason.strip(), write_off=kind.value)
        return {"amount": str(amount), "kind": kind.value, "reason": reason.strip()}

    event = advance(
        claim_id,
        "write_off",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=effect,
    )
    close_if_settled(claim_id)
    return event


def close_if_settled(claim_id: int) -> None:
    """Close an answered, posted claim on which nothing is owed; a next payer's not before its part
    has come over from the claim before."""
    claim = Claim.objects.get(pk=claim_id)
    newest = newest_remittance(claim)
    if claim.state not in ANSWERED or newest is None or not is_posted(newest):
        return
    if (after := waits_for_next(claim)) is not None:
        close_if_settled(after.pk)
        return
    before = claim_before(claim)
    if before is not None and needs_posting(before):
        return
    if any(account.balance or account.patient_credit for account in line_accounts(claim)):
        return
    overtake_promises(claim)
    advance(
        claim_id,
        "close",
        actor=None,
        key=f"close:{claim.version}",
        expected_version=claim.version,
        effect=lambda found: {"_call": {"disposition": _disposition(found)}},
    )
    keep_mark(Claim.objects.get(pk=claim_id))
    close_before(claim)


def close_before(claim: Claim) -> None:
    """The claim that waited for this one may be settled now."""
    if (before := claim_before(claim)) is not None:
        close_if_settled(before.pk)


def write_off_room(claim: Claim, kind: LedgerEntry.WriteOff) -> Decimal:
    """The most that may be written off as this kind, in dollars."""
    return total(space for _, space in _room(claim, kind))


def needs_posting(claim: Claim) -> bool:
    """Whether the payer's newest answer is not in the books yet."""
    newest = newest_remittance(claim)
    return newest is not None and not is_posted(newest)


def overtake_promises(claim: Claim) -> None:
    """End what a new answer, a void or the close overtakes: payment plan, waiting write-off."""
    today = claim.attempt.scenario_date
    claim.payment_plans.filter(ended_on=None).update(ended_on=today)
    waiting = claim.write_off_requests.filter(status=WriteOffRequest.Status.WAITING)
    waiting.update(status=WriteOffRequest.Status.OVERTAKEN, decided_on=today)


def _post(
    claim: Claim, remittance: Remittance, *, actor: AbstractUser, by_hand: bool
) -> Mapping[str, Any]:
    """Take back the earlier answer's postings and whatever was given up on it; post this one."""
    content = ClaimContent.from_json(remittance.submission.content)
    reductions = reductions_of(remittance)
    memo = f"Taken back for remittance {remittance.number}"
    old = [Kind.PAYER_PAYMENT, Kind.ADJUSTMENT, Kind.WRITE_OFF]
    ledger.take_back(claim, old, memo=memo, actor=actor)
    ledger.post_charges(claim, content, actor=actor)
    after = waits_for_next(claim)
    parts = {} if after else patient_parts(reductions)
    ledger.lay_patient_money(claim, parts, actor=actor)
    overtake_promises(claim)
    ledger.post(
        claim,
        postings_of(_paid(remittance), reductions=reductions),
        actor=actor,
        memo=f"Remittance {remittance.number}",
        remittance=remittance,
    )
    if after is not None:
        move_on(claim, after, remittance=remittance, actor=actor)
    return {"remittance": remittance.pk, "paid": str(remittance.paid), "by_hand": by_hand}


def _paid(remittance: Remittance) -> dict[int, Decimal]:
    return dict(remittance.lines.order_by("number").values_list("number", F("paid")))


def _check_limit(claim: Claim, *, actor: AbstractUser, amount: Decimal) -> None:
    if amount > WRITE_OFF_LIMIT and not actor.has_perm("claims.approve_write_off", claim):
        raise PermissionDenied(
            f"A write-off above {dollars(WRITE_OFF_LIMIT)} needs the approval of a manager"
        )


def check_write_off(
    claim: Claim, *, amount: Decimal, reason: str, kind: LedgerEntry.WriteOff
) -> None:
    """Raises Refused when the write-off does not fit the books."""
    if needs_posting(claim):
        raise Refused("", "Post the newest remittance first; then see what is still open.")
    if not 0 < len(reason.strip()) <= MAX_REASON:
        raise Refused("reason", f"Say why, in at most {MAX_REASON} characters, for the audit.")
    if kind in STEPS_OF_THEIR_OWN:
        raise Refused("kind", STEPS_OF_THEIR_OWN[kind])
    if not amount.is_finite() or amount <= 0 or amount != cents(amount):
        raise Refused("amount", "Write an amount above zero, in dollars and cents.")
    most = write_off_room(claim, kind)
    if kind == WriteOff.SMALL_BALANCE and most > SMALL_BALANCE_LIMIT:
        raise Refused("kind", too_large_for_small(most))
    if amount > most:
        whose = "the patient owes" if kind == WriteOff.SMALL_BALANCE else "is open with the payer"
        raise Refused("amount", f"Only {dollars(most)} {whose}; write off that or less.")


STEPS_OF_THEIR_OWN = {
    WriteOff.VOID: "Only a void writes off the whole claim.",
    WriteOff.COLLECTIONS: "Collections is a step of its own, after three statements.",
}


def too_large_for_small(owed: Decimal) -> str:
    """Why a patient's balance is no small balance."""
    return (
        f"The patient owes {dollars(owed)}; up to {dollars(SMALL_BALANCE_LIMIT)} is a small "
        "balance. Send a statement or agree a payment plan."
    )


def _room(claim: Claim, kind: LedgerEntry.WriteOff) -> list[tuple[int, Decimal]]:
    """Room for a write-off on each line."""
    if kind == WriteOff.SMALL_BALANCE:
        return [(account.line, account.patient_owes) for account in line_accounts(claim)]
    return [(account.line, account.open_with_payer) for account in line_accounts(claim)]


def _disposition(claim: Claim) -> Disposition:
    """How the claim ended, from its standing write-offs."""
    standing = claim.ledger.filter(kind=Kind.WRITE_OFF, reverses=None, reversed_by=None)
    given_up = set(standing.values_list("write_off", flat=True))
    if WriteOff.COLLECTIONS in given_up:
        return Disposition.COLLECTIONS
    return Disposition.WRITTEN_OFF if given_up else Disposition.PAID_IN_FULL
