"""Bill the patient for the patient's part, and receive the payment."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.bookkeeping import LineAccount, Posting, take_in_order
from claims.models import Claim, ClaimEvent, LedgerEntry, Statement
from claims.money import dollars, share, total
from claims.services import ledger
from claims.services.accounts import (
    line_accounts,
    patient_balance,
    posted_remittance,
    reductions_of,
)
from claims.services.advance import advance, revise
from claims.services.posting import close_if_settled, needs_posting
from claims.services.refusals import NothingToBill, Refused

__all__ = ["bill_patient", "patient_balance", "receive_payment"]


def bill_patient(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Send a statement for exactly the unpaid patient part; the event's payload holds its number.

    Raises Refused when the newest remittance is not posted, NothingToBill, StaleClaim,
    IllegalMove (409), PermissionDenied.
    """
    return advance(
        claim_id,
        "bill_patient",
        actor=actor,
        key=key,
        expected_version=expected_version,
        effect=_send_statement,
    )


@transaction.atomic
def receive_payment(statement: Statement) -> Decimal:
    """The patient pays a statement on the day the case says; returns the dollars that came.

    Never more than the patient still owes: a statement overtaken by a new answer brings less, or
    nothing. Closes the claim when nothing is owed.
    """
    claim_id = statement.claim_id
    revise(
        claim_id,
        "receive_payment",
        actor=None,
        key=f"payment:{statement.pk}",
        expected_version=Claim.objects.get(pk=claim_id).version,
        permission="",
        by="patient",
        effect=lambda claim: _receive(claim, statement),
    )
    close_if_settled(claim_id)
    return -total(statement.postings.values_list("amount", flat=True))


def _send_statement(claim: Claim) -> Mapping[str, Any]:
    if needs_posting(claim):
        raise Refused("", "Post the newest remittance first: it says what the patient owes.")
    owed = [account for account in line_accounts(claim) if account.patient_owes > 0]
    amount = total(account.patient_owes for account in owed)
    if amount <= 0:
        raise NothingToBill("", "The payer left nothing to the patient that is still unpaid.")
    today = claim.attempt.scenario_date
    pays = claim.attempt.case_version.parsed().patient_pays
    number = claim.statements.count() + 1
    claim.statements.filter(postings=None).update(payment_on=None)
    Statement.objects.create(
        claim=claim,
        number=number,
        on=today,
        amount=amount,
        lines=_statement_lines(claim, owed),
        payment_on=today + timedelta(days=pays.after_days),
        payment_amount=share(amount, rate=pays.share),
    )
    return {"statement": number, "amount": str(amount)}


def _statement_lines(claim: Claim, owed: list[LineAccount]) -> list[dict[str, Any]]:
    """One row a line: what it was charged, why the patient owes it, and how much."""
    posted = posted_remittance(claim)
    reductions = reductions_of(posted) if posted else ()
    services = dict(enumerate(claim.boxes.lines, start=1))
    return [
        {
            "line": account.line,
            "procedure": services[account.line].procedure,
            "date": services[account.line].date.isoformat(),
            "charge": str(account.charge),
            "reasons": [r.carc for r in reductions if (r.line, r.group) == (account.line, "PR")],
            "amount": str(account.patient_owes),
        }
        for account in owed
    ]


def _receive(claim: Claim, statement: Statement) -> Mapping[str, Any]:
    """Lay the payment on the lines that the patient owes, in order."""
    room = [(account.line, account.patient_owes) for account in line_accounts(claim)]
    parts = take_in_order(statement.payment_amount, room=room)
    kind = LedgerEntry.Kind.PATIENT_PAYMENT
    ledger.post(
        claim,
        [Posting(line=line, kind=kind, amount=-part) for line, part in parts.items()],
        actor=None,
        memo=f"Statement {statement.number}",
        statement=statement,
    )
    if not parts:
        Statement.objects.filter(pk=statement.pk).update(payment_on=None)
    return {"statement": statement.number, "amount": dollars(total(parts.values()))}
