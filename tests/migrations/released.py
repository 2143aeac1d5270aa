"""Dumps of released databases: written once, loaded for ever."""

import gzip
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

from tests import postgres

KEPT = Path(__file__).resolve().parent.parent / "released"


def releases() -> list[str]:
    """The releases that are kept, the oldest first."""
    found = {path.name.removesuffix(".sqlite.sql.gz") for path in KEPT.glob("*.sqlite.sql.gz")}
    return sorted(found, key=lambda release: [int(part) for part in release.split(".")])


def path_of(release: str, vendor: str) -> Path:
    """Where the dump of a release is kept."""
    return KEPT / f"{release}.{vendor}.sql.gz"


def dump(release: str) -> Path:
    """Write the default database as that release's."""
    path = path_of(release, connection.vendor)
    text = _of_sqlite() if connection.vendor == "sqlite" else _of_postgresql()
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path


def load(release: str) -> None:
    """Make the default database, which is bare, that of the release."""
    text = gzip.decompress(path_of(release, connection.vendor).read_bytes()).decode()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connection.close()
        with sqlite3.connect(name) as file:
            file.executescript(text)
        return
    import psycopg

    with psycopg.connect(postgres.url(name), autocommit=True) as server:
        server.execute(text)


def _of_sqlite() -> str:
    connection.close()
    with sqlite3.connect(connection.settings_dict["NAME"]) as file:
        return "\n".join(file.iterdump())


def _of_postgresql() -> str:
    """By pg_dump, without what only its own shell understands."""
    program = postgres.program("pg_dump")
    words = [program, "--inserts", "--no-owner", "--no-privileges"]
    address = postgres.url(str(connection.settings_dict["NAME"]))
    done = subprocess.run([*words, address], capture_output=True, text=True, check=True)
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith("\\"))
