"""The built file, opened for reading: one connection a thread. PURE (sqlite3 only)."""

import sqlite3
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from coding.codebook.entries import CodeEntry

COLUMNS = "system, code, title, billable, valid_from, valid_to, kind"
TITLE = COLUMNS.split(", ").index("title")


class CodebookMissing(Exception):
    """There is no codebook at the path, or the file is not one."""


class Store:
    """Read-only access to one built file, from any number of threads.

    The file is never changed in place (a new one takes its name), so it is opened as immutable:
    no locks, no journal. A process that runs on keeps reading the file that it opened.
    """

    def __init__(self, path: Path) -> None:
        """Raises CodebookMissing when there is no codebook at the path."""
        self.path = path
        self._local = threading.local()
        if not path.is_file():
            raise CodebookMissing(
                f"There is no codebook at {path}. Run: python manage.py build_codebook"
            )
        try:
            self.meta = dict(self.all("SELECT name, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise CodebookMissing(
                f"{path} is not a codebook ({error}). Run: python manage.py build_codebook --force"
            ) from error

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            db = self._local.db = sqlite3.connect(uri, uri=True)
            db.execute("PRAGMA mmap_size = 67108864")
        return db

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query."""
        return self._connection().execute(sql, values).fetchall()

    def entries(self, where: str, values: Sequence[Any]) -> tuple[CodeEntry, ...]:
        """The rows of table `code` that fit a WHERE clause, as entries."""
        return tuple(map(entry, self.all(f"SELECT {COLUMNS} FROM code WHERE {where}", values)))


def entry(row: Sequence[Any]) -> CodeEntry:
    """An entry from the values of COLUMNS."""
    system, code, title, billable, first, last, kind = row
    return CodeEntry(system, code, title, bool(billable), day(first), day(last), kind)


def day(text: str | None) -> date | None:
    """A date from its ISO text; None stays None."""
    return date.fromisoformat(text) if text else None


def best_on(entries: Sequence[CodeEntry], on: date) -> CodeEntry | None:
    """Of the rows of one code, the one that answers for that day; None if there are none.

    The one that may be billed that day; else one that was billable on other days, because a code
    that became a header was retired (G35 on 1 October 2025) and must be told from a code that
    never was more than a header; else the header of that day. Of equals, the latest.
    """

    def order(one: CodeEntry) -> tuple[bool, bool, date]:
        return (one.billable, one.is_valid_on(on), one.valid_from or date.min)

    return max(entries, key=order, default=None)
