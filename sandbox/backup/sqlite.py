"""SQLite: whole copies of a file that others write to. No Django."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sandbox.backup.bundle import BackupError

WAIT_SECONDS = 60


def copy(source: Path, target: Path) -> None:
    """What `source` held at one moment into `target`, in one transaction on either side.

    Others go on reading and writing `source`; who reads `target` sees the old or the new, never a
    mixture. Raises BackupError when there is no database, or none that can be read.
    """
    try:
        uri = f"{source.resolve().as_uri()}?mode=rw"
        with (
            closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS)) as given,
            closing(sqlite3.connect(target, timeout=WAIT_SECONDS)) as made,
        ):
            given.backup(made)
    except sqlite3.Error as error:
        raise BackupError(f"{source} could not be copied to {target}: {error}.") from error


def settle(path: Path) -> None:
    """Make of a copy one file without journals beside it."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def check(path: Path) -> None:
    """Raises BackupError unless the file is a sound database in which every reference holds."""
    try:
        with closing(sqlite3.connect(path)) as database:
            problems = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            loose = database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        raise BackupError(f"The database is damaged: {error}.") from error
    if problems != ["ok"]:
        raise BackupError(f"The database is damaged: {'; '.join(problems)}.")
    if loose:
        raise BackupError(f"The database is damaged: a row of {loose[0][0]} refers to nothing.")


def count_rows(path: Path) -> dict[str, int]:
    """Rows by table."""
    wanted = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
    with closing(sqlite3.connect(path)) as database:
        names = [row[0] for row in database.execute(f"{wanted} ESCAPE '!' ORDER BY name")]
        count = 'SELECT count(*) FROM "{}"'
        return {name: database.execute(count.format(name)).fetchone()[0] for name in names}


def migrations_in(path: Path) -> tuple[str, ...]:
    """The migrations that were applied, as "app.name"."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return tuple(f"{app}.{name}" for app, name in rows)


def is_database(path: Path) -> bool:
    """Whether the file is a database at all. Raises BackupError when that cannot be seen, because
    somebody holds it or it may not be read."""
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        raise BackupError(
            f"{path} cannot be opened: {error}. Stop the web server first."
        ) from error
    except sqlite3.DatabaseError:
        return False
    return True
