"""What is done with a patient who does not pay: a payment plan, and at last an agency."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.bookkeeping import Posting
from claims.dunning import CYCLE_DAYS, STATEMENTS, next_step_on
from claims.models import Claim, ClaimEvent, Installment, LedgerEntry, PaymentPlan
from claims.money import dollars, installments, total
from claims.services import ledger
from claims.services.advance import revise
from claims.services.patient import check_may_ask, statements_of_answer
from claims.services.posting import (
    ANSWERED,
    MAX_REASON,
    SMALL_BALANCE_LIMIT,
    close_if_settled,
)
from claims.services.refusals import Refused
from coding.display import day_text

MIN_MONTHS, MAX_MONTHS = 2, 12
MIN_INSTALLMENT = Decimal("5.00")
"""Dollars below which an installment is not worth its posting; house convention."""


@transaction.atomic
def agree_payment_plan(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, months: int
) -> ClaimEvent:
    """Agree that the patient pays in so many installments, thirty days apart; the calendar brings
    them, and the last one takes the cents that are left over.

    A patient who agreed to a plan keeps it (house convention). Raises Refused("months", ...),
    Refused("", ...) before the first statement or while a plan runs, NothingToBill, StaleClaim,
    IllegalMove (409), PermissionDenied without `claims.bill_patient`.
    """
    return revise(
        claim_id,
        "agree_payment_plan",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.bill_patient",
        states=ANSWERED,
        effect=lambda claim: _agree(claim, actor=actor, months=months),
    )


@transaction.atomic
def send_to_collections(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, reason: str
) -> ClaimEvent:
    """Give what the patient owes to an agency: thirty days after the third statement, never more
    than the patient part. The money leaves the books as a write-off of its own kind.

    Raises Refused("reason", ...), Refused("", ...) when it is too early, NothingToBill,
    StaleClaim, IllegalMove (409), PermissionDenied without `claims.bill_patient`.
    """
    event = revise(
        claim_id,
        "send_to_collections",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.bill_patient",
        states=ANSWERED,
        effect=lambda claim: _collect(claim, actor=actor, reason=reason.strip()),
    )
    close_if_settled(claim_id)
    return event


def _agree(claim: Claim, *, actor: AbstractUser, months: int) -> Mapping[str, Any]:
    owed = total(account.patient_owes for account in check_may_ask(claim, what="other plan"))
    if not statements_of_answer(claim):
        raise Refused("", "Send a statement first: a plan answers a bill.")
    if not MIN_MONTHS <= months <= MAX_MONTHS:
        raise Refused("months", f"A plan has {MIN_MONTHS} to {MAX_MONTHS} installments.")
    amounts = installments(owed, count=months)
    if min(amounts) < MIN_INSTALLMENT:
        raise Refused("months", f"That makes installments under {dollars(MIN_INSTALLMENT)}.")
    today = claim.attempt.scenario_date
    claim.statements.filter(postings=None).update(payment_on=None)
    plan = PaymentPlan.objects.create(
        claim=claim, amount=owed, agreed_on=today, agreed_by_id=actor.pk
    )
    Installment.objects.bulk_create(
        Installment(plan=plan, number=n, on=today + timedelta(days=CYCLE_DAYS * n), amount=amount)
        for n, amount in enumerate(amounts, start=1)
    )
    return {"plan": plan.pk, "months": months, "amount": str(owed)}


def _collect(claim: Claim, *, actor: AbstractUser, reason: str) -> Mapping[str, Any]:
    owed = check_may_ask(claim, what="collections")
    amount = total(account.patient_owes for account in owed)
    if not 0 < len(reason) <= MAX_REASON:
        raise Refused("reason", f"Say why, in at most {MAX_REASON} characters, for the audit.")
    if amount <= SMALL_BALANCE_LIMIT:
        raise Refused("", f"{dollars(amount)} is a small balance: write it off as one.")
    _check_asked(claim)
    kind = LedgerEntry.Kind.WRITE_OFF
    rows = [Posting(line=row.line, kind=kind, amount=-row.patient_owes) for row in owed]
    write_off = LedgerEntry.WriteOff.COLLECTIONS.value
    ledger.post(claim, rows, actor=actor, memo=reason, write_off=write_off)
    claim.statements.filter(postings=None).update(payment_on=None)
    return {"amount": str(amount), "reason": reason}


def _check_asked(claim: Claim) -> None:
    """Raises Refused before three statements, and thirty days after the third."""
    sent = [statement.on for statement in statements_of_answer(claim)]
    if len(sent) < STATEMENTS:
        asked = f"{len(sent)} statement{'' if len(sent) == 1 else 's'}"
        raise Refused("", f"The patient was sent {asked}; collections needs {STATEMENTS}.")
    may_go = next_step_on(sent)
    assert may_go is not None
    if claim.attempt.scenario_date < may_go:
        raise Refused("", f"Collections may have it from {day_text(may_go)}.")
