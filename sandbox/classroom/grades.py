"""What a learner's attempts at an assignment are worth together. PURE.

A mark is a Decimal from 0 to 1, None where there is none yet. Nothing rounds but the text that is
shown. The rules are written out in `docs/gradebook.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sandbox.classroom.timing import Times

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What an assignment says about marks. `coding_share` is in percent; `counts` is first, best
    or last; `now` is the moment of which one asks."""

    coding_share: int
    counts: str
    times: Times
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One attempt of a learner at a case: the desks at which they sat, the mark of each, and when
    their part was done (None while it is not)."""

    attempt_id: int
    codes: bool
    bills: bool
    coding: Decimal | None
    billing: Decimal | None
    begun_at: datetime
    done_at: datetime | None
    is_by_hand: bool = False

    @property
    def minutes(self) -> int | None:
        """How long it took, in begun minutes; None while it is not done."""
        if self.done_at is None:
            return None
        return -int((self.begun_at - self.done_at).total_seconds() // 60)


@dataclass(frozen=True)
class CaseMark:
    """What counts of a learner's attempts at one case: the attempt, its mark after what lateness
    took, and how many days late it was."""

    tried: Tried
    mark: Decimal | None
    days_late: int
    number: int
    of: int


@dataclass(frozen=True)
class AssignmentMark:
    """The mean over an assignment's cases. `marked` of `cases` have a mark; before the assignment
    is due the others do not count, after it they count zero."""

    mean: Decimal | None
    marked: int
    cases: int


def whole_mark(tried: Tried, *, coding_share: int) -> Decimal | None:
    """The mark of one attempt before lateness: that of the one desk, or both by their shares; None
    until each part has a mark."""
    if tried.codes and tried.bills:
        if coding_share == 100 or coding_share == 0:
            return tried.coding if coding_share else tried.billing
        if tried.coding is None or tried.billing is None:
            return None
        return (tried.coding * coding_share + tried.billing * (100 - coding_share)) / HUNDRED
    return tried.coding if tried.codes else tried.billing


def late_mark(tried: Tried, rules: Rules) -> Decimal | None:
    """The mark after lateness. When the due time has passed, a part that has no mark counts zero:
    what was coded in time and never billed keeps what coding was worth."""
    mark = whole_mark(tried, coding_share=rules.coding_share)
    if mark is not None:
        return mark * rules.times.factor(tried.done_at)
    if not rules.times.is_over(rules.now):
        return None
    so_far = Tried(
        attempt_id=tried.attempt_id,
        codes=tried.codes,
        bills=tried.bills,
        coding=tried.coding or ZERO,
        billing=tried.billing or ZERO,
        begun_at=tried.begun_at,
        done_at=tried.done_at,
    )
    return whole_mark(so_far, coding_share=rules.coding_share)


def case_mark(tries: Sequence[Tried], rules: Rules) -> CaseMark | None:
    """What counts of the attempts at one case, given from the first to the last; None without any.

    An attempt without a mark counts only where none has one.
    """
    if not tries:
        return None
    marks = [late_mark(one, rules) for one in tries]
    places = [place for place, mark in enumerate(marks) if mark is not None]
    chosen = places[-1] if places else len(tries) - 1
    if places and rules.counts == "first":
        chosen = places[0]
    elif places and rules.counts == "best":
        chosen = max(places, key=lambda place: (marks[place] or ZERO, -place))
    tried = tries[chosen]
    return CaseMark(
        tried=tried,
        mark=marks[chosen],
        days_late=rules.times.days_late(tried.done_at),
        number=chosen + 1,
        of=len(tries),
    )


def assignment_mark(
    cases: Sequence[int], marks: Mapping[int, CaseMark], rules: Rules
) -> AssignmentMark:
    """The mean of a learner's marks over the cases of an assignment, by case."""
    found = [marks[case].mark for case in cases if case in marks]
    reached = [mark for mark in found if mark is not None]
    counted = len(cases) if rules.times.is_over(rules.now) else len(reached)
    mean = sum(reached, ZERO) / counted if counted else None
    return AssignmentMark(mean=mean, marked=len(reached), cases=len(cases))


def mean_of(marks: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of the marks that there are; None without any."""
    known = [mark for mark in marks if mark is not None]
    return sum(known, ZERO) / len(known) if known else None
