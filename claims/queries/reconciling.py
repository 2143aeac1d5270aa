"""Proof of the books: line by line and cheque by cheque, from the ledger's own sums.

Two things are compared that come from different rows: what the ledger holds, and what the payer's
remittances say. A line is right when its parts and its balance make its charge, and when payments
and adjustments are those of the remittance that is posted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import F, QuerySet, Sum

from claims.assemble import payer_terms
from claims.bookkeeping import CONTRACT_REASONS
from claims.models import Adjustment, Claim, LedgerEntry, Remittance, RemittanceLine
from claims.money import ZERO, cents, total
from claims.queries.books import (
    Answer,
    Claims,
    answers_in_force,
    answers_to,
    ledger_sums,
    posted_of,
)
from claims.queries.proofs import Cheque, ClaimProof, LineProof, Reconciliation, Told
from coding.models import Attempt

Kind = LedgerEntry.Kind
PAGE = 25
"""Claims a page."""


def reconcile(claims: Claims, *, page: str | None = None) -> Reconciliation:
    """Prove the books of these claims; nine queries however many.

    Every line and cheque is proved and added up; those of the claims of one page are shown. A claim
    whose charges are not posted yet has no books, and is left out.
    """
    posted = posted_of(claims)
    answers = answers_to(claims)
    lines = _lines(claims, _told(answers_in_force(answers, posted)))
    cheques = _cheques(answers, posted, _entered(claims))
    in_order = sorted({*lines, *cheques})
    shown = Paginator(in_order, PAGE).get_page(page)
    payers = _payers(list(shown))
    return Reconciliation(
        all_lines=tuple(line for claim_id in in_order for line in lines.get(claim_id, ())),
        all_cheques=tuple(row for claim_id in in_order for row in cheques.get(claim_id, ())),
        page=shown,
        claims=tuple(_claims(list(shown), lines)),
        cheques=tuple(
            replace(cheque, payer=payers.get((claim_id, cheque.remittance), ""))
            for claim_id in shown
            for cheque in cheques.get(claim_id, ())
        ),
    )


def reconcile_attempts(
    attempts: Collection[int] | QuerySet[Attempt], *, page: str | None = None
) -> Reconciliation:
    """Prove the books of all claims of these attempts."""
    return reconcile(Claim.objects.filter(attempt__in=attempts).order_by(), page=page)


def _claims(
    claim_ids: Collection[int], lines: Mapping[int, tuple[LineProof, ...]]
) -> Iterator[ClaimProof]:
    claims = Claim.objects.filter(pk__in=claim_ids).order_by("pk")
    for claim in claims.annotate(case=F("attempt__case_version__case__title")):
        yield ClaimProof(
            claim_id=claim.pk,
            case=claim.case,
            patient=claim.boxes.patient_name,
            state=claim.state,
            lines=lines.get(claim.pk, ()),
        )


def _lines(
    claims: Claims, told: Mapping[int, Mapping[int, Told]]
) -> Mapping[int, tuple[LineProof, ...]]:
    """Each line that the ledger holds or the posted remittance speaks of, by claim."""
    sums, next_payers = ledger_sums(claims), _without_charges(claims)
    found = {}
    for claim_id in {*sums, *told}:
        booked, said = sums.get(claim_id, {}), told.get(claim_id)
        has_charges = claim_id not in next_payers
        found[claim_id] = tuple(
            _line(claim_id, line, booked.get(line, {}), said, has_charges)
            for line in sorted({*booked, *(said or ())})
        )
    return found


def _line(
    claim_id: int,
    line: int,
    sums: Mapping[str, Decimal],
    told: Mapping[int, Told] | None,
    has_charges: bool,
) -> LineProof:
    def of(kind: LedgerEntry.Kind) -> Decimal:
        return sums.get(kind, ZERO)

    remitted = -of(Kind.PAYER_PAYMENT)
    return LineProof(
        claim_id=claim_id,
        has_charges=has_charges,
        transferred=of(Kind.TRANSFER),
        line=line,
        charge=of(Kind.CHARGE),
        payer_paid=remitted - of(Kind.PAYER_REFUND),
        patient_paid=-of(Kind.PATIENT_PAYMENT) - of(Kind.PATIENT_REFUND),
        adjusted=-of(Kind.ADJUSTMENT),
        written_off=-of(Kind.WRITE_OFF),
        balance=total(sums.values()),
        remitted=remitted,
        told=None if told is None else told.get(line, Told()),
    )


def _without_charges(claims: Claims) -> frozenset[int]:
    """The next payers' claims: their charges stand on the first one."""
    rows = claims if isinstance(claims, QuerySet) else Claim.objects.filter(pk__in=claims)
    return frozenset(rows.filter(sequence__gt=1).order_by().values_list("pk", flat=True))


def _entered(claims: Claims) -> Mapping[int, Decimal]:
    """What of each remittance was posted, counter-entries left out."""
    rows = LedgerEntry.objects.filter(claim__in=claims, kind=Kind.PAYER_PAYMENT, reverses=None)
    return dict(rows.order_by().values_list("remittance").annotate(Sum("amount")))


def _told(in_force: Mapping[int, int]) -> Mapping[int, Mapping[int, Told]]:
    """What the remittance in the books says, by claim and line."""
    found: dict[int, dict[int, Told]] = {claim_id: {} for claim_id in in_force}
    claim_of = {remittance: claim_id for claim_id, remittance in in_force.items()}
    contract = Adjustment.objects.filter(
        line__remittance__in=claim_of, carc__in=CONTRACT_REASONS
    ).exclude(group="PR")
    taken = {
        (remittance, number): cents(amount)
        for remittance, number, amount in contract.order_by()
        .values_list("line__remittance_id", "line__number")
        .annotate(Sum("amount"))
    }
    lines = RemittanceLine.objects.filter(remittance__in=claim_of).order_by()
    for pk, number, charge, paid in lines.values_list("remittance_id", "number", "charge", "paid"):
        adjusted = taken.get((pk, number), ZERO)
        found[claim_of[pk]][number] = Told(charge=charge, paid=paid, adjusted=adjusted)
    return found


def _cheques(
    answers: Mapping[int, Sequence[Answer]],
    posted: Mapping[int, Collection[int]],
    entered: Mapping[int, Decimal],
) -> Mapping[int, Sequence[Cheque]]:
    """What came, by claim; a void sends nothing."""
    return {
        claim_id: [
            Cheque(
                claim_id=claim_id,
                remittance=row.number,
                on=row.on,
                sent=row.paid,
                posted=cents(-entered.get(row.pk, ZERO)),
                is_posted=row.pk in posted.get(claim_id, ()),
                is_newest=row is own[-1],
            )
            for row in own
            if row.cause != Remittance.Cause.VOID
        ]
        for claim_id, own in answers.items()
    }


def _payers(claim_ids: Collection[int]) -> Mapping[tuple[int, int], str]:
    """Who sent each remittance of these claims, by claim and number."""
    rows = Remittance.objects.filter(submission__claim__in=claim_ids).order_by()
    named = rows.values_list("submission__claim_id", "number", "submission__content__payer_id")
    return {(claim_id, number): payer_terms(payer).name for claim_id, number, payer in named}
