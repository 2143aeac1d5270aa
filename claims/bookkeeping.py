"""The books of a claim, line by line: what each party paid, what was given up, who owes. PURE.

Charge + transferred = payer paid + patient paid + adjustments + written off + balance, on every
line; and balance = open with the payer + patient owes - patient credit - payer credit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims.money import ZERO

CONTRACT_REASONS = frozenset({"45", "59", "253"})
"""Reductions that the contract makes and that nobody owes: fee schedule, several procedures of
one day, the mandated cut. Every other reason leaves the line open. House convention."""


@dataclass(frozen=True, kw_only=True)
class LineAccount:
    """One line's money in dollars, all as positive amounts.

    `patient_part` is what the posted remittance leaves to the patient (its PR amounts).
    `transferred` is what came from the claim before this one (positive), or went on to the next
    payer's (negative): over the claims of an encounter it sums to zero.
    """

    line: int
    charge: Decimal = ZERO
    payer_paid: Decimal = ZERO
    adjusted: Decimal = ZERO
    patient_paid: Decimal = ZERO
    written_off: Decimal = ZERO
    patient_part: Decimal = ZERO
    transferred: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        """What is still owed by anyone."""
        owed = self.charge + self.transferred
        return owed - self.payer_paid - self.adjusted - self.patient_paid - self.written_off

    @property
    def patient_share(self) -> Decimal:
        """The patient part that no next payer has been asked for."""
        return self.patient_part + min(ZERO, self.transferred)

    @property
    def patient_owes(self) -> Decimal:
        """The unpaid patient part; never a contract amount, never more than the balance."""
        return max(ZERO, min(self.patient_share - self.patient_paid, self.balance))

    @property
    def patient_credit(self) -> Decimal:
        """What the patient paid above the patient share; it is theirs, whatever else is open."""
        return max(ZERO, self.patient_paid - self.patient_share)

    @property
    def open_with_payer(self) -> Decimal:
        """What neither the payer nor the patient has been made to pay yet."""
        return max(ZERO, self._beside_the_patient)

    @property
    def payer_credit(self) -> Decimal:
        """What payers paid above the charge less all else."""
        return max(ZERO, -self._beside_the_patient)

    @property
    def _beside_the_patient(self) -> Decimal:
        """The balance without what the patient owes or is owed."""
        return self.balance - self.patient_owes + self.patient_credit


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A ledger row to be written: `amount` negative where it reduces the balance."""

    line: int
    kind: str
    amount: Decimal
    group: str = ""
    carc: str = ""


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """Why a line's charge and payment differ, as a remittance says it."""

    line: int
    group: str
    carc: str
    amount: Decimal


def postings_of(
    paid: Mapping[int, Decimal], *, reductions: Iterable[Reduction]
) -> tuple[Posting, ...]:
    """What a remittance posts: payments by line, and the contract's reductions."""
    payments = [
        Posting(line=line, kind="payer_payment", amount=-amount)
        for line, amount in paid.items()
        if amount
    ]
    contract = [
        Posting(line=r.line, kind="adjustment", amount=-r.amount, group=r.group, carc=r.carc)
        for r in reductions
        if r.group != "PR" and r.carc in CONTRACT_REASONS
    ]
    return (*payments, *contract)


def patient_parts(reductions: Iterable[Reduction]) -> dict[int, Decimal]:
    """The patient's part of each line: the sum of its PR amounts."""
    parts: dict[int, Decimal] = {}
    for reduction in reductions:
        if reduction.group == "PR":
            parts[reduction.line] = parts.get(reduction.line, ZERO) + reduction.amount
    return parts


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A payment of the patient that stands on a line; `id` is its ledger row, dollars positive."""

    id: int
    line: int
    amount: Decimal


def lay_again(
    payments: Iterable[Payment], *, room: Mapping[int, Decimal]
) -> dict[int, dict[int, Decimal]]:
    """The patient's payments on the lines of a new answer: payment -> line -> dollars.

    Each payment stays on its own line as far as that line has room, then fills the others in their
    order; what is above all of them stays where it was, as a credit. `room` is by line.
    """
    rows, left = tuple(payments), dict(room)
    laid: dict[int, dict[int, Decimal]] = {row.id: {} for row in rows}
    over: list[tuple[Payment, Decimal]] = []
    for row in rows:
        part = max(ZERO, min(row.amount, left.get(row.line, ZERO)))
        left[row.line] = left.get(row.line, ZERO) - part
        _put(laid[row.id], row.line, part)
        over.append((row, row.amount - part))
    for row, rest in over:
        for line, part in take_in_order(rest, room=sorted(left.items())).items():
            left[line] -= part
            rest -= part
            _put(laid[row.id], line, part)
        _put(laid[row.id], row.line, rest)
    return laid


def _put(parts: dict[int, Decimal], line: int, amount: Decimal) -> None:
    if amount > 0:
        parts[line] = parts.get(line, ZERO) + amount


def take_in_order(amount: Decimal, *, room: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Lay an amount on lines in their order, each up to its room; leaves out empty lines."""
    taken: dict[int, Decimal] = {}
    for line, space in room:
        part = min(amount, space)
        if part > 0:
            taken[line] = part
            amount -= part
    return taken
