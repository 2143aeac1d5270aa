"""The member's counters: what is left of the deductible and of the out-of-pocket maximum."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from claims.models import Claim, CounterEntry, Coverage, Remittance
from claims.money import ZERO, cents
from claims.payer.accumulators import Amounts, Movement, left_on
from coding.models import Attempt


def find_coverage(attempt: Attempt, *, payer_id: str, member_id: str) -> Coverage | None:
    """The member's coverage with a payer; where there are several, the one of that member ID."""
    held = list(Coverage.objects.filter(attempt=attempt, payer_id=payer_id).order_by("order"))
    named = [row for row in held if row.member_id.upper() == member_id.strip().upper()]
    return next(iter(named or held), None)


def counters_of(coverage: Coverage, *, on: date, without: Remittance | None = None) -> Amounts:
    """What is left of a coverage's counters at the end of a day, in dollars.

    `without` leaves out what an answer took: how a payer reprices the claim that it answered.
    """
    rows = coverage.movements.order_by("on", "pk")
    return left_on(
        on,
        opening=Amounts(
            deductible=coverage.opening_deductible, out_of_pocket=coverage.opening_out_of_pocket
        ),
        movements=[
            Movement(
                on=row.on,
                taken=Amounts(deductible=row.deductible, out_of_pocket=row.out_of_pocket),
                outside=row.remittance_id is None,
            )
            for row in rows
            if without is None or row.remittance_id != without.pk
        ],
    )


def restore_counters(claim: Claim, remittance: Remittance | None) -> None:
    """Give back what a remittance still holds, because another answer takes its place."""
    if remittance is None:
        return
    held = remittance.movements.aggregate(d=Sum("deductible"), o=Sum("out_of_pocket"))
    deductible, out_of_pocket = cents(held["d"] or ZERO), cents(held["o"] or ZERO)
    what = f"Taken back: remittance {remittance.number}"
    _move(claim, remittance, deductible=-deductible, out_of_pocket=-out_of_pocket, what=what)


def take_counters(claim: Claim, remittance: Remittance) -> None:
    """Take from the member's counters what the remittance used up."""
    _move(
        claim,
        remittance,
        deductible=remittance.deductible_taken,
        out_of_pocket=remittance.out_of_pocket_taken,
        what=f"Remittance {remittance.number}",
    )


def _move(
    claim: Claim,
    remittance: Remittance,
    *,
    deductible: Decimal,
    out_of_pocket: Decimal,
    what: str,
) -> None:
    sent = remittance.submission.content
    coverage = find_coverage(claim.attempt, payer_id=sent["payer_id"], member_id=sent["member_id"])
    if coverage is None or not (deductible or out_of_pocket):
        return
    CounterEntry.objects.create(
        coverage=coverage,
        on=claim.attempt.scenario_date,
        remittance=remittance,
        what=what,
        deductible=deductible,
        out_of_pocket=out_of_pocket,
    )
