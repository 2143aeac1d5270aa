"""Let a service fail at its every query, and look what is left of it in the database."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import Error, OperationalError, connection, connections, transaction

from tests.copies import copied_database, new_database
from tests.crashes.scene import Scene
from tests.processes import connected

AFTERWARDS = 10
"""Which queries fail of what runs after the service's own transaction: every tenth."""

TRANSACTIONS = 2
"""How many may write unless a service works in parts: its own, and the partner's turn after it."""

Execute = Callable[..., Any]
Digest = Callable[[], str]
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
ROWS = "SELECT coalesce(string_agg(row::text, E'\\n' ORDER BY row::text), '') FROM \"{}\" AS row"


class Fault:
    """Fails the query of that number, counted from 1; where it `lasts`, every query after it too.

    `fired` is whether it came to that.
    """

    def __init__(self, number: int, *, lasts: bool) -> None:
        self.number, self.lasts = number, lasts
        self.asked, self.fired = 0, False

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.asked += 1
        if self.asked == self.number or (self.lasts and self.fired):
            self.fired = True
            raise OperationalError(f"query {self.number} fails: {sql[:60]}")
        return execute(sql, params, many, context)


def fail_at_every_query(scene: Scene, vendor: str, directory: Path, *, lasts: bool) -> int:
    """Call the service of a scene with its first query failing, then its second and so on, until
    it gets through; how many queries failed.

    Raises AssertionError when a call that failed left anything behind, or one was lost that
    succeeded. What runs after the service's transaction (a partner's turn) may fail without the
    service failing; then it is whole or nothing by itself, and every tenth query of it fails.
    """
    with new_database(vendor, directory) as base:
        with connected(base), transaction.atomic():
            thing = scene.ready()
        number, is_through = 1, False
        while not is_through:
            with copied_database(base, directory) as url, connected(url):
                number, is_through = _fail_from(
                    scene, thing, number, lasts=lasts, digest_of=digester(url)
                )
        return number - 1


def _fail_from(
    scene: Scene,
    thing: Any,
    first: int,
    *,
    lasts: bool,
    digest_of: AbstractContextManager[Digest],
) -> tuple[int, bool]:
    """Fail one query after another until the service has changed the database; which query is to
    fail next, and whether the service got through without a fault."""
    with digest_of as digest:
        scene.call(thing)  # who is not there yet is made now
        before, number = digest(), first
        while True:
            fault, call = Fault(number, lasts=lasts), scene.call(thing)
            stored, error = _call(call, fault, digest)
            after = digest()
            if not scene.in_parts:
                assert len({*stored} - {before}) <= TRANSACTIONS, f"{scene} is stored in parts"
            if not fault.fired:
                assert error is None
                assert after != before, f"{scene} changes nothing"
                assert after == (stored[-1] if stored else after), f"{scene} writes between"
                return number, True
            if not scene.in_parts:
                assert bool(error) != bool(stored), f"{scene} fails and is stored: {error}"
            assert after == (stored[-1] if stored else before), f"{scene} is half done: {error}"
            if stored:
                return number + (1 if scene.in_parts else AFTERWARDS), False
            number += 1


def _call(call: Callable[[], Any], fault: Fault, digest: Digest) -> tuple[list[str], Error | None]:
    """What the database was after each transaction that was carried out, and what came of it."""
    stored: list[str] = []
    commit = connection.commit

    def commit_and_look() -> None:
        commit()
        stored.append(digest())

    with patch.object(connections["default"], "commit", commit_and_look):
        try:
            with connection.execute_wrapper(fault):
                call()
        except Error as error:
            return stored, error
    return stored, None


@contextmanager
def digester(url: str) -> Iterator[Digest]:
    """What tells one content of a database from another: of SQLite every byte, of PostgreSQL every
    row of every table. It has a connection of its own, so that it sees only what is stored."""
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as own:
            yield lambda: hashlib.sha256(own.serialize()).hexdigest()
        return
    with psycopg.connect(url, autocommit=True) as server:
        names = [name for (name,) in server.execute(TABLES)]
        query = " UNION ALL ".join(f"({ROWS.format(name)})" for name in names)
        yield lambda: hashlib.sha256(repr(server.execute(query).fetchall()).encode()).hexdigest()
