"""Two people, or two tabs, at the same moment: one effect, on a real database file.

A control shows that the two threads do meet: the same step without the lock happens twice.
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from claims.models import Claim, LedgerEntry, Remittance, Submission
from claims.services.advance import StaleClaim
from claims.services.calendar import move_calendar
from claims.services.opening import open_claim
from claims.services.posting import post_remittance
from claims.services.refusals import StaleCalendar
from claims.services.sending import submit_claim
from tests.claims.bench import Hands, alone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test leaves an empty, migrated database for the others to copy."""
    return tmp_path_factory.mktemp("shared") / "empty.sqlite3"


@pytest.fixture(autouse=True)
def shared_database(tmp_path: Path, empty_file: Path) -> Iterator[None]:
    """A database that two threads can share: the server's, or with SQLite a file of its own, for
    the one in memory belongs to one thread."""
    if connection.vendor != "sqlite":
        yield
        return
    if not empty_file.exists():
        with default_database(empty_file):
            call_command("migrate", run_syncdb=True, verbosity=0)
    with default_database(Path(shutil.copy(empty_file, tmp_path))):
        yield


@contextmanager
def default_database(path: Path) -> Iterator[None]:
    """Make a SQLite file the default database, of this thread and of those that it starts."""
    before, config = connections["default"], connections.settings["default"]
    name, config["NAME"] = config["NAME"], str(path)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before
        config["NAME"] = name


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Run the steps in threads that start together; their results, or the errors they raised."""
    start = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        start.wait(timeout=20)
        try:
            return step()
        except (StaleClaim, StaleCalendar) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(run, step) for step in steps]]


def ready_to_send() -> Hands:
    return alone().code().open().check()


def test_submit_from_two_tabs_with_one_key_sends_once():
    hands = ready_to_send()
    call = hands.call()
    events = at_once(*[lambda: submit_claim(hands.claim.pk, **call)] * 2)
    assert events[0] == events[1]
    assert Submission.objects.count() == 1
    assert hands.claim.version == 2


def test_submit_from_two_tabs_with_two_keys_sends_once_and_tells_the_other():
    hands = ready_to_send()
    one, two = hands.call(), hands.call()
    results = at_once(
        lambda: submit_claim(hands.claim.pk, **one), lambda: submit_claim(hands.claim.pk, **two)
    )
    assert results.count(StaleClaim) == 1
    assert Submission.objects.count() == 1


def test_calendar_moved_from_two_desks_moves_once():
    hands = ready_to_send()
    submit_claim(hands.claim.pk, **hands.call())
    day = hands.attempt.scenario_date

    def move() -> Any:
        return move_calendar(hands.attempt_id, actor=hands.biller, step="event", from_date=day)

    results = at_once(move, move)
    assert results.count(StaleCalendar) == 1
    assert hands.claim.events.filter(move="accept").count() == 1


def test_open_claim_twice_at_once_makes_one_claim():
    hands = alone().code()
    keys = iter(("one", "two"))

    def open_it() -> Any:
        return open_claim(hands.attempt_id, actor=hands.biller, key=next(keys))

    results = at_once(open_it, open_it)
    assert results[0] == results[1]
    assert Claim.objects.count() == 1


def test_post_twice_at_once_posts_once():
    hands = ready_to_send()
    submit_claim(hands.claim.pk, **hands.call())
    hands.answered()
    version = hands.claim.version

    def post() -> Any:
        return post_remittance(hands.claim.pk, actor=hands.biller, expected_version=version)

    at_once(post, post)
    paid = Remittance.objects.get().paid
    posted = hands.claim.ledger.filter(kind=LedgerEntry.Kind.PAYER_PAYMENT)
    assert -sum(row.amount for row in posted) == paid


def test_control_without_the_lock_it_happens_twice():
    hands = ready_to_send()
    looked = Barrier(2)

    def careless() -> None:
        claim = Claim.objects.get(pk=hands.claim.pk)
        if not claim.ledger.exists():
            looked.wait(timeout=20)
            claim.ledger.create(line=1, kind="charge", amount=1, on=claim.attempt.scenario_date)

    at_once(careless, careless)
    assert hands.claim.ledger.count() == 2
