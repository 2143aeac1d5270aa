"""Give back what was paid too much. A credit stays in sight until then."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.bookkeeping import LineAccount, Posting, take_in_order
from claims.models import Claim, ClaimEvent, LedgerEntry
from claims.money import cents, dollars, total
from claims.services import ledger
from claims.services.accounts import line_accounts, posted_remittance
from claims.services.advance import revise
from claims.services.posting import ANSWERED, MAX_REASON, close_if_settled, needs_posting
from claims.services.refusals import Refused

REFUND_DAYS = 60
"""Days in which an overpayment goes back once it is known. Source: 42 CFR 401.305 (Medicare);
the sandbox asks the same of every payer and of the patient, house convention."""


class Payee(StrEnum):
    """Who gets the money back."""

    PATIENT = "patient"
    PAYER = "payer"


KIND = {
    Payee.PATIENT: LedgerEntry.Kind.PATIENT_REFUND,
    Payee.PAYER: LedgerEntry.Kind.PAYER_REFUND,
}


@transaction.atomic
def refund(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    to: Payee,
    amount: Decimal,
    reason: str,
) -> ClaimEvent:
    """Pay a credit back to the patient or the payer: a ledger row, never more than the credit.

    Closes the claim when nothing is owed. Raises Refused("amount" | "reason", ...), StaleClaim,
    IllegalMove (409), PermissionDenied without `claims.post_money`.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        _check(claim, to=to, amount=amount, reason=reason)
        room = [(account.line, _credit(account, to)) for account in line_accounts(claim)]
        parts = take_in_order(amount, room=room)
        rows = [Posting(line=line, kind=KIND[to], amount=part) for line, part in parts.items()]
        ledger.post(claim, rows, actor=actor, memo=reason.strip())
        return {"to": to.value, "amount": str(amount), "reason": reason.strip()}

    event = revise(
        claim_id,
        "refund",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.post_money",
        states=ANSWERED,
        effect=effect,
    )
    close_if_settled(claim_id)
    return event


def credit_room(claim: Claim, to: Payee) -> Decimal:
    """What may be given back, in dollars."""
    return total(_credit(account, to) for account in line_accounts(claim))


def refund_due(claim: Claim) -> date | None:
    """By when a credit must go back: so many days after the posting that showed it."""
    posted = posted_remittance(claim)
    return posted.on + timedelta(days=REFUND_DAYS) if posted else None


def _credit(account: LineAccount, to: Payee) -> Decimal:
    return account.patient_credit if to is Payee.PATIENT else account.payer_credit


def _check(claim: Claim, *, to: Payee, amount: Decimal, reason: str) -> None:
    """Raises Refused when the refund does not fit the books."""
    if needs_posting(claim):
        raise Refused("", "Post the newest remittance first; then see what is left to give back.")
    if not 0 < len(reason.strip()) <= MAX_REASON:
        raise Refused("reason", f"Say why, in at most {MAX_REASON} characters, for the audit.")
    if not amount.is_finite() or amount <= 0 or amount != cents(amount):
        raise Refused("amount", "Write an amount above zero, in dollars and cents.")
    most = credit_room(claim, to)
    if amount > most:
        raise Refused("amount", f"Only {dollars(most)} of the {to.value}'s money is over.")
