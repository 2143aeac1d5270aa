"""Is the service paid on its own, or is it part of another one? And how many units?"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from claims.facts import Accepted, Line, Pair
from claims.rules.finding import Hit, Owner, rule
from claims.rules.review import Review, is_visit, stands_for

SAME_DAY_MODIFIERS = frozenset({"Z5", "Z6", "Z7"})
LATER_DAY_MODIFIERS = frozenset({"Z7"})
DAY_BEFORE_MODIFIERS = frozenset({"Z6", "Z7"})
MAJOR = 90
"""Global days of a major procedure, whose period begins on the day before."""

ONLY_WITH_MODIFIER, IGNORED = 1, 9


@rule(row=23, field="procedure", owner=Owner.CODER, reason="CO-107", rarcs=("N122",))
def add_on_alone(review: Review) -> Iterator[Hit]:
    """An add-on service without its main service of the same day.

    Next step: bill the main service if the note shows it; replacement.
    Source: CMS NCCI Policy Manual, chapter I, on add-on codes.
    """
    for line, fee in review.priced_lines():
        if fee.add_on_to and not main_lines(review, line):
            yield Hit(
                line=line.number,
                evidence=(line.procedure, *fee.add_on_to),
                detail=f"{line.procedure} is added to {' or '.join(fee.add_on_to)}, "
                "which is not on the claim.",
            )


def main_lines(review: Review, add_on: Line) -> tuple[int, ...]:
    """The numbers of the lines that an add-on line belongs to."""
    fee = review.fee(add_on)
    parents = fee.add_on_to if fee else ()
    return tuple(
        line.number
        for line in review.lines
        if line.date == add_on.date
        and any(stands_for(parent, line.procedure) for parent in parents)
    )


@rule(row=23, field="procedure", owner=Owner.CODER, reason="CO-236")
def pair_never_paid(review: Review) -> Iterator[Hit]:
    """A code pair that is never paid together (indicator 0): column 2 is denied.

    Next step: write column 2 off; no modifier helps.
    Source: CMS NCCI Policy Manual, chapter I (procedure-to-procedure edits).
    """
    for line, other, pair in _pairs(review, kind="pair"):
        if pair.indicator == 0:
            yield _paired(line, other)


@rule(row=23, field="modifiers", owner=Owner.CODER, reason="CO-236")
def pair_needs_modifier(review: Review) -> Iterator[Hit]:
    """A code pair that a modifier may separate (indicator 1) and none does.

    Next step: add the modifier only if the note shows a separate service.
    Source: CMS NCCI Policy Manual, chapter I (procedure-to-procedure edits).
    """
    for line, other, pair in _pairs(review, kind="pair"):
        if pair.indicator == ONLY_WITH_MODIFIER:
            yield _paired(line, other, modifiers=pair.modifiers)


@rule(
    row=23,
    field="modifiers",
    owner=Owner.CODER,
    reason="CO-97",
    rarcs=("M15",),
    also=("CO-97 N19 where no modifier helps",),
)
def packaged(review: Review) -> Iterator[Hit]:
    """The payer packages the service into another of the same day.

    Next step: add the modifier only if the note shows a separate service.
    Source: house convention; a payer's own packaging, not the national code pairs.
    """
    for line, other, pair in _pairs(review, kind="package"):
        parts = pair.indicator == ONLY_WITH_MODIFIER
        hit = _paired(line, other, modifiers=pair.modifiers if parts else ())
        yield hit if parts else replace(hit, rarcs=("N19",))


@rule(row=23, field="procedure", owner=Owner.CODER, reason="CO-231")
def mutually_exclusive(review: Review) -> Iterator[Hit]:
    """Two procedures that are two ways of doing the same thing, on one day.

    Next step: bill the one that was done; a modifier only if the note shows both.
    Source: CMS NCCI Policy Manual, chapter I (mutually exclusive procedures).
    """
    for line, other, pair in _pairs(review, kind="exclusive"):
        modifiers = pair.modifiers if pair.indicator == ONLY_WITH_MODIFIER else ()
        yield Hit(
            field="modifiers" if modifiers else None,
            line=line.number,
            evidence=(other.procedure, line.procedure),
            detail=f"{line.procedure} and {other.procedure} on line {other.number} exclude each "
            "other on one day.",
        )


@rule(row=23, field="modifiers", owner=Owner.CODER, reason="CO-97", rarcs=("M144",))
def within_global_period(review: Review) -> Iterator[Hit]:
    """A visit by the surgeon inside a procedure's global period.

    The period of a major procedure (90 days) begins on the day before it. Z5, Z6 and Z7 keep a
    visit apart on the day itself, Z6 and Z7 on the day before, Z7 on the days after.

    Next step: write off, unless the note shows another problem (Z7).
    Source: CMS Claims Processing Manual, chapter 12, section 40 (global surgery).
    """
    for line in review.lines:
        old = _surgery_before(review, line) if review.is_visit(line) else None
        if old is not None:
            yield Hit(
                line=line.number,
                evidence=(old.procedure, old.reference),
                detail=f"{line.procedure} falls in the {_global_days(review, old)}-day period of "
                f"{old.procedure} done on {old.date}.",
            )


@rule(row=24, field="units", owner=Owner.CODER, reason="CO-151", rarcs=("N362",))
def units_over_limit(review: Review) -> Iterator[Hit]:
    """More units than the payer takes.

    Adjudication indicator 1 counts each line; 2 and 3 count all lines of the day together.

    Next step: indicator 1, split lines with a modifier; 2, write off; 3, appeal with
    records. Source: CMS NCCI Policy Manual, chapter I (medically unlikely edits).
    """
    for line, fee in review.priced_lines():
        by_line = fee.mai == 1
        units = line.units if by_line else _units_of_day(review, line)
        if fee.max_units is not None and units > fee.max_units:
            yield Hit(
                line=line.number,
                evidence=(line.procedure,),
                detail=f"{units} units of {line.procedure} {'on the line' if by_line else 'a day'};"
                f" the payer takes {fee.max_units}.",
            )


def _units_of_day(review: Review, line: Line) -> Decimal:
    """All units of a line's procedure on its date."""
    same = (
        Decimal(other.units)
        for other in review.lines
        if other.procedure == line.procedure and other.date == line.date
    )
    return sum(same, Decimal(0))


