"""Proof of the books: line by line and cheque by cheque, from the ledger's own sums.

Two things are compared that come from different rows: what the ledger holds, and what the payer's
remittances say. A line is right when its parts and its balance make its charge, and when payments
and adjustments are those of the remittance that is posted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from claims.assemble import payer_terms
from claims.bookkeeping import CONTRACT_REASONS
from claims.models import Adjustment, Claim, ClaimEvent, LedgerEntry, Remittance, RemittanceLine
from claims.money import ZERO, cents
from claims.queries.proofs import Cheque, ClaimProof, LineProof, Reconciliation, Told
from claims.services.accounts import POST
from coding.models import Attempt

Kind = LedgerEntry.Kind
PARTS = {
    "charge": (Kind.CHARGE,),
    "payer_paid": (Kind.PAYER_PAYMENT,),
    "payer_refunded": (Kind.PAYER_REFUND,),
    "patient_paid": (Kind.PATIENT_PAYMENT, Kind.PATIENT_REFUND),
    "adjusted": (Kind.ADJUSTMENT,),
    "written_off": (Kind.WRITE_OFF,),
    "transferred": (Kind.TRANSFER,),
}


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


def reconcile_attempts(attempts: Collection[int] | QuerySet[Attempt]) -> Reconciliation:
    """Prove the books of all claims of these attempts."""
    claims = Claim.objects.filter(attempt__in=attempts)
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
        lines=tuple(_line(claim, line, sums[line], told) for line in sorted(sums)),
    )


def _line(
    claim: Claim, line: int, sums: Mapping[str, Decimal], told: Mapping[int, Told] | None
) -> LineProof:
    remitted, back = -sums["payer_paid"], sums["payer_refunded"]
    return LineProof(
        claim_id=claim.pk,
        has_charges=claim.sequence == 1,
        transferred=sums["transferred"],
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
    """Every remittance but refusals of duplicates, with what of it was posted (counter-entries
    left out)."""
    first = Q(postings__kind=Kind.PAYER_PAYMENT, postings__reverses=None)
    return (
        Remittance.objects.filter(submission__claim__in=claim_ids)
        .standing()
        .select_related("submission")
        .annotate(entered=Sum("postings__amount", filter=first))
        .order_by("submission__claim", "number")
    )


def _told(
    posted: Mapping[int, Sequence[int]], remittances: Sequence[Remittance]
) -> Mapping[int, Mapping[int, Told]]:
    """What the remittance in the books says, by claim and line; one that a void took back says
    nothing, whatever was answered since."""
    numbers = {row.pk: row.number for row in remittances}
    voided: dict[int, int] = {}
    for row in remittances:
        if row.cause == Remittance.Cause.VOID:
            voided[row.submission.claim_id] = row.number
    current = {
        pks[-1]: claim for claim, pks in posted.items() if numbers[pks[-1]] > voided.get(claim, 0)
    }
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
