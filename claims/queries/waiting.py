"""What is on its way for many claims at once, in a constant number of queries."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Max

from claims.assemble import payer_terms
from claims.models import (
    Appeal,
    ClaimState,
    InformationRequest,
    Installment,
    Statement,
    Submission,
)


def arrivals(claim_ids: Collection[int]) -> Mapping[int, tuple[date, str]]:
    """For each claim that waits for somebody: when the soonest thing comes, and what it is."""
    found: dict[int, tuple[date, str]] = {}
    for claim_id, on, what in (
        *_from_payers(claim_ids),
        *_appeals(claim_ids),
        *_payments(claim_ids),
        *_installments(claim_ids),
    ):
        found[claim_id] = min(found.get(claim_id, (on, what)), (on, what))
    return found


def requests(claim_ids: Collection[int]) -> Mapping[int, InformationRequest]:
    """The open information request of each pended claim."""
    rows = InformationRequest.objects.filter(
        submission__claim__in=claim_ids,
        submission__claim__state=ClaimState.PENDED,
        answered_on=None,
    ).select_related("submission")
    return {row.submission.claim_id: row for row in rows}


def _from_payers(claim_ids: Collection[int]) -> Iterator[tuple[int, date, str]]:
    """The acknowledgment, or the answer, of each claim that is before its payer."""
    sent = Submission.objects.filter(claim__in=claim_ids, claim__state=ClaimState.SUBMITTED)
    rows = sent.select_related("acknowledgment").annotate(
        informed_on=Max("information_requests__answered_on")
    )
    newest = {row.claim_id: row for row in rows.order_by("number")}
    for claim_id, row in newest.items():
        payer = payer_terms(row.content["payer_id"])
        acknowledgment = getattr(row, "acknowledgment", None)
        if acknowledgment is None:
            yield claim_id, row.sent_on + timedelta(days=payer.ack_days), "acknowledgment"
        else:
            start = max(acknowledgment.on, getattr(row, "informed_on", None) or acknowledgment.on)
            yield claim_id, start + timedelta(days=payer.remit_days), "remittance"


def _appeals(claim_ids: Collection[int]) -> Iterator[tuple[int, date, str]]:
    rows = Appeal.objects.filter(
        remittance__submission__claim__in=claim_ids, outcome=Appeal.Outcome.WAITING
    )
    for claim_id, on in rows.values_list("remittance__submission__claim_id", "decide_on"):
        yield claim_id, on, "appeal decision"


def _payments(claim_ids: Collection[int]) -> Iterator[tuple[int, date, str]]:
    rows = Statement.objects.filter(claim__in=claim_ids, payment_on__isnull=False, postings=None)
    for claim_id, on in rows.values_list("claim_id", "payment_on"):
        if on is not None:
            yield claim_id, on, "patient payment"


def _installments(claim_ids: Collection[int]) -> Iterator[tuple[int, date, str]]:
    rows = Installment.objects.filter(plan__claim__in=claim_ids, plan__ended_on=None, postings=None)
    for claim_id, on in rows.values_list("plan__claim_id", "on"):
        yield claim_id, on, "installment"
