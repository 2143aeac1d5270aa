"""The member's counters: what is left of the deductible and of the out-of-pocket maximum."""

from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.db.models import Prefetch, Sum, prefetch_related_objects

from claims.models import Claim, CounterEntry, Coverage, Remittance
from claims.money import ZERO, cents
from claims.payer.accumulators import Amounts, Movement, left_on
from coding.models import Attempt


def find_coverage(attempt: Attempt, *, payer_id: str, member_id: str) -> Coverage | None:
    """The member's coverage with a payer; where there are several, the one of that member ID. Read
    once for an attempt object: coverages stay as the work was opened."""
    prefetch_related_objects([attempt], Prefetch("coverages", Coverage.objects.order_by()))
    rows = sorted(attempt.coverages.all(), key=attrgetter("order"))
    held = [row for row in rows if row.payer_id == payer_id]
    named = [row for row in held if row.member_id.upper() == member_id.strip().upper()]
    return next(iter(named or held), None)


def counters_of(coverage: Coverage, *, on: date, without: Remittance | None = None) -> Amounts:
    """What is left of a coverage's counters at the end of a day, in dollars.

    `without` gives back what an answer still holds, as `restore_counters` will: how a payer
    reprices the claim that it answered. Others' claims took what they took when they came.
    """
    rows = [
        Movement(
            on=row.on,
            taken=Amounts(deductible=row.deductible, out_of_pocket=row.out_of_pocket),
            outside=row.remittance_id is None,
        )
        for row in coverage.movements.order_by("on", "pk")
    ]
    if without is not None:
        held = _held(without)
        back = Amounts(deductible=-held.deductible, out_of_pocket=-held.out_of_pocket)
        rows.append(Movement(on=on, taken=back))
    return left_on(on, opening=opening_of(coverage), movements=rows)


def opening_of(coverage: Coverage) -> Amounts:
    """What was left of a coverage's counters before any claim, in dollars."""
    return Amounts(
        deductible=coverage.opening_deductible, out_of_pocket=coverage.opening_out_of_pocket
    )


def restore_counters(claim: Claim, remittance: Remittance | None) -> None:
    """Give back what a remittance still holds, because another answer takes its place."""
    if remittance is None:
        return
    held = _held(remittance)
    what = f"Taken back: remittance {remittance.number}"
    _move(
        claim,
        remittance,
        deductible=-held.deductible,
        out_of_pocket=-held.out_of_pocket,
        what=what,
    )


def _held(remittance: Remittance) -> Amounts:
    """What the answer has taken and not given back."""
    sums = remittance.movements.aggregate(d=Sum("deductible"), o=Sum("out_of_pocket"))
    return Amounts(deductible=cents(sums["d"] or ZERO), out_of_pocket=cents(sums["o"] or ZERO))


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
