"""A rival who acts in the middle of somebody's request: at each of its queries, by a connection of
their own. Where the request holds the lock already the rival waits, and is served after it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import sleep
from typing import Any

from django.db import connection

Execute = Callable[..., Any]
Step = Callable[[], Any]
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE")
BLINK = 0.002
"""Seconds between two looks at what the rival does."""


@dataclass(frozen=True)
class Met:
    """What came of both, and how many queries the request made; `rival` is None where the request
    was over before the query at which the rival was to act."""

    request: Any
    rival: Any
    queries: int


class Rival:
    """Somebody who takes one step in a thread of their own."""

    def __init__(self, step: Step) -> None:
        self.step, self.came_to, self.error = step, None, None
        self.asks = ""
        self.thread = Thread(target=self._act)

    def act(self, *, is_blocked: Callable[["Rival"], bool]) -> None:
        """Begin, and return once the step is taken or waits for somebody's lock."""
        self.thread.start()
        while self.thread.is_alive() and not is_blocked(self):
            sleep(BLINK)

    def result(self) -> Any:
        """What came of the step; raises what it raised."""
        self.thread.join()
        if self.error is not None:
            raise self.error
        return self.came_to

    def _act(self) -> None:
        try:
            with connection.execute_wrapper(self._note):
                self.came_to = self.step()
        except Exception as error:  # noqa: BLE001 - it is raised again where it is looked at
            self.error = error
        finally:
            connection.close()

    def _note(self, execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.asks = sql
        try:
            return execute(sql, params, many, context)
        finally:
            self.asks = ""


def meet(request: Step, rival: Step, *, at: int) -> Met:
    """Make a request, and let the rival act just before its query number `at`, counted from 1; 0 is
    never."""
    other, asked = Rival(rival), 0

    def inject(execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == at:
            other.act(is_blocked=_blocked_now())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(inject):
        came_to = request()
    return Met(came_to, other.result() if 0 < at <= asked else None, asked)


def _blocked_now() -> Callable[[Rival], bool]:
    """Whether the rival waits for the lock of the request, which stands still meanwhile: in SQLite
    whoever writes waits for whoever has begun to, PostgreSQL says who waits."""
    if connection.vendor == "sqlite":
        holds = connection.in_atomic_block
        return lambda rival: holds and rival.asks.startswith(WRITES)
    import psycopg

    known = connection.get_connection_params()
    config = {
        name: known[name]
        for name in ("dbname", "user", "password", "host", "port")
        if known.get(name)
    }
    server = psycopg.connect(**config, autocommit=True)

    def waits(_: Rival) -> bool:
        row = server.execute(WAITING).fetchone()
        return bool(row and row[0])

    return waits
