"""The money of many claims at once, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from claims.bookkeeping import LineAccount
from claims.models import Adjustment, Claim, ClaimEvent, LedgerEntry, Remittance
from claims.money import ZERO, cents, total
from claims.services.accounts import POST, accounts_from

Claims = Collection[int] | QuerySet[Claim]
"""Some claims by their numbers, or those that a query finds: of thousands the database is asked
rather than told."""


class Answer(NamedTuple):
    """A remittance as far as the books need it; dollars."""

    pk: int
    number: int
    cause: str
    outcome: str
    on: date
    charge: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Books:
    """One claim's books: its lines, and what the payer has answered; dollars. `in_force` is the
    remittance that the ledger holds now."""

    lines: tuple[LineAccount, ...] = ()
    remittances: tuple[Answer, ...] = ()
    posted: frozenset[int] = field(default_factory=frozenset)
    in_force: int | None = None

    @property
    def newest(self) -> Answer | None:
        """The payer's answer that is in force."""
        return self.remittances[-1] if self.remittances else None

    @property
    def needs_posting(self) -> bool:
        """The newest answer is not in the ledger yet."""
        newest = self.newest
        return newest is not None and newest.cause != "void" and newest.pk not in self.posted

    @property
    def charge(self) -> Decimal:
        """What was charged."""
        return total(line.charge for line in self.lines)

    @property
    def payer_paid(self) -> Decimal:
        """What the payer paid."""
        return total(line.payer_paid for line in self.lines)

    @property
    def adjusted(self) -> Decimal:
        """What the contract took off."""
        return total(line.adjusted for line in self.lines)

    @property
    def patient_paid(self) -> Decimal:
        """What the patient paid."""
        return total(line.patient_paid for line in self.lines)

    @property
    def written_off(self) -> Decimal:
        """What was given up."""
        return total(line.written_off for line in self.lines)

    @property
    def transferred(self) -> Decimal:
        """What came from the payer before (positive), or went on to the next (negative)."""
        return total(line.transferred for line in self.lines)

    @property
    def went_on(self) -> Decimal:
        """What went on to the next payer, as a positive amount."""
        return max(ZERO, -self.transferred)

    @property
    def asked_label(self) -> str:
        """What `asked` is called."""
        if self.transferred:
            return "Came over" if self.transferred > 0 else "Charge kept"
        return "Charge"

    @property
    def asked(self) -> Decimal:
        """What this claim has to bring in: its charge, less what went on, or what came to it."""
        return self.charge + self.transferred

    @property
    def balance(self) -> Decimal:
        """What is still owed."""
        return total(line.balance for line in self.lines)

    @property
    def patient_owes(self) -> Decimal:
        """The unpaid patient part."""
        return total(line.patient_owes for line in self.lines)

    @property
    def patient_credit(self) -> Decimal:
        """What the patient paid too much."""
        return total(line.patient_credit for line in self.lines)

    @property
    def payer_credit(self) -> Decimal:
        """What payers paid too much."""
        return total(line.payer_credit for line in self.lines)

    @property
    def credit(self) -> Decimal:
        """What was paid too much, by whomever."""
        return self.patient_credit + self.payer_credit

    @property
    def open_with_payer(self) -> Decimal:
        """What neither payer nor patient has been made to pay yet."""
        return total(line.open_with_payer for line in self.lines)


def books_of(claims: Claims) -> Mapping[int, Books]:
    """The books of each claim, also of one without a posting; four queries however many, and one
    for the claims themselves where a query is given."""
    asked, pks = _both(claims)
    posted = posted_of(asked)
    remittances = answers_to(asked)
    in_force = answers_in_force(remittances, posted)
    parts, sums = _patient_parts(in_force.values()), ledger_sums(asked)
    return {
        pk: Books(
            lines=accounts_from(sums[pk], parts[in_force[pk]] if pk in in_force else {}),
            remittances=tuple(remittances[pk]),
            posted=frozenset(posted.get(pk, ())),
            in_force=in_force.get(pk),
        )
        for pk in pks
    }


def _both(claims: Claims) -> tuple[Claims, Collection[int]]:
    """What the database is asked by, and the numbers."""
    if isinstance(claims, QuerySet):
        return claims, list(claims.values_list("pk", flat=True))
    return claims, claims


def answers_in_force(
    remittances: Mapping[int, list[Answer]], posted: Mapping[int, list[int]]
) -> dict[int, int]:
    """The remittance that each claim's books hold now: the one posted last, unless a void took it
    back. What was posted is to be asked before what was answered: an answer may come between."""
    return {
        claim_id: found[-1]
        for claim_id, found in posted.items()
        if not _is_taken_back(found[-1], remittances[claim_id])
    }


def _is_taken_back(posted: int, remittances: list[Answer]) -> bool:
    """The claim was voided after that answer, whatever the payer has answered since."""
    pks = [row.pk for row in remittances]
    later = remittances[pks.index(posted) + 1 :]
    return any(row.cause == Remittance.Cause.VOID for row in later)


def answers_to(asked: Claims) -> defaultdict[int, list[Answer]]:
    """Each claim's remittances, oldest first; no refusals of duplicates."""
    found: defaultdict[int, list[Answer]] = defaultdict(list)
    rows = Remittance.objects.filter(submission__claim__in=asked).standing().order_by("number")
    for claim_id, *answer in rows.values_list("submission__claim_id", *Answer._fields):
        found[claim_id].append(Answer(*answer))
    return found


def posted_of(asked: Claims) -> dict[int, list[int]]:
    """The remittances that each claim's log says were posted, oldest first."""
    found: dict[int, list[int]] = {}
    events = ClaimEvent.objects.filter(claim__in=asked, move=POST).order_by("version")
    for claim_id, remittance_id in events.values_list("claim_id", "payload__remittance"):
        found.setdefault(claim_id, []).append(remittance_id)
    return found


def _patient_parts(remittance_ids: Collection[int]) -> defaultdict[int, dict[int, Decimal]]:
    """The PR amounts of each remittance, by line number."""
    found: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = Adjustment.objects.filter(line__remittance__in=remittance_ids, group="PR")
    summed = rows.order_by().values_list("line__remittance_id", "line__number")
    for remittance_id, line, amount in summed.annotate(Sum("amount")):
        found[remittance_id][line] = cents(amount)
    return found


def ledger_sums(asked: Claims) -> defaultdict[int, dict[int, dict[str, Decimal]]]:
    """The ledger by claim, line and kind."""
    found: defaultdict[int, dict[int, dict[str, Decimal]]] = defaultdict(dict)
    rows = LedgerEntry.objects.filter(claim__in=asked).order_by("claim_id", "line")
    for claim_id, line, kind, amount in rows.values_list("claim_id", "line", "kind").annotate(
        Sum("amount")
    ):
        found[claim_id].setdefault(line, {})[kind] = cents(amount)
    return found
