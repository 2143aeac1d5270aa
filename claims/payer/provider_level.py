"""What a payer settles beside its claims: interest, money it waits for, money it takes back. PURE.

A payer pays by the transaction, not by the claim. A new answer to an old claim is two claims in one
transaction: the old answer with every sign turned, and the new one. What is not about a claim
stands beside them as provider-level adjustments; positive ones lower the cheque, negative ones
raise it. The cheque is never below zero: what is missing is carried forward (FB) and recouped from
later payments (WO).

Source: the balance of a remittance as X12's requests for interpretation 2348 and 2601 have it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from claims.facts import Payer
from claims.money import ZERO, dollars, share, total
from claims.payer.answer import OutOfBalance

YEAR = 365


class ProviderReason(StrEnum):
    """Why the cheque differs from the claims."""

    INTEREST = "L6"
    FORWARD_BALANCE = "FB"
    RECOUPMENT = "WO"


@dataclass(frozen=True, kw_only=True)
class ProviderAdjustment:
    """One adjustment of the cheque in dollars: positive lowers it, negative raises it."""

    reason: ProviderReason
    amount: Decimal
    detail: str


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """One payment: what the claims in it come to, the adjustments beside them, the cheque.

    ``claims`` are the payments of the claims, a taken-back one negative. ``owed`` is what the
    practice owes the payer afterwards.
    """

    claims: tuple[Decimal, ...]
    adjustments: tuple[ProviderAdjustment, ...]
    cheque: Decimal
    owed: Decimal


def settle(
    paid: Decimal,
    *,
    payer: Payer,
    received: date,
    remitted: date,
    before: Decimal = ZERO,
    owed: Decimal = ZERO,
) -> Transaction:
    """The transaction that carries an answer.

    ``before`` is what the payer paid on the answer that this one takes the place of, ``owed`` what
    the practice still owes it. Raises OutOfBalance, which is a fault of this program.
    """
    claims = (-before, paid) if before else (paid,)
    adjustments = []
    late = interest(max(ZERO, paid - before), payer=payer, received=received, remitted=remitted)
    if late:
        adjustments.append(late)
    due = total(claims) - total(row.amount for row in adjustments)
    if due < 0:
        detail = f"{dollars(-due)} more is taken back than is paid; it is carried forward."
        adjustments.append(_row(ProviderReason.FORWARD_BALANCE, due, detail))
        owed -= due
    elif owed:
        back = min(owed, due)
        detail = f"{dollars(back)} that was owed from an earlier payment is taken back."
        adjustments += [_row(ProviderReason.RECOUPMENT, back, detail)] if back else []
        owed -= back
    cheque = total(claims) - total(row.amount for row in adjustments)
    return _balanced(
        Transaction(claims=claims, adjustments=tuple(adjustments), cheque=cheque, owed=owed)
    )


def interest(
    paid: Decimal, *, payer: Payer, received: date, remitted: date
) -> ProviderAdjustment | None:
    """Simple interest for each day after the payer's prompt-payment limit; None when in time.

    Source: prompt-payment laws; days and rate are the payer's terms (house convention).
    """
    if payer.prompt_pay_days is None or not paid:
        return None
    days = (remitted - received).days - payer.prompt_pay_days
    amount = share(paid, rate=payer.interest_rate * max(days, 0) / YEAR)
    if not amount:
        return None
    detail = (
        f"{dollars(amount)} interest for {days} days after the {payer.prompt_pay_days} allowed."
    )
    return _row(ProviderReason.INTEREST, -amount, detail)


def _row(reason: ProviderReason, amount: Decimal, detail: str) -> ProviderAdjustment:
    return ProviderAdjustment(reason=reason, amount=amount, detail=detail)


def _balanced(transaction: Transaction) -> Transaction:
    """The transaction itself, if claims less adjustments are the cheque and it is not negative."""
    sums = total(transaction.claims) - total(row.amount for row in transaction.adjustments)
    if sums != transaction.cheque or transaction.cheque < 0 or transaction.owed < 0:
        raise OutOfBalance(f"the cheque {transaction.cheque} does not balance: {transaction}")
    return transaction
