"""Bill the patient for the patient's part, and receive what comes of it."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.bookkeeping import LineAccount, Posting, take_in_order
from claims.dunning import STATEMENTS, age_debt, first_asked_on, next_step_on
from claims.models import Claim, ClaimEvent, Installment, LedgerEntry, Statement
from claims.money import ZERO, dollars, share, total
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
from coding.display import day_text

__all__ = ["bill_patient", "patient_balance", "receive_installment", "receive_payment"]

ENOUGH_STATEMENTS = (
    f"{STATEMENTS} statements went out. What is left is a payment plan, a small balance, or "
    "collections."
)


def bill_patient(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Send a statement for exactly the unpaid patient part; the event's payload holds its number.

    The next one goes thirty days later at the earliest, and after three no more. Raises Refused
    when it is too early, enough, a payment plan runs, or the newest remittance is not posted;
    NothingToBill, StaleClaim, IllegalMove (409), PermissionDenied.
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
    _receive(
        statement.claim_id,
        statement.payment_amount,
        key=f"payment:{statement.pk}",
        memo=f"Statement {statement.number}",
        statement=statement,
    )
    came: Decimal = -total(statement.postings.values_list("amount", flat=True))
    if not came:
        Statement.objects.filter(pk=statement.pk).update(payment_on=None)
    return came


@transaction.atomic
def receive_installment(installment: Installment) -> Decimal:
    """The patient pays an installment of the plan; returns the dollars that came.

    The plan ends with its last installment, or when nothing is owed any more.
    """
    plan = installment.plan
    _receive(
        plan.claim_id,
        installment.amount,
        key=f"installment:{installment.pk}",
        memo=f"Installment {installment.number}",
        installment=installment,
    )
    came: Decimal = -total(installment.postings.values_list("amount", flat=True))
    claim = Claim.objects.select_related("attempt").get(pk=plan.claim_id)
    if not came or not plan.installments.filter(postings=None).exists():
        plan.claim.payment_plans.filter(pk=plan.pk).update(ended_on=claim.attempt.scenario_date)
    return came


def statements_of_answer(claim: Claim) -> list[Statement]:
    """The statements sent since the payer's answer that is posted, oldest first."""
    posted = posted_remittance(claim)
    return list(claim.statements.filter(remittance=posted).order_by("number")) if posted else []


def has_running_plan(claim: Claim) -> bool:
    """Whether the patient is paying in installments."""
    return claim.payment_plans.filter(ended_on=None).exists()


def check_may_ask(claim: Claim, *, what: str) -> list[LineAccount]:
    """The lines on which the patient owes. Raises Refused or NothingToBill when `what` is not to
    be had now."""
    if needs_posting(claim):
        raise Refused("", "Post the newest remittance first: it says what the patient owes.")
    owed = [account for account in line_accounts(claim) if account.patient_owes > 0]
    if not owed:
        raise NothingToBill("", "The payer left nothing to the patient that is still unpaid.")
    if has_running_plan(claim):
        raise Refused("", f"The patient is paying by a plan; while it runs there is no {what}.")
    return owed


def _send_statement(claim: Claim) -> Mapping[str, Any]:
    owed = check_may_ask(claim, what="statement")
    sent = statements_of_answer(claim)
    today = claim.attempt.scenario_date
    _check_turn(sent, today=today)
    amount = total(account.patient_owes for account in owed)
    number = claim.statements.count() + 1
    claim.statements.filter(postings=None).update(payment_on=None)
    lines = _statement_lines(claim, owed)
    Statement.objects.create(
        claim=claim,
        number=number,
        on=today,
        amount=amount,
        lines=lines,
        aging=_aging(owed, sent, today=today),
        remittance=posted_remittance(claim),
        **_expectation(claim, amount),
    )
    return {"statement": number, "amount": str(amount)}


def _check_turn(sent: list[Statement], *, today: date) -> None:
    """Raises Refused when it is too early for the next statement, or enough."""
    if len(sent) >= STATEMENTS:
        raise Refused("", ENOUGH_STATEMENTS)
    may_go = next_step_on([statement.on for statement in sent])
    if may_go is not None and today < may_go:
        raise Refused(
            "",
            f"Statement {sent[-1].number} went out on {day_text(sent[-1].on)}. The next may go on "
            f"{day_text(may_go)}.",
        )


def _expectation(claim: Claim, amount: Decimal) -> dict[str, Any]:
    """When the patient will pay and how much; a patient who never pays has no date."""
    pays = claim.attempt.parsed().patient_pays
    comes = share(amount, rate=pays.share)
    day = claim.attempt.scenario_date + timedelta(days=pays.after_days)
    return {"payment_on": day if comes else None, "payment_amount": comes}


def _aging(owed: list[LineAccount], sent: list[Statement], *, today: date) -> list[str]:
    asked = first_asked_on((row.on, [line["line"] for line in row.lines]) for row in sent)
    sums = age_debt(
        {account.line: account.patient_owes for account in owed}, first_asked=asked, today=today
    )
    return [str(amount) for amount in sums]


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


def _receive(
    claim_id: int,
    amount: Decimal,
    *,
    key: str,
    memo: str,
    statement: Statement | None = None,
    installment: Installment | None = None,
) -> None:
    """Lay a payment on the lines that the patient owes, in order; close what is settled."""

    def effect(claim: Claim) -> Mapping[str, Any]:
        room = [(account.line, account.patient_owes) for account in line_accounts(claim)]
        parts = take_in_order(amount, room=room)
        kind = LedgerEntry.Kind.PATIENT_PAYMENT
        rows = [Posting(line=line, kind=kind, amount=-part) for line, part in parts.items()]
        ledger.post(
            claim, rows, actor=None, memo=memo, statement=statement, installment=installment
        )
        number = {"statement": statement.number} if statement else {}
        return {**number, "amount": dollars(sum(parts.values(), ZERO))}

    revise(
        claim_id,
        "receive_payment",
        actor=None,
        key=key,
        expected_version=Claim.objects.get(pk=claim_id).version,
        permission="",
        by="patient",
        effect=effect,
    )
    close_if_settled(claim_id)
