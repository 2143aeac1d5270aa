"""Real processes on one database: this one on another database, and many that start together."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar
from unittest.mock import patch

import django
from django.db import connections

Share = TypeVar("Share")
Result = TypeVar("Result")
MEETING = 300
"""Seconds in which all processes of a meeting have to come."""

_all_here: Any = None


@contextmanager
def connected(url: str) -> Iterator[None]:
    """Make the database of a DATABASE_URL the default one of this process and of the threads that
    it starts, opened as the settings open it."""
    from sandbox import settings

    with patch.dict(os.environ, DATABASE_URL=url):
        config = connections.configure_settings({"default": settings.database()})["default"]
    with default_database(config):
        yield


@contextmanager
def default_database(config: dict[str, Any]) -> Iterator[None]:
    """Make a database, given as in DATABASES, the default one of this process and of the threads
    that it starts."""
    before, known = connections["default"], connections.settings["default"]
    connections.settings["default"] = config
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = known
        connections["default"] = before


def at_once(url: str, work: Callable[[Share], Result], shares: Sequence[Share]) -> list[Result]:
    """Do `work` on each share in a process of its own with its own connection to that database;
    none begins before all are there. The results, in the order of the shares.

    `work` is a function of a module, and what goes in and comes out can be pickled. Raises what it
    raises.
    """
    context = get_context("spawn")
    meeting = context.Barrier(len(shares), timeout=MEETING)
    with (
        patch.dict(os.environ, DATABASE_URL=url),
        ProcessPoolExecutor(
            len(shares), mp_context=context, initializer=_begin, initargs=(meeting,)
        ) as pool,
    ):
        running = [pool.submit(_meet, work, share) for share in shares]
        return [future.result() for future in running]


def _begin(meeting: Any) -> None:
    """Set up Django in a new process, before anything that needs it is imported."""
    global _all_here
    _all_here = meeting
    django.setup()


def _meet(work: Callable[[Share], Result], share: Share) -> Result:
    """One share; as each process waits here for all others, none takes two."""
    _all_here.wait()
    try:
        return work(share)
    finally:
        connections.close_all()
