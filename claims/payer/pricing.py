"""What a payable line is worth: the fee, its reductions, and who bears the rest of the charge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from claims.facts import Fee, Line
from claims.money import cents, share
from claims.rules.dependent import RANKED
from claims.rules.review import Review
from claims.rules.service import ASSISTANT_MODIFIERS

# Places where the facility bills its own costs, so the professional fee is the lower one.
# Source: CMS place of service code set with its facility payment policy.
FACILITY_PLACES = frozenset(
    {"02", "19", "21", "22", "23", "24", "26", "31", "34"}
    | {"41", "42", "51", "52", "53", "56", "61"}
)

BILATERAL = Decimal("1.50")
ASSISTANT = Decimal("0.16")
# House convention: of a service with a professional and a technical part.
PROFESSIONAL, TECHNICAL = Decimal("0.40"), Decimal("0.60")
# House convention: of a service that was cut short (Z3).
REDUCED = Decimal("0.50")
FIRST_RANK, LATER_RANK = Decimal("1.00"), Decimal("0.50")


@dataclass(frozen=True, kw_only=True)
class Price:
    """A line's worth in dollars.

    ``full`` is the fee for all units, ``reduced`` after ranking, ``base`` and ``allowed`` the same
    two but never above the charge. ``rank`` None is not ranked. ``protected`` is an emergency out
    of network that is paid as if it were inside.
    """

    line: Line
    fee: Fee
    rank: int | None
    full: Decimal
    reduced: Decimal
    base: Decimal
    allowed: Decimal
    protected: bool = False

    @property
    def over_fee(self) -> Decimal:
        """The part of the charge above the fee (CARC 45)."""
        return self.line.charge - self.base

    @property
    def over_rank(self) -> Decimal:
        """The part that ranking takes off (CARC 59)."""
        return self.base - self.allowed


def price(review: Review, *, payable: Sequence[Line]) -> tuple[Price, ...]:
    """Price the payable lines, which all have a row in the fee schedule, in their order."""
    fulls = {line.number: full_fee(review, line) for line in payable}
    ranks = _ranks(review, payable, fulls)
    return tuple(
        replace(
            _price(line, review.scenario.fees[line.procedure], fulls[line.number], ranks),
            protected=is_protected(review, line),
        )
        for line in payable
    )


def full_fee(review: Review, line: Line) -> Decimal:
    """The fee for all units before ranking: by place, both sides, assistant, part, cut short.

    Source: CMS Claims Processing Manual, chapter 12, sections 20.4 and 40; the 0.16 of an
    assistant and the 1.50 for both sides are Medicare's.
    """
    fee = review.scenario.fees[line.procedure]
    in_facility = review.place(line) in FACILITY_PLACES and fee.facility_fee is not None
    unit = fee.facility_fee if in_facility and fee.facility_fee is not None else fee.fee
    factors = {"Z1": BILATERAL, "Z2": PROFESSIONAL, "Z3": REDUCED, "TC": TECHNICAL}
    for modifier in line.modifiers:
        unit *= factors.get(modifier, Decimal(1))
    if ASSISTANT_MODIFIERS & set(line.modifiers):
        unit *= ASSISTANT
    return cents(unit * line.units)


def bears_difference(review: Review, line: Line) -> str:
    """Who bears the charge above the fee: CO the practice, PR the patient.

    Out of network the patient does, unless the plan protects emergencies from balance bills.
    Source: No Surprises Act, Public Health Service Act 2799A-1; contract terms in network.
    """
    return "CO" if review.is_in_network(line) or is_protected(review, line) else "PR"


def is_protected(review: Review, line: Line) -> bool:
    """Whether a line is an emergency out of network that the plan pays as if it were inside.

    Source: No Surprises Act, Public Health Service Act 2799A-1 (cost share as in network).
    """
    plan = review.scenario.plan
    outside = not review.is_in_network(line)
    return plan.emergency_protected and outside and review.is_emergency(line)


def _ranks(review: Review, lines: Iterable[Line], fulls: dict[int, Decimal]) -> dict[int, int]:
    """The rank of each line that is ranked: by full fee of its day, dearest first."""
    ranked = [
        line for line in lines if review.scenario.fees[line.procedure].multiple_procedure == RANKED
    ]
    ranked.sort(key=lambda line: (line.date, -fulls[line.number], line.number))
    ranks: dict[int, int] = {}
    for index, line in enumerate(ranked):
        follows = index > 0 and ranked[index - 1].date == line.date
        ranks[line.number] = ranks[ranked[index - 1].number] + 1 if follows else 1
    return ranks


def _price(line: Line, fee: Fee, full: Decimal, ranks: dict[int, int]) -> Price:
    rank = ranks.get(line.number)
    reduced = share(full, rate=FIRST_RANK if rank in {None, 1} else LATER_RANK)
    return Price(
        line=line,
        fee=fee,
        rank=rank,
        full=full,
        reduced=reduced,
        base=min(line.charge, full),
        allowed=min(line.charge, reduced),
    )
