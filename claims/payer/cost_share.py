"""The patient's part: deductible, copay, coinsurance, never above the out-of-pocket maximum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from claims.facts import Benefit, Coverage, Line, Plan
from claims.money import ZERO, share
from claims.payer.pricing import Price

PREVENTIVE_MODIFIER, PREVENTIVE = "PT", "preventive"


@dataclass(frozen=True, kw_only=True)
class CostShare:
    """Who pays what of one line, in dollars.

    ``waived`` is what the out-of-pocket maximum took off the patient's part (the plan pays it);
    ``prior`` is what an earlier payer paid and took off, when this plan is not the first;
    ``sequestered`` is what the law takes off the plan's payment.
    """

    price: Price
    deductible: Decimal
    copay: Decimal
    coinsurance: Decimal
    waived: Decimal
    paid: Decimal
    prior: Decimal | None = None
    sequestered: Decimal = ZERO

    @property
    def patient(self) -> Decimal:
        """The patient's part under the plan's terms."""
        return self.deductible + self.copay + self.coinsurance


@dataclass(frozen=True, kw_only=True)
class Counters:
    """What is left for the member to pay this year, and the visits whose copay was taken."""

    deductible: Decimal
    out_of_pocket: Decimal | None
    visits: frozenset[date] = frozenset()

    def cap(self, amount: Decimal, *, taken: Decimal) -> Decimal:
        """As much of an amount as the maximum leaves after ``taken``."""
        if self.out_of_pocket is None:
            return amount
        return max(ZERO, min(amount, self.out_of_pocket - taken))

    def after(self, cost: CostShare, *, copay_due: bool) -> "Counters":
        """The counters after a line."""
        left = self.out_of_pocket
        visit = {cost.price.line.date} if copay_due else set()
        return Counters(
            deductible=self.deductible - cost.deductible,
            out_of_pocket=None if left is None else max(ZERO, left - cost.patient),
            visits=self.visits | visit,
        )


def counters_of(coverage: Coverage) -> Counters:
    """The member's counters before the claim."""
    return Counters(deductible=coverage.deductible_left, out_of_pocket=coverage.out_of_pocket_left)


def share_costs(
    prices: Iterable[Price],
    *,
    plan: Plan,
    counters: Counters,
    secondary: bool,
    sequestration: Decimal = Decimal(0),
) -> Iterator[tuple[CostShare, Counters]]:
    """Share each line's cost in claim order; yields the share and the counters after it.

    A copay is taken once a visit, that is once a service date. With ``secondary`` a line that an
    earlier payer answered is coordinated with that answer. ``sequestration`` is the share that
    the law takes off what the plan then pays.
    """
    for row in prices:
        benefit = benefit_for(plan, row)
        copay_due = benefit.copay > 0 and row.line.date not in counters.visits
        cost = _own_share(row, benefit, counters, copay=benefit.copay if copay_due else ZERO)
        if secondary and row.line.prior is not None:
            cost = coordinate(cost, line=row.line, method=plan.coordination)
        counters = counters.after(cost, copay_due=copay_due)
        yield sequester(cost, rate=sequestration), counters


def sequester(cost: CostShare, *, rate: Decimal) -> CostShare:
    """The mandated cut, taken from the plan's payment after the patient's share.

    Source: Balanced Budget and Emergency Deficit Control Act of 1985, section 251A; the amount is
    the practice's loss and never the patient's.
    """
    cut = share(cost.paid, rate=rate)
    return replace(cost, paid=cost.paid - cut, sequestered=cut)


def benefit_for(plan: Plan, price: Price) -> Benefit:
    """The plan's terms for a line; a screening that became a treatment (PT) stays preventive, and
    a protected emergency is shared as in the network.

    Source: PT is the HCPCS modifier for that; Public Health Service Act section 2713 makes
    screening free of cost share.
    """
    free = PREVENTIVE_MODIFIER in price.line.modifiers and PREVENTIVE in plan.benefits
    name = PREVENTIVE if free else price.fee.benefit
    inside = plan.emergency_benefits if price.protected else {}
    return inside.get(name) or plan.benefits.get(name, Benefit())


def coordinate(cost: CostShare, *, line: Line, method: str) -> CostShare:
    """What this plan pays after another one.

    Standard: the lesser of its own normal benefit and what the first plan left to the patient.
    Non-duplication: its own normal benefit less what the first plan paid. What is then left is
    the patient's: deductible first, then copay, the rest as coinsurance.
    Source: NAIC Coordination of Benefits Model Regulation; both methods are plan terms.
    """
    if line.prior is None:
        return cost
    before = min(line.charge, line.prior.paid + line.prior.contractual)
    left = line.charge - before
    normal = cost.paid - line.prior.paid if method == "non_duplication" else cost.paid
    paid = max(ZERO, min(normal, left))
    deductible = min(cost.deductible, left - paid)
    copay = min(cost.copay, left - paid - deductible)
    return replace(
        cost,
        deductible=deductible,
        copay=copay,
        coinsurance=left - paid - deductible - copay,
        waived=ZERO,
        paid=paid,
        prior=before,
    )


def _own_share(price: Price, benefit: Benefit, counters: Counters, *, copay: Decimal) -> CostShare:
    allowed = price.allowed
    due = min(counters.deductible, allowed) if benefit.deductible else ZERO
    deductible = counters.cap(due, taken=ZERO)
    copay_due = min(copay, allowed - due)
    taken_copay = counters.cap(copay_due, taken=deductible)
    coinsurance_due = share(allowed - due - copay_due, rate=benefit.coinsurance)
    coinsurance = counters.cap(coinsurance_due, taken=deductible + taken_copay)
    patient = deductible + taken_copay + coinsurance
    return CostShare(
        price=price,
        deductible=deductible,
        copay=taken_copay,
        coinsurance=coinsurance,
        waived=due + copay_due + coinsurance_due - patient,
        paid=allowed - patient,
    )
