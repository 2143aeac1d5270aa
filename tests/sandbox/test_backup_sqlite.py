"""Copies of a file of SQLite to which others write, whatever journal it keeps."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sandbox.backup import BackupError, sqlite

JOURNALS = ("wal", "truncate", "delete")


def database(path: Path, journal: str, *, total: int = 0) -> Path:
    """A database whose two tables add up to nothing, with a few pages of ballast."""
    with closing(sqlite3.connect(path)) as made, made:
        assert made.execute(f"PRAGMA journal_mode = {journal}").fetchone() == (journal,)
        made.executescript("CREATE TABLE a (n INTEGER, t TEXT); CREATE TABLE b (n INTEGER);")
        made.executemany("INSERT INTO a VALUES (0, ?)", [("x" * 900,)] * 300)
        made.execute("INSERT INTO a VALUES (?, '')", [total])
        made.execute("INSERT INTO b VALUES (?)", [-total])
    return path


def sums(path: Path) -> tuple[int, int]:
    """What each table adds up to, read in one transaction."""
    with closing(sqlite3.connect(path, timeout=60)) as read:
        return read.execute("SELECT (SELECT sum(n) FROM a), (SELECT sum(n) FROM b)").fetchone()


@contextmanager
def again_and_again(what: Callable[[], object]) -> Iterator[threading.Event]:
    """Something that goes on meanwhile; an error of it is raised at the end."""
    stop, once, failed = threading.Event(), threading.Event(), []

    def go() -> None:
        try:
            while not stop.is_set():
                what()
                once.set()
        except Exception as error:  # noqa: BLE001 - raised below
            failed.append(error)
            once.set()

    thread = threading.Thread(target=go)
    thread.start()
    assert once.wait(60)
    yield stop
    stop.set()
    thread.join()
    assert failed == []


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_copy_holds_one_moment(journal: str, tmp_path: Path):
    """Each transaction of the writer, which stays connected, changes every page and the total."""
    path = database(tmp_path / "live.sqlite3", journal)
    live = sqlite3.connect(path, timeout=60, check_same_thread=False, isolation_level=None)

    def write() -> None:
        live.execute("BEGIN IMMEDIATE")
        live.execute("UPDATE a SET n = n + 1")
        live.execute("UPDATE b SET n = n - (SELECT count(*) FROM a)")
        live.execute("COMMIT")
        time.sleep(0.002)

    found = []
    with closing(live), again_and_again(write):
        for number in range(5):
            before = sums(path)[0]
            sqlite.copy(path, tmp_path / f"{number}.sqlite3")
            sqlite.check(tmp_path / f"{number}.sqlite3")
            one, other = sums(tmp_path / f"{number}.sqlite3")
            assert (one + other, one >= before) == (0, True)
            found.append(one)
    assert found == sorted(found)


@pytest.mark.parametrize("journal", JOURNALS)
def test_who_reads_meanwhile_sees_the_old_or_the_new(journal: str, tmp_path: Path):
    live = database(tmp_path / "live.sqlite3", journal)
    new = database(tmp_path / "new.sqlite3", "delete", total=7)
    seen: set[tuple[int, int]] = set()
    with again_and_again(lambda: seen.add(sums(live))):
        sqlite.copy(new, live)
        seen.add(sums(live))
    assert seen == {(0, 0), (7, -7)}
    sqlite.check(live)


def test_a_database_that_somebody_holds_is_not_taken_for_a_broken_one(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.1)
    path = database(tmp_path / "live.sqlite3", "truncate")
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BackupError, match="Stop the web server first"):
            sqlite.is_database(path)
    assert sqlite.is_database(path)


def test_what_is_no_database_is_known(tmp_path: Path):
    path = tmp_path / "broken.sqlite3"
    path.write_bytes(b"this is no database" * 300)
    assert not sqlite.is_database(path)


def test_no_database_is_not_made_by_copying_it(tmp_path: Path):
    with pytest.raises(BackupError, match="could not be copied"):
        sqlite.copy(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3")
    assert not (tmp_path / "none.sqlite3").exists()
