"""What is asked of the database at start: that SQLite's settings are in effect as wanted, that no
journal is used which its build may corrupt, and that servers of one database share their key."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sandbox.storage.sqlite import has_wal_fault, safe_journal_mode, wanted_pragmas

IMMEDIATE = "IMMEDIATE"
IN_USE = (
    "Another process has the database open in another journal mode, most likely a server that was "
    "started before. Stop it, then start again."
)
UNREACHABLE = "DATABASE_URL names a file that cannot be opened for writing."
UPGRADE = "SQLite 3.51.3 or newer has it mended; so do 3.50.7 and 3.44.6. Or move to PostgreSQL."


@checks.register(checks.Tags.database)
def check_sqlite(
    app_configs: Any = None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """The findings on each SQLite that is asked about; opens a connection to it."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            found += findings(connections[alias])
    return found


def findings(connection: BaseDatabaseWrapper) -> list[checks.CheckMessage]:
    """What is wrong with a connection to SQLite, and what is to be known of its build."""
    version = sqlite3.sqlite_version_info
    try:
        actual = actual_pragmas(connection)
    except OperationalError as error:
        hint = IN_USE if "locked" in str(error) else UNREACHABLE
        return [checks.Error(f"SQLite cannot be used: {error}.", hint=hint, id="storage.E001")]
    wanted = wanted_pragmas(version)
    wrong = {name: value for name, value in actual.items() if value != wanted[name]}
    found: list[checks.CheckMessage] = [
        checks.Error(
            f"SQLite runs with {name}={value}; rows are safe with {name}={wanted[name]} only.",
            hint="DATABASES in sandbox/settings.py sets it; see sandbox/storage/sqlite.py.",
            id="storage.E002",
        )
        for name, value in wrong.items()
    ]
    mode = getattr(connection, "transaction_mode", None)
    if mode != IMMEDIATE:
        found.append(
            checks.Error(
                f"SQLite's transactions begin as {mode or 'DEFERRED'}; with {IMMEDIATE} they wait "
                "for one another, otherwise they fail.",
                hint="Set OPTIONS['transaction_mode'] in sandbox/settings.py.",
                id="storage.E003",
            )
        )
    return found + build_findings(version, str(actual["journal_mode"]))


def build_findings(version: tuple[int, int, int], mode: str) -> list[checks.CheckMessage]:
    """That a build has the WAL-reset fault: an error in WAL mode, else for information."""
    if not has_wal_fault(version):
        return []
    name = ".".join(map(str, version))
    fault = (
        f"SQLite {name} has a fault that may corrupt a database in WAL mode when several "
        "connections write (https://sqlite.org/wal.html#walresetbug)"
    )
    if mode == "wal":
        return [checks.Error(f"{fault}, and this one is in WAL mode.", UPGRADE, id="storage.E004")]
    safe = safe_journal_mode(version).upper()
    return [
        checks.Info(
            f"{fault}. The rollback journal ({safe}) is used instead: safe, writing is slower.",
            hint=UPGRADE,
            id="storage.I001",
        )
    ]


def actual_pragmas(connection: BaseDatabaseWrapper) -> dict[str, str | int]:
    """The pragmas that matter as they are in effect on that connection."""
    with connection.cursor() as cursor:
        return {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in wanted_pragmas(sqlite3.sqlite_version_info)
        }


@checks.register(checks.Tags.security, deploy=True)
def check_shared_key(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """With PostgreSQL there may be several servers, which know each other's visitors by the key."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" or os.environ.get("SECRET_KEY"):
        return []
    return [
        checks.Warning(
            "SECRET_KEY is not set, so this machine made a key of its own. Whoever signs in at one "
            "server is a stranger at every other that has another key.",
            hint="Give every server of one database the same SECRET_KEY.",
            id="storage.W001",
        )
    ]


def require_safe_database() -> None:
    """Refuse to serve from a SQLite whose settings are wrong.

    For web processes, which run no system checks. PostgreSQL is not asked: a server may start
    before it is up. Raises ImproperlyConfigured that says what is wrong.
    """
    if connections[DEFAULT_DB_ALIAS].vendor != "sqlite":
        return
    refuse(findings(connections[DEFAULT_DB_ALIAS]))
    connections[DEFAULT_DB_ALIAS].close()


def refuse(found: Sequence[checks.CheckMessage]) -> None:
    """Raise ImproperlyConfigured when there is an error among the findings."""
    errors = [str(message) for message in found if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(errors))
