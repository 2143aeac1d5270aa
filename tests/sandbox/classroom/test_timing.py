"""When an assignment is open, due and late."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.classroom.timing import Times, minutes_allowed
from sandbox.classroom.when import ago_text

DUE = datetime(2026, 3, 10, 23, 59, tzinfo=UTC)
OPENS = DUE - timedelta(days=7)


def times(*, closes: bool = False, lowers: int = 0) -> Times:
    return Times(opens_at=OPENS, due_at=DUE, closes=closes, lowers=lowers)


@pytest.mark.parametrize(
    ("now", "accepts", "closes"),
    [
        (OPENS - timedelta(seconds=1), False, False),
        (OPENS, True, True),
        (DUE, True, True),
        (DUE + timedelta(seconds=1), True, False),
    ],
)
def test_open_from_the_opening_to_the_due_time(now: datetime, accepts: bool, closes: bool) -> None:
    assert times().is_open(now) is accepts
    assert times(closes=True).is_open(now) is closes


def test_without_times_it_is_always_open_and_never_late() -> None:
    free = Times(opens_at=None, due_at=None, closes=True, lowers=50)
    assert free.is_open(DUE)
    assert not free.is_over(DUE)
    assert (free.days_late(DUE), free.factor(DUE)) == (0, 1)


@pytest.mark.parametrize(
    ("late", "days", "factor"),
    [
        (timedelta(0), 0, "1"),
        (timedelta(seconds=1), 1, "0.9"),
        (timedelta(days=1), 1, "0.9"),
        (timedelta(days=1, seconds=1), 2, "0.8"),
        (timedelta(days=10), 10, "0"),
        (timedelta(days=30), 30, "0"),
    ],
)
def test_each_begun_day_costs_its_percent(late: timedelta, days: int, factor: str) -> None:
    rules = times(lowers=10)
    assert rules.days_late(DUE + late) == days
    assert rules.factor(DUE + late) == Decimal(factor)


def test_what_is_not_done_is_not_late() -> None:
    assert times(lowers=10).days_late(None) == 0


@pytest.mark.parametrize(
    ("limit", "extra", "minutes"), [(None, 50, None), (60, 0, 60), (60, 50, 90), (25, 25, 32)]
)
def test_extra_time_is_rounded_up(limit: int | None, extra: int, minutes: int | None) -> None:
    assert minutes_allowed(limit, extra_percent=extra) == minutes


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "now"), (59, "now"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (172_800, "2 d")],
)
def test_how_long_ago(seconds: int, text: str) -> None:
    assert ago_text(seconds) == text
