"""Workers of the web server are killed while people work: what was acknowledged is there, nothing
is half done, and the server goes on."""

import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import pytest

from tests.copies import new_database
from tests.crashes.working import Worker, hire, problems
from tests.processes import connected
from tests.races.pool import ready_claims
from tests.servers import VENDORS, Served, serving

PEOPLE, WORKERS = 6, 3
SIZES = [
    pytest.param(3, id="3-kills"),
    pytest.param(100, id="100-kills", marks=pytest.mark.prove),
]
every_vendor = pytest.mark.parametrize("vendor", VENDORS)


@every_vendor
@pytest.mark.parametrize("kills", SIZES)
def test_nothing_is_lost_or_half_done(
    vendor: str, kills: int, tmp_path: Path, django_db_blocker: Any
) -> None:
    with new_database(vendor, tmp_path) as url, django_db_blocker.unblock(), connected(url):
        people = hire(PEOPLE, ready_claims(PEOPLE * 4 * kills))
        with serving(url, workers=WORKERS, threads=2) as server:
            with at_work(people, server):
                kill_workers(server, people, kills=kills)
            await_workers(server)
            with urlopen(f"{server.url}/health/", timeout=30) as answer:
                assert answer.status == 200
        assert _total(people, "broken") >= kills
        assert all(person.begun and person.saves for person in people)
        assert [problem for person in people for problem in problems(person)] == []


@pytest.mark.prove
def test_control_without_transactions_work_is_half_done(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    with new_database("sqlite", tmp_path) as url, django_db_blocker.unblock(), connected(url):
        people = hire(PEOPLE, ready_claims(PEOPLE * 60))
        unlocked = "tests.races.unlocked:application"
        with (
            serving(url, workers=WORKERS, threads=2, app=unlocked) as server,
            at_work(people, server),
        ):
            kill_workers(server, people, kills=15)
        assert [problem for person in people for problem in problems(person)]


@contextmanager
def at_work(people: Sequence[Worker], server: Served) -> Iterator[None]:
    """Everybody works, each in a thread; at the end they finish what they have in hand."""
    stop = Event()
    with ThreadPoolExecutor(len(people)) as pool:
        working = [pool.submit(person.work, server.url, stop) for person in people]
        try:
            yield
        finally:
            stop.set()
        for one in working:
            one.result()


def kill_workers(server: Served, people: Sequence[Worker], *, kills: int) -> None:
    """Kill the oldest worker at a random moment, again and again, until so many of the kills have
    broken requests that were being answered. Between them everybody gets on."""
    dice, hits, tries = random.Random(kills), 0, 0
    while hits < kills:
        tries += 1
        assert tries <= 3 * kills, f"of {tries} kills {hits} met a request"
        await_workers(server)
        await_that(partial(_has_grown, people, "done", _total(people, "done") + len(people)))
        sleep(dice.uniform(0, 0.2))
        broken = partial(_has_grown, people, "broken", _total(people, "broken") + 1)
        os.kill(server.workers()[0], signal.SIGKILL)
        with suppress(TimeoutError):
            await_that(broken, seconds=1)
            hits += 1


def _total(people: Sequence[Worker], what: str) -> int:
    return sum(getattr(person, what) for person in people)


def _has_grown(people: Sequence[Worker], what: str, to: int) -> bool:
    return _total(people, what) >= to


def await_workers(server: Served) -> None:
    """Return once the server has all its workers again."""
    await_that(lambda: len(server.workers()) >= WORKERS)


def await_that(is_so: Callable[[], bool], *, seconds: float = 120) -> None:
    """Return once something is so. Raises TimeoutError."""
    until = monotonic() + seconds
    while not is_so():
        if monotonic() > until:
            raise TimeoutError("it does not come")
        sleep(0.01)
