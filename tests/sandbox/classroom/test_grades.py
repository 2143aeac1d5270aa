"""What attempts are worth together, by hand-computed figures."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.classroom.grades import (
    CaseMark,
    Rules,
    Tried,
    assignment_mark,
    case_mark,
    late_mark,
    mean_of,
    whole_mark,
)
from sandbox.classroom.timing import Times

DUE = datetime(2026, 3, 10, 12, tzinfo=UTC)
BEGUN = DUE - timedelta(hours=2)


def rules(*, share: int = 50, counts: str = "best", lowers: int = 0, over: bool = False) -> Rules:
    times = Times(opens_at=None, due_at=DUE, closes=False, lowers=lowers)
    now = DUE + timedelta(days=5) if over else DUE - timedelta(hours=1)
    return Rules(coding_share=share, counts=counts, times=times, now=now)


def tried(
    coding: str | None = None,
    billing: str | None = None,
    *,
    codes: bool = True,
    bills: bool = True,
    done: datetime | None = BEGUN,
    pk: int = 1,
) -> Tried:
    return Tried(
        attempt_id=pk,
        codes=codes,
        bills=bills,
        coding=None if coding is None else Decimal(coding),
        billing=None if billing is None else Decimal(billing),
        begun_at=BEGUN,
        done_at=done,
    )


@pytest.mark.parametrize(("share", "mark"), [(50, "0.7"), (100, "0.8"), (0, "0.6"), (25, "0.65")])
def test_both_desks_count_by_their_shares(share: int, mark: str) -> None:
    assert whole_mark(tried("0.8", "0.6"), coding_share=share) == Decimal(mark)


def test_one_desk_counts_whole() -> None:
    assert whole_mark(tried("0.8", None, bills=False), coding_share=20) == Decimal("0.8")
    assert whole_mark(tried(None, "0.6", codes=False), coding_share=80) == Decimal("0.6")


def test_there_is_no_mark_until_each_part_has_one() -> None:
    assert whole_mark(tried("0.8", None), coding_share=50) is None
    assert late_mark(tried("0.8", None), rules()) is None


def test_after_the_due_time_a_part_without_a_mark_counts_zero() -> None:
    assert late_mark(tried("0.8", None, done=None), rules(over=True)) == Decimal("0.4")


def test_late_work_loses_its_days() -> None:
    late = tried("1", "1", done=DUE + timedelta(days=1, hours=1))
    assert late_mark(late, rules(lowers=10)) == Decimal("0.8")


@pytest.mark.parametrize(
    ("counts", "mark", "number"), [("first", "0.5", 1), ("best", "0.9", 2), ("last", "0.7", 3)]
)
def test_which_attempt_counts(counts: str, mark: str, number: int) -> None:
    tries = [tried("0.5", "0.5"), tried("0.9", "0.9"), tried("0.7", "0.7")]
    found = case_mark(tries, rules(counts=counts))
    assert found is not None
    assert (found.mark, found.number, found.of) == (Decimal(mark), number, 3)


def test_best_of_equals_is_the_first_and_an_open_attempt_takes_nothing_away() -> None:
    found = case_mark([tried("0.9", "0.9"), tried("0.9", "0.9"), tried("1", None)], rules())
    assert found is not None
    assert (found.number, found.mark) == (1, Decimal("0.9"))
    last = case_mark([tried("0.9", "0.9"), tried("1", None)], rules(counts="last"))
    assert last is not None
    assert last.number == 1


def test_case_without_any_attempt_has_no_mark() -> None:
    assert case_mark([], rules()) is None


def marked(mark: str | None) -> CaseMark:
    return CaseMark(tried("1", "1"), None if mark is None else Decimal(mark), 0, 1, 1)


def test_mean_before_and_after_the_due_time() -> None:
    marks = {1: marked("0.8"), 2: marked("0.6"), 3: marked(None)}
    before = assignment_mark([1, 2, 3, 4], marks, rules())
    assert (before.mean, before.marked, before.cases) == (Decimal("0.7"), 2, 4)
    after = assignment_mark([1, 2, 3, 4], marks, rules(over=True))
    assert after.mean == Decimal("0.35")
    assert assignment_mark([1], {}, rules()).mean is None
    assert assignment_mark([1], {}, rules(over=True)).mean == 0
    assert assignment_mark([], {}, rules(over=True)).mean is None


def test_minutes_are_begun_minutes() -> None:
    assert tried("1", "1", done=BEGUN + timedelta(seconds=61)).minutes == 2
    assert tried("1", "1", done=None).minutes is None


def test_mean_of_what_there_is() -> None:
    assert mean_of([Decimal("0.5"), None, Decimal("1")]) == Decimal("0.75")
    assert mean_of([None]) is None
