"""Proof of the books: line by line and cheque by cheque, from the ledger's own sums.

Two things are compared that come from different rows: what the ledger holds, and what the payer's
remittances say. A line is right when its parts and its balance make its charge, and when payments
and adjustments are those of the remittance that is posted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
from django.urls import reverse

from claims.assemble import payer_terms
from claims.bookkeeping import CONTRACT_REASONS
from claims.models import Adjustment, Claim, ClaimEvent, LedgerEntry, Remittance, RemittanceLine
from claims.money import ZERO, cents, dollars, total
from claims.queries.buttons import claim_url
from claims.services.accounts import POST

Kind = LedgerEntry.Kind
PARTS = {
    "charge": (Kind.CHARGE,),
    "payer_paid": (Kind.PAYER_PAYMENT,),
    "payer_refunded": (Kind.PAYER_REFUND,),
    "patient_paid": (Kind.PATIENT_PAYMENT, Kind.PATIENT_REFUND),
    "adjusted": (Kind.ADJUSTMENT,),
    "written_off": (Kind.WRITE_OFF,),
}


@dataclass(frozen=True)
class Told:
    """What the posted remittance says of a line."""

    charge: Decimal = ZERO
    paid: Decimal = ZERO
    adjusted: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class LineProof:
    """One line's sums from the ledger (dollars), and what the remittance says; `told` None where
    nothing was posted. `remitted` is what the payer sent, before any refund."""

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

    @property
    def problems(self) -> tuple[str, ...]:
        """What is off, in sentences; empty when the line is right."""
        parts = self.payer_paid + self.patient_paid + self.adjusted + self.written_off
        found = []
        if self.charge != parts + self.balance:
            found.append(_off("charge", self.charge, parts + self.balance, "its parts and balance"))
        if self.told is not None:
            rows = (
                ("charge", self.charge, self.told.charge),
                ("payer payments", self.remitted, self.told.paid),
                ("adjustments", self.adjusted, self.told.adjusted),
            )
            found += [_off(what, a, b, "the remittance") for what, a, b in rows if a != b]
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The sums of several lines, in dollars."""

    charge: Decimal
    payer_paid: Decimal
    patient_paid: Decimal
    adjusted: Decimal
    written_off: Decimal
    balance: Decimal


@dataclass(frozen=True, kw_only=True)
class ClaimProof:
    """One claim with its lines."""

    claim_id: int
    case: str
    patient: str
    payer: str
    state: str
    lines: tuple[LineProof, ...]

    @property
    def url(self) -> str:
        """Where the sums open into their rows."""
        return reverse("claims:reconciliation", args=[self.claim_id])

    @property
    def sums(self) -> Sums:
        """The claim's sums."""
        return sums_of(self.lines)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is off, with the line."""
        return tuple(f"Line {row.line}: {what}" for row in self.lines for what in row.problems)


@dataclass(frozen=True, kw_only=True)
class Cheque:
    """What a payer sent with one remittance, and what of it was posted; dollars."""

    claim_id: int
    remittance: int
    payer: str
    on: date
    sent: Decimal
    posted: Decimal
    is_posted: bool
    is_newest: bool

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
class Reconciliation:
    """The proof over some claims."""

    claims: tuple[ClaimProof, ...] = ()
    cheques: tuple[Cheque, ...] = field(default_factory=tuple)

    @property
    def sums(self) -> Sums:
        """All sums."""
        return sums_of([line for claim in self.claims for line in claim.lines])

    @property
    def problems(self) -> tuple[str, ...]:
        """What is off anywhere, with claim and line."""
        lines = [f"Claim {c.claim_id}, {what}" for c in self.claims for what in c.problems]
        cheques = [
            f"Claim {row.claim_id}, remittance {row.remittance}: {dollars(row.posted)} was posted "
            f"of {dollars(row.sent)}."
            for row in self.cheques
            if row.words == "off"
        ]
        return (*lines, *cheques)

    @property
    def lines(self) -> int:
        """How many lines were proved."""
        return sum(len(claim.lines) for claim in self.claims)

    @property
    def sent(self) -> Decimal:
        """What the payers' posted remittances say was paid."""
        return total(row.sent for row in self.cheques if row.is_posted)

    @property
    def posted(self) -> Decimal:
        """What of it stands in the books."""
        return total(row.posted for row in self.cheques if row.is_posted)


def sums_of(lines: Iterable[LineProof]) -> Sums:
    """Add lines up."""
    rows = list(lines)
    return Sums(
        charge=total(row.charge for row in rows),
        payer_paid=total(row.payer_paid for row in rows),
        patient_paid=total(row.patient_paid for row in rows),
        adjusted=total(row.adjusted for row in rows),
        written_off=total(row.written_off for row in rows),
        balance=total(row.balance for row in rows),
    )


def reconcile(claim_ids: Collection[int]) -> Reconciliation:
    """Prove the books of these claims; six queries however many."""
    claims = Claim.objects.filter(pk__in=claim_ids).select_related("attempt__case_version__case")
    posted = _posted(claim_ids)
    remittances = list(_remittances(claim_ids))
    told = _told(posted, remittances)
    ledger = _ledger(claim_ids)
    return Reconciliation(
        claims=tuple(
            _claim(claim, ledger.get(claim.pk, {}), told.get(claim.pk))
            for claim in claims.order_by("pk")
        ),
        cheques=tuple(_cheques(remittances, posted)),
    )


