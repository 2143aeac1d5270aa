"""SQLite for several writers: the settings of a connection, and which journal is safe on which
build. Imports no Django, for the settings file reads it."""

import sqlite3
from typing import Any

Version = tuple[int, int, int]
BUSY_SECONDS = 60
"""How long a writer waits for others before it gives up; they stand in no queue, so of many one may
wait long."""
SYNCHRONOUS_FULL = 2
FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first releases without the WAL-reset fault, each of a branch of its own."""


def has_wal_fault(version: Version) -> bool:
    """Whether that SQLite may corrupt a database in WAL mode.

    In versions 3.7.0 to 3.51.2 a checkpoint that meets a commit which starts the write-ahead log
    anew may take pages for copied that are not; later ones are then lost. It takes two connections
    that write at the same moment, as web workers do. Mended in 3.51.3, and in 3.50.7 and 3.44.6 of
    older branches. Source: SQLite, "The WAL-Reset Bug", https://sqlite.org/wal.html#walresetbug
    """
    mended = any(version[:2] == fixed[:2] and version >= fixed for fixed in FIXED)
    return (3, 7, 0) <= version < FIXED[-1] and not mended


def safe_journal_mode(version: Version) -> str:
    """`wal` where it is safe, else `truncate`: a rollback journal, which the fault is not in.

    Of the rollback journals TRUNCATE, because with `synchronous=FULL` SQLite syncs the emptied
    journal at each commit; after a DELETE the directory is not synced, and a power cut could bring
    the journal back and undo what was acknowledged. Source: SQLite,
    https://sqlite.org/pragma.html#pragma_synchronous (EXTRA).
    """
    return "truncate" if has_wal_fault(version) else "wal"


def wanted_pragmas(version: Version) -> dict[str, str | int]:
    """Each pragma that matters, with the value that it must have in a connection's own words."""
    return {
        "journal_mode": safe_journal_mode(version),
        "synchronous": SYNCHRONOUS_FULL,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": BUSY_SECONDS * 1000,
    }


def connection_options(version: Version = sqlite3.sqlite_version_info) -> dict[str, Any]:
    """OPTIONS of Django's SQLite connection. Transactions take the write lock when they begin:
    one that asks for it half-way is refused at once, however long the timeout. Without recursive
    triggers a REPLACE would delete rows past the database's guards."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": BUSY_SECONDS,
        "init_command": (
            f"PRAGMA journal_mode={safe_journal_mode(version)}; PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON;"
        ),
    }