def _pairs(review: Review, *, kind: str) -> Iterator[tuple[Line, Line, Pair]]:
    """Each line in column 2 of a pair that nothing separates, with its column 1 line."""
    for line in review.lines:
        for pair in review.scenario.pairs:
            if pair.kind != kind or not _gives_way(line, pair):
                continue
            for other in review.lines:
                same_day = other is not line and other.date == line.date
                if same_day and stands_for(pair.column1, other.procedure):
                    yield line, other, pair


def _gives_way(line: Line, pair: Pair) -> bool:
    """Whether a line is in column 2 of a pair in force, without a modifier that separates it."""
    if pair.indicator == IGNORED or not stands_for(pair.column2, line.procedure):
        return False
    return pair.indicator != ONLY_WITH_MODIFIER or not set(pair.modifiers) & set(line.modifiers)


def _paired(line: Line, other: Line, *, modifiers: tuple[str, ...] = ()) -> Hit:
    ending = "and no modifier keeps it apart" if modifiers else "and no modifier can separate them"
    return Hit(
        field="modifiers" if modifiers else "procedure",
        line=line.number,
        evidence=(other.procedure, line.procedure),
        detail=f"{line.procedure} is part of {other.procedure} on line {other.number}, {ending}.",
    )


def _surgery_before(review: Review, visit: Line) -> Accepted | None:
    """The accepted procedure whose global period a visit falls in, if nothing keeps it apart."""
    for old in review.scenario.history:
        days, passed = _global_days(review, old), (visit.date - old.date).days
        apart = {-1: DAY_BEFORE_MODIFIERS, 0: SAME_DAY_MODIFIERS}.get(passed, LATER_DAY_MODIFIERS)
        if (
            days is not None
            and -(days == MAJOR) <= passed <= days
            and old.rendering_npi == review.claim.rendering_npi
            and not is_visit(old.procedure)
            and not review.is_replaced(old)
            and not apart & set(visit.modifiers)
        ):
            return old
    return None


def _global_days(review: Review, old: Accepted) -> int | None:
    fee = review.scenario.fees.get(old.procedure)
    return fee.global_days if fee else None