def reconcile_attempts(attempt_ids: Collection[int]) -> Reconciliation:
    """Prove the books of all claims of these attempts."""
    claims = Claim.objects.filter(attempt__in=attempt_ids)
    return reconcile(list(claims.order_by("pk").values_list("pk", flat=True)))


def _claim(
    claim: Claim,
    sums: Mapping[int, Mapping[str, Decimal]],
    told: Mapping[int, Told] | None,
) -> ClaimProof:
    boxes = claim.boxes
    return ClaimProof(
        claim_id=claim.pk,
        case=claim.attempt.case_version.case.title,
        patient=boxes.patient_name,
        payer=payer_terms(boxes.payer_id).name,
        state=claim.state,
        lines=tuple(_line(claim.pk, line, sums[line], told) for line in sorted(sums)),
    )


def _line(
    claim_id: int, line: int, sums: Mapping[str, Decimal], told: Mapping[int, Told] | None
) -> LineProof:
    remitted, back = -sums["payer_paid"], sums["payer_refunded"]
    return LineProof(
        claim_id=claim_id,
        line=line,
        charge=sums["charge"],
        payer_paid=remitted - back,
        patient_paid=-sums["patient_paid"],
        adjusted=-sums["adjusted"],
        written_off=-sums["written_off"],
        balance=sums["balance"],
        remitted=remitted,
        told=None if told is None else told.get(line, Told()),
    )


def _ledger(claim_ids: Collection[int]) -> Mapping[int, Mapping[int, Mapping[str, Decimal]]]:
    """The ledger by claim and line, each part and the whole: one aggregate."""
    parts = {name: Sum("amount", filter=Q(kind__in=kinds)) for name, kinds in PARTS.items()}
    rows = LedgerEntry.objects.filter(claim__in=claim_ids).order_by("claim", "line")
    found: defaultdict[int, dict[int, dict[str, Decimal]]] = defaultdict(dict)
    names = (*PARTS, "balance")
    summed: Iterable[Any] = rows.values("claim_id", "line").annotate(balance=Sum("amount"), **parts)
    for row in summed:
        found[row["claim_id"]][row["line"]] = {name: cents(row[name] or ZERO) for name in names}
    return found


def _posted(claim_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """The remittances that each claim's log says were posted, oldest first."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    events = ClaimEvent.objects.filter(claim__in=claim_ids, move=POST).order_by("version")
    for claim_id, payload in events.values_list("claim_id", "payload"):
        found[claim_id].append(payload["remittance"])
    return found


def _remittances(claim_ids: Collection[int]) -> Iterable[Remittance]:
    """Every remittance, with what of it was posted (counter-entries left out)."""
    first = Q(postings__kind=Kind.PAYER_PAYMENT, postings__reverses=None)
    return (
        Remittance.objects.filter(submission__claim__in=claim_ids)
        .select_related("submission")
        .annotate(entered=Sum("postings__amount", filter=first))
        .order_by("submission__claim", "number")
    )


def _told(
    posted: Mapping[int, Sequence[int]], remittances: Iterable[Remittance]
) -> Mapping[int, Mapping[int, Told]]:
    """What the remittance in the books says, by claim and line; a voided claim has none."""
    voided = {row.submission.claim_id for row in remittances if row.cause == Remittance.Cause.VOID}
    current = {pks[-1]: claim for claim, pks in posted.items() if claim not in voided}
    lines = RemittanceLine.objects.filter(remittance__in=current)
    contract = Adjustment.objects.filter(
        line__remittance__in=current, carc__in=CONTRACT_REASONS
    ).exclude(group="PR")
    taken = {
        (remittance, number): cents(amount)
        for remittance, number, amount in contract.order_by()
        .values_list("line__remittance_id", "line__number")
        .annotate(Sum("amount"))
    }
    found: defaultdict[int, dict[int, Told]] = defaultdict(dict)
    for pk, number, charge, paid in lines.values_list(
        "remittance_id", "number", F("charge"), F("paid")
    ):
        adjusted = taken.get((pk, number), ZERO)
        found[current[pk]][number] = Told(charge=charge, paid=paid, adjusted=adjusted)
    return found


def _cheques(
    remittances: Sequence[Remittance], posted: Mapping[int, Sequence[int]]
) -> Iterator[Cheque]:
    newest = {row.submission.claim_id: row.pk for row in remittances}
    for row in remittances:
        if row.cause == Remittance.Cause.VOID:
            continue
        claim_id = row.submission.claim_id
        yield Cheque(
            claim_id=claim_id,
            remittance=row.number,
            payer=payer_terms(row.submission.content["payer_id"]).name,
            on=row.on,
            sent=row.paid,
            posted=cents(-(getattr(row, "entered", None) or ZERO)),
            is_posted=row.pk in posted.get(claim_id, ()),
            is_newest=newest[claim_id] == row.pk,
        )


def _off(what: str, is_: Decimal, wanted: Decimal, by: str) -> str:
    return f"{what} {dollars(is_)}, by {by} {dollars(wanted)}."
