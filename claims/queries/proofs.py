"""The proof of the books as a page shows it: lines, claims, cheques, and what is off with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.core.paginator import Page
from django.urls import reverse

from claims.money import ZERO, dollars, total
from claims.queries.buttons import claim_url


@dataclass(frozen=True)
class Told:
    """What the posted remittance says of a line."""

    charge: Decimal = ZERO
    paid: Decimal = ZERO
    adjusted: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class LineProof:
    """One line's sums from the ledger (dollars), and what the remittance says; `told` None where
    nothing was posted. `remitted` is what the payer sent, before any refund; `transferred` what
    came from the claim before or (negative) went on. A next payer's claim has no charges of its
    own."""

    claim_id: int
    line: int
    charge: Decimal
    payer_paid: Decimal
    patient_paid: Decimal
    adjusted: Decimal
    written_off: Decimal
    balance: Decimal
    remitted: Decimal
    told: Told | None
    transferred: Decimal = ZERO
    has_charges: bool = True

    @property
    def problems(self) -> tuple[str, ...]:
        """What is off, in sentences; empty when the line is right."""
        parts = self.payer_paid + self.patient_paid + self.adjusted + self.written_off
        found, asked = [], self.charge + self.transferred
        if asked != parts + self.balance:
            found.append(_off("charge", asked, parts + self.balance, "its parts and balance"))
        if self.told is not None:
            rows = (
                ("charge", self.charge, self.told.charge),
                ("payer payments", self.remitted, self.told.paid),
                ("adjustments", self.adjusted, self.told.adjusted),
            )
            found += [
                _off(what, a, b, "the remittance")
                for what, a, b in (rows if self.has_charges else rows[1:])
                if a != b
            ]
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The sums of several lines, in dollars."""

    charge: Decimal
    payer_paid: Decimal
    patient_paid: Decimal
    adjusted: Decimal
    written_off: Decimal
    transferred: Decimal
    balance: Decimal


@dataclass(frozen=True, kw_only=True)
class ClaimProof:
    """One claim with its lines."""

    claim_id: int
    case: str
    patient: str
    state: str
    lines: tuple[LineProof, ...]

    @property
    def url(self) -> str:
        """Where the sums open into their rows."""
        return proof_url(self.claim_id)

    @property
    def sums(self) -> Sums:
        """The claim's sums."""
        return sums_of(self.lines)


@dataclass(frozen=True, kw_only=True)
class Cheque:
    """What a payer sent with one remittance, and what of it was posted; dollars. `payer` is named
    where the cheque is shown."""

    claim_id: int
    remittance: int
    on: date
    sent: Decimal
    posted: Decimal
    is_posted: bool
    is_newest: bool
    payer: str = ""

    @property
    def url(self) -> str:
        """The claim's remittances."""
        return claim_url(self.claim_id, "answers")

    @property
    def words(self) -> str:
        """How the two compare."""
        if self.is_posted:
            return "agrees" if self.sent == self.posted else "off"
        return "not posted" if self.is_newest else "overtaken before it was posted"

    @property
    def tone(self) -> str:
        """The tone of the badge."""
        return {"agrees": "good", "off": "bad", "not posted": "warning"}.get(self.words, "neutral")


@dataclass(frozen=True)
class Problem:
    """Something that is off, in a sentence that names claim and line or remittance."""

    claim_id: int
    words: str

    @property
    def url(self) -> str:
        """The proof of that claim."""
        return proof_url(self.claim_id)


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """The proof over some claims: all their lines and cheques, and of one `page` of claim numbers
    the `claims` with their lines and `cheques`."""

    all_lines: tuple[LineProof, ...]
    all_cheques: tuple[Cheque, ...]
    page: Page[int]
    claims: tuple[ClaimProof, ...]
    cheques: tuple[Cheque, ...]

    @cached_property
    def sums(self) -> Sums:
        """All sums."""
        return sums_of(self.all_lines)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is off anywhere."""
        lines = [
            Problem(row.claim_id, f"Claim {row.claim_id}, line {row.line}: {what}")
            for row in self.all_lines
            for what in row.problems
        ]
        cheques = [
            Problem(
                row.claim_id,
                f"Claim {row.claim_id}, remittance {row.remittance}: {dollars(row.posted)} was "
                f"posted of {dollars(row.sent)}.",
            )
            for row in self.all_cheques
            if row.words == "off"
        ]
        return (*lines, *cheques)

    @property
    def line_count(self) -> int:
        """How many lines were proved."""
        return len(self.all_lines)

    @property
    def sent(self) -> Decimal:
        """What the payers' posted remittances say was paid."""
        return total(row.sent for row in self.all_cheques if row.is_posted)

    @property
    def posted(self) -> Decimal:
        """What of it stands in the books."""
        return total(row.posted for row in self.all_cheques if row.is_posted)


def proof_url(claim_id: int) -> str:
    """Where one claim's books are proved."""
    return reverse("claims:reconciliation", args=[claim_id])


def sums_of(lines: Iterable[LineProof]) -> Sums:
    """Add lines up."""
    rows = list(lines)
    return Sums(
        charge=total(row.charge for row in rows),
        payer_paid=total(row.payer_paid for row in rows),
        patient_paid=total(row.patient_paid for row in rows),
        adjusted=total(row.adjusted for row in rows),
        written_off=total(row.written_off for row in rows),
        transferred=total(row.transferred for row in rows),
        balance=total(row.balance for row in rows),
    )


def _off(what: str, is_: Decimal, wanted: Decimal, by: str) -> str:
    return f"{what} {dollars(is_)}, by {by} {dollars(wanted)}."
