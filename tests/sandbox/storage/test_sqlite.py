"""Which journal is safe on which build of SQLite, and that both serve several writers."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction

from sandbox.storage.checks import IMMEDIATE, actual_pragmas
from sandbox.storage.sqlite import (
    connection_options,
    has_wal_fault,
    safe_journal_mode,
    wanted_pragmas,
)

FAULTY = [
    (3, 7, 0), (3, 8, 11), (3, 40, 1), (3, 44, 0), (3, 44, 5), (3, 45, 0), (3, 50, 0), (3, 50, 6),
    (3, 51, 0), (3, 51, 2),
]  # fmt: skip
SOUND = [
    (3, 6, 23), (3, 44, 6), (3, 44, 7), (3, 50, 7), (3, 50, 12), (3, 51, 3), (3, 52, 0),
    (3, 53, 4), (4, 0, 0),
]  # fmt: skip
WRITERS, WRITES = 4, 25


@pytest.mark.parametrize("version", FAULTY)
def test_wal_is_not_used_where_it_may_corrupt(version: tuple[int, int, int]) -> None:
    assert has_wal_fault(version)
    assert safe_journal_mode(version) == "truncate"


@pytest.mark.parametrize("version", SOUND)
def test_wal_is_used_where_it_is_sound(version: tuple[int, int, int]) -> None:
    assert not has_wal_fault(version)
    assert safe_journal_mode(version) == "wal"


@pytest.mark.skipif(
    "sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="the settings name another"
)
def test_settings_are_those_of_this_build() -> None:
    assert settings.DATABASES["default"]["OPTIONS"] == connection_options(
        sqlite3.sqlite_version_info
    )


@contextmanager
def database(path: Path, version: tuple[int, int, int]) -> Iterator[None]:
    """A SQLite file as the default database, opened as on a build of that version."""
    before, known = connections["default"], connections.settings["default"]
    connections.settings["default"] = known | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": connection_options(version),
    }
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = known
        connections["default"] = before


@pytest.mark.parametrize(("version", "journal"), [((3, 40, 1), "-journal"), ((3, 51, 3), "-wal")])
@pytest.mark.usefixtures("own_databases")
def test_writers_wait_for_one_another_in_either_mode(
    tmp_path: Path, version: tuple[int, int, int], journal: str
) -> None:
    """Each reads a number in a transaction and writes it back one higher."""
    start = threading.Barrier(WRITERS)
    seen: set[str] = set()

    def write() -> None:
        start.wait(timeout=20)
        try:
            for _ in range(WRITES):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SELECT value FROM counted")
                    cursor.execute("UPDATE counted SET value = %s", [cursor.fetchone()[0] + 1])
                    seen.update(path.name for path in tmp_path.iterdir())
        finally:
            connection.close()

    with database(tmp_path / "rows", version):
        assert actual_pragmas(connection) == wanted_pragmas(version)
        assert connection.transaction_mode == IMMEDIATE
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE counted (value integer)")
            cursor.execute("INSERT INTO counted VALUES (0)")
        with ThreadPoolExecutor(WRITERS) as pool:
            for done in [pool.submit(write) for _ in range(WRITERS)]:
                done.result()
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM counted")
            assert cursor.fetchone()[0] == WRITERS * WRITES
    assert f"rows{journal}" in seen


@pytest.mark.usefixtures("own_databases")
def test_database_in_wal_mode_becomes_safe_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    with database(path, (3, 51, 3)):
        call_command("migrate", "contenttypes", verbosity=0)
        assert actual_pragmas(connection)["journal_mode"] == "wal"
    with database(path, (3, 40, 1)):
        assert actual_pragmas(connection)["journal_mode"] == "truncate"
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_content_type")
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith("-wal")] == []
