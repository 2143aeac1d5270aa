"""Builds the codebook: one read-only SQLite file, made anew when its sources change. PURE."""

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path

from coding.codebook import icd10cm, tables
from coding.codebook.changes import Change, read_changes
from coding.codebook.rows import Row
from coding.codebook.schema import INDEXES, SYSTEMS, TABLES
from coding.codebook.words import code_key, without_one_letter, words

Progress = Callable[[float, str], None]
_BUILDERS = ("build", "changes", "icd10cm", "rows", "schema", "tables", "words")


def fingerprint(folder: Path) -> str:
    """A digest of everything that the book is made from: tabular list, tables, and this code.

    Raises SourceMismatch or OSError when a source is missing.
    """
    here = Path(__file__).parent
    code = (here / f"{name}.py" for name in _BUILDERS)
    digest = hashlib.sha256()
    for path in chain(icd10cm.source_files(), tables.table_files(folder), code):
        digest.update(f"{path.name}:".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def built_from(path: Path) -> str:
    """The fingerprint of the book at `path`; empty when there is none that can be read."""
    if not path.exists():
        return ""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(uri, uri=True)) as db:
        row = db.execute("SELECT value FROM meta WHERE name = 'fingerprint'").fetchone()
        return str(row[0]) if row else ""
    return ""


def build(path: Path, *, folder: Path, force: bool = False, progress: Progress) -> bool:
    """Makes the book at `path` from the tables in `folder`; False when it is up to date already.

    `progress` is told a share from 0 to 1 and what is being done. The file is put in its place in
    one step, so that a reader sees the old book or the new one. Raises SourceMismatch or OSError.
    """
    wanted = fingerprint(folder)
    if not force and built_from(path) == wanted:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as db:
            _fill(db, folder, progress)
            _put_meta(db, {"fingerprint": wanted, **_release()})
            db.commit()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    progress(1.0, "done")
    return True


def _fill(db: sqlite3.Connection, folder: Path, progress: Progress) -> None:
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
    progress(0.05, "loading the tabular list of ICD-10-CM")
    rows = []
    for row in chain(tables.read_rows(folder), icd10cm.read_rows(_changes(folder))):
        rows.append(row)
        if len(rows) % 4000 == 0:
            progress(min(0.55, 0.2 + 0.35 * len(rows) / 100_000), "reading the tabular list")
    rows.sort(key=lambda row: (SYSTEMS.index(row.system), row.weight, row.position, row.code))
    progress(0.55, "writing codes")
    _put_codes(db, rows)
    progress(0.65, "writing the search index")
    _put_index(db, rows, tables.read_table(folder / tables.ANSWERS))
    progress(0.9, "writing indexes")
    db.executescript(INDEXES + "INSERT INTO finder (finder) VALUES ('optimize'); ANALYZE;")


def _changes(folder: Path) -> dict[str, Change]:
    return read_changes(folder / tables.CHANGES)


def _put_codes(db: sqlite3.Connection, rows: list[Row]) -> None:
    db.executemany(
        "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, *_cells(row)) for number, row in enumerate(rows, start=1)),
    )
    notes = (
        (row.system, code_key(row.code), kind, position, text)
        for row in rows
        for kind, texts in row.notes.items()
        for position, text in enumerate(texts)
    )
    db.executemany("INSERT INTO note VALUES (?, ?, ?, ?, ?)", notes)
    attributes = (
        (row.system, code_key(row.code), json.dumps(row.attributes))
        for row in rows
        if row.attributes is not None
    )
    db.executemany("INSERT INTO attributes VALUES (?, ?, ?)", attributes)


def _cells(row: Row) -> tuple[str | int | None, ...]:
    """The columns of table `code` after the number."""
    return (
        row.system,
        code_key(row.code),
        row.code,
        row.title,
        row.billable,
        row.valid_from,
        row.valid_to,
        row.kind,
        row.parent,
        row.position,
        row.weight,
    )


def _put_index(db: sqlite3.Connection, rows: list[Row], answers: Iterable[dict[str, str]]) -> None:
    hits: Counter[str] = Counter()
    for number, row in enumerate(rows, start=1):
        found = words(" ".join((row.title, *row.terms)))
        db.execute("INSERT INTO finder (rowid, words) VALUES (?, ?)", (number, " ".join(found)))
        if len(row.code) < 8:
            hits.update(set(found))
    db.executemany("INSERT INTO word VALUES (?, ?)", hits.items())
    slips = ((form, word) for word in hits if len(word) > 3 for form in without_one_letter(word))
    db.executemany("INSERT INTO slip VALUES (?, ?)", slips)
    db.executemany("INSERT INTO answer VALUES (:term, :means, :codes)", answers)


def _release() -> dict[str, str]:
    return {
        "release": icd10cm.release_name(),
        "source": icd10cm.SOURCE,
        "first_day": icd10cm.FIRST_DAY.isoformat(),
        "last_day": icd10cm.LAST_DAY.isoformat(),
    }


def _put_meta(db: sqlite3.Connection, facts: dict[str, str]) -> None:
    """The facts, and the range of row numbers that each system has in the index."""
    numbers = db.execute("SELECT system, min(id), max(id) FROM code GROUP BY system")
    spans = {f"span_{system}": f"{first} {last}" for system, first, last in numbers}
    db.executemany("INSERT INTO meta VALUES (?, ?)", {**facts, **spans}.items())
