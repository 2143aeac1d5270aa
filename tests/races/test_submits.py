"""Many processes send claims of one database at once: nothing lost, nothing doubled, nobody told
that it is locked. Controls without the lock show that the test would see it."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from claims.models import Submission
from tests.copies import new_database
from tests.processes import at_once, connected
from tests.races.careless import drop_guards, submit_deferred, submit_without_lock
from tests.races.pool import Ready, ready_claims
from tests.races.submitting import Call, Told, calls_on, claims_for, problems, submit_all
from tests.servers import VENDORS

SIZES = [
    pytest.param(120, 4, id="120-calls-of-4"),
    pytest.param(10_000, 32, id="10000-calls-of-32", marks=pytest.mark.prove),
]
RACED = 40
"""Claims that each of four processes sends without the lock."""

Submit = Callable[[Sequence[Call]], list[Told]]
every_vendor = pytest.mark.parametrize("vendor", VENDORS)


@every_vendor
@pytest.mark.parametrize(("calls", "processes"), SIZES)
def test_nothing_is_lost_or_doubled(
    vendor: str, calls: int, processes: int, tmp_path: Path, django_db_blocker: Any
) -> None:
    with new_database(vendor, tmp_path) as url, django_db_blocker.unblock(), connected(url):
        claims = ready_claims(claims_for(calls))
        plan = list(calls_on(claims, dice=random.Random(calls)))
        shares = [plan[start::processes] for start in range(processes)]
        told = [row for share in at_once(url, submit_all, shares) for row in share]
        assert len(told) == len(plan) >= calls
        assert problems(claims, told) == []


@every_vendor
def test_control_without_the_lock_it_happens_twice(
    vendor: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    with new_database(vendor, tmp_path) as url, django_db_blocker.unblock(), connected(url):
        claims = ready_claims(RACED)
        drop_guards()
        told = _all_at_once(url, submit_without_lock, claims)
        doubled = Submission.objects.values("claim").annotate(n=Count("pk")).filter(n__gt=1)
        assert doubled.exists()
        assert problems(claims, told)


def test_control_transactions_that_lock_late_are_told_that_it_is_locked(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    with new_database("sqlite", tmp_path) as url, django_db_blocker.unblock(), connected(url):
        claims = ready_claims(RACED)
        told = _all_at_once(url, submit_deferred, claims)
        assert any("locked" in problem for problem in problems(claims, told))


def _all_at_once(url: str, submit: Submit, claims: Sequence[Ready]) -> list[Told]:
    """Each of four processes sends every claim with a key of its own."""
    shares = [
        [Call(row.claim, row.version, row.actor, f"{racer}-{row.claim}") for row in claims]
        for racer in range(4)
    ]
    return [row for share in at_once(url, submit, shares) for row in share]
