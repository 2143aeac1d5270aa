"""A class carried from SQLite to PostgreSQL: nothing changes, and whatever did is found."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from pytest_django import DjangoDbBlocker

from claims.models import LedgerEntry
from coding.models import CaseVersion
from sandbox.classroom.models import Course, Notice
from sandbox.classroom.seeding import seed_class
from sandbox.storage.comparing import SOURCE, Compared, Side, models_to_move, row_digest
from sandbox.storage.moving import CannotMove, compare, move, reading, row_count
from tests import postgres
from tests.claims.bench import CLEAN, alone, ready
from tests.copies import new_database
from tests.factories import make_user
from tests.processes import connected

ODD = 'Ünïcode – ‘quoted’ \\ \t\n"x" ;-- %s {} 𝟘'
LAST_KEY = 9_000_000_000


@pytest.fixture(scope="module")
def source(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """A class at work on SQLite, with a row of every kind that is hard to carry."""
    directory = tmp_path_factory.mktemp("source")
    with new_database("sqlite", directory) as url, django_db_blocker.unblock(), connected(url):
        ready(CLEAN)
        seed_class(learners=3, cases=1, seed=4, progress=lambda _done, _total: None)
        add_odd_rows()
        connections["default"].close()
        yield Path(url.removeprefix("sqlite:///"))


def add_odd_rows() -> None:
    """Texts that could be mangled, an empty one, a reference to the same table, a many-to-many row,
    JSON of every type, a large key, and a key that was given to a row since deleted."""
    course, person = Course.objects.get(), make_user("odd", display_name=ODD)
    notice = Notice.objects.create(course=course, told_by=person, text=ODD)
    Notice.objects.update(told_at=datetime(2026, 3, 1, 23, 59, 59, 999999, UTC))
    notice.seen_by.add(person)
    version = CaseVersion.objects.get()
    version.pk, version.mends_id, version.number = None, version.pk, 2
    version.save()
    hands = alone(CLEAN, person).code().open().check()
    hands.send()
    hands.answered().post()
    type(hands.attempt).objects.filter(pk=hands.attempt_id).update(
        draft={"b": [1, 2.5, 1e22, None, True, {"a": ODD}], "a": "", "10": {}}
    )
    make_user("large", id=LAST_KEY - 1)
    make_user("gone", id=LAST_KEY).delete()


@pytest.fixture
def target(tmp_path: Path, source: Path) -> Iterator[str]:
    """An empty, migrated PostgreSQL as the default database; its URL."""
    with new_database("postgresql", tmp_path) as url, connected(url):
        yield url


@pytest.fixture
def bare_target(source: Path) -> Iterator[str]:
    """A PostgreSQL without any table as the default database; its URL."""
    postgres.start()
    name = f"clean_claim_{uuid4().hex[:12]}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        with connected(postgres.url(name)):
            yield postgres.url(name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def altered(source: Path, tmp_path: Path) -> Path:
    """A copy of the source to spoil."""
    return Path(shutil.copy(source, tmp_path / "altered.sqlite3"))


def quiet(_done: int, _total: int) -> None:
    """Shows no progress."""


def spoil(path: Path, *statements: str) -> None:
    """Change a SQLite file behind the sandbox's back."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(";".join(statements))


def write(url: str, *statements: str) -> None:
    """Change the PostgreSQL behind the sandbox's back."""
    with psycopg.connect(url) as database:
        for statement in statements:
            database.execute(statement)


def is_empty() -> bool:
    """Whether the target holds what `migrate` left there and nothing else."""
    filled = {model._meta.db_table for model in models_to_move() if model.objects.exists()}
    return filled == {"django_content_type", "auth_permission"}


# -- a move that is right ---------------------------------------------------------------------


def test_class_is_the_same_on_both_sides_and_goes_on(source: Path, bare_target: str) -> None:
    out = StringIO()
    call_command("move_database", str(source), stdout=out, stderr=StringIO())
    *table, last = out.getvalue().splitlines()
    tables = {line.split()[0]: line.split()[1:] for line in table[1:]}
    assert set(tables) == {model._meta.db_table for model in models_to_move()}
    assert all(cells[0] == cells[1] and cells[-1] == "same" for cells in tables.values())
    assert last.startswith(f"{len(tables)} tables, ")
    with closing(sqlite3.connect(source)) as old, psycopg.connect(bare_target) as new:
        for name, cells in tables.items():
            count = f'SELECT count(*) FROM "{name}"'
            assert old.execute(count).fetchone() == new.execute(count).fetchone()
            assert int(cells[0]) == old.execute(count).fetchone()[0]
        for question in (
            "SELECT id, username, display_name, password FROM accounts_user ORDER BY id",
            "SELECT id, notice_id, user_id FROM classroom_notice_seen_by ORDER BY id",
            "SELECT id, number, mends_id, source FROM coding_caseversion ORDER BY id",
            "SELECT id, state, version FROM claims_claim ORDER BY id",
        ):
            assert old.execute(question).fetchall() == new.execute(question).fetchall()
        cents = "SELECT id, {} FROM claims_ledgerentry ORDER BY id"
        assert [
            (key, Decimal(str(amount)))
            for key, amount in old.execute(cents.format("amount")).fetchall()
        ] == new.execute(cents.format("amount")).fetchall()

    assert make_user("next").pk == LAST_KEY + 1
    hands = alone(CLEAN, make_user("later")).code().open().check()
    hands.send()
    hands.answered().post()
    assert LedgerEntry.objects.filter(claim=hands.claim).exists()


def test_one_moment_is_read_however_much_is_written_meanwhile(altered: Path, target: str) -> None:
    spoil(altered, "PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(altered)) as other, reading(altered):
        before = row_count(SOURCE, "classroom_notice")
        with other:
            other.execute("DELETE FROM classroom_notice_seen_by")
            other.execute("DELETE FROM classroom_notice")
        assert row_count(SOURCE, "classroom_notice") == before > 0
        with pytest.raises(DatabaseError, match="readonly"), connections[SOURCE].cursor() as cursor:
            cursor.execute("DELETE FROM classroom_course")


# -- what is not the same is found --------------------------------------------------------------

TAMPERED = {
    "accounts_user": "display_name = display_name || ' '",
    "claims_ledgerentry": "amount = amount + 0.01",
    "coding_attempt": "draft = draft || '{\"b\": []}'",
    "classroom_notice": "told_at = told_at - interval '1 microsecond'",
    "classroom_course": "is_blind = NOT is_blind",
    "coding_case": "title = ''",
    "claims_claimevent": "",
}
"""By table, what somebody sets in the row with the highest key; nothing: the row is deleted."""


def test_every_row_that_was_tampered_with_is_found(source: Path, target: str) -> None:
    move(source, progress=quiet)
    with psycopg.connect(target) as database:
        keys = {
            name: database.execute(f"SELECT max(id) FROM {name}").fetchone()[0]  # type: ignore[index]
            for name in TAMPERED
        }
        for name, change in TAMPERED.items():
            what = f"UPDATE {name} SET {change}" if change else f"DELETE FROM {name}"
            database.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            assert database.execute(f"{what} WHERE id = {keys[name]}").rowcount == 1, name
            database.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    found = {row.table: row.differs_at for row in compare(source, progress=quiet) if not row.same}
    assert found == {name: str(key) for name, key in keys.items()}
    with pytest.raises(CommandError, match=r"accounts_user.*: not the same on both"):
        call_command(
            "move_database", str(source), compare=True, stdout=StringIO(), stderr=StringIO()
        )


def test_row_that_changes_on_the_way_is_found_and_nothing_stays(source: Path, target: str) -> None:
    write(
        target,
        "CREATE FUNCTION worse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.term = NEW.term || '.'; RETURN NEW; END $$",
        "CREATE TRIGGER worse BEFORE INSERT ON classroom_course "
        "FOR EACH ROW EXECUTE FUNCTION worse()",
    )
    out = StringIO()
    with pytest.raises(CommandError, match=r"classroom_course: .* The target was left empty\."):
        call_command("move_database", str(source), stdout=out, stderr=StringIO())
    [told] = [line for line in out.getvalue().splitlines() if "DIFFERS" in line]
    assert told.split()[0] == "classroom_course"
    assert is_empty()


# -- what cannot be moved -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE classroom_course SET term = printf('%.200c', 'x')", "value too long.*from key"),
        ("UPDATE accounts_user SET display_name = 'a' || char(0)", "accounts_user.*NUL"),
        ("UPDATE classroom_seat SET user_id = 77", "refers to rows that it does not have"),
    ],
)
def test_row_that_does_not_fit_is_told_and_nothing_stays(
    altered: Path, target: str, statement: str, told: str
) -> None:
    spoil(altered, statement)
    with pytest.raises(CannotMove, match=told):
        move(altered, progress=quiet)
    assert is_empty()


def test_target_with_rows_is_refused(source: Path, target: str) -> None:
    make_user("somebody")
    with pytest.raises(CommandError, match=r"not empty: it has rows in accounts_user\. Make"):
        call_command("move_database", str(source), stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM django_migrations WHERE app = 'claims' AND name LIKE '0014%'", "The source"),
        (
            "INSERT INTO django_migrations VALUES (9999, 'claims', '9999_x', '2026-01-01')",
            "The target",
        ),
    ],
)
def test_sides_at_other_migrations_are_refused(
    altered: Path, target: str, change: str, told: str
) -> None:
    spoil(altered, change)
    with pytest.raises(CannotMove, match=rf"{told} lacks migrations.* claims\."):
        move(altered, progress=quiet)


def test_rows_that_no_model_knows_are_refused(altered: Path, target: str) -> None:
    spoil(altered, "CREATE TABLE left_over (id integer)")
    assert all(row.same for row in move(altered, progress=quiet))
    spoil(altered, "INSERT INTO left_over VALUES (1)")
    with pytest.raises(CannotMove, match=r"1 rows in a table .* left_over"):
        compare(altered, progress=quiet)


def test_file_that_is_no_database_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(CannotMove, match="is not a file"):
        move(tmp_path / "none", progress=quiet)
    (tmp_path / "text").write_text("no database" * 100, encoding="ascii")
    with pytest.raises(CannotMove, match="cannot be read"):
        move(tmp_path / "text", progress=quiet)


def test_target_that_is_not_postgresql_is_refused(source: Path) -> None:
    with pytest.raises(CannotMove, match="DATABASE_URL must name the PostgreSQL"):
        move(source, progress=quiet)


# -- the digest -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        (None, 0),
        ("1", 1),
        ("a", "a "),
        (Decimal("1.00"), Decimal("1.01")),
        (Decimal("1.00"), Decimal("1.0")),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": None}, {}),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, microsecond=1, tzinfo=UTC)),
        (b"a", b"b"),
    ],
)
def test_digest_tells_values_apart(one: Any, other: Any) -> None:
    assert row_digest((1, one)) != row_digest((1, other))


def test_digest_tells_places_apart() -> None:
    assert row_digest(("ab", "")) != row_digest(("a", "b")) != row_digest(("", "ab"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}),
        ({"a": [1e22, 1.0]}, {"a": [10**22, 1]}),
        (b"a", memoryview(b"a")),
    ],
)
def test_digest_is_the_same_for_the_same_value(one: Any, other: Any) -> None:
    assert row_digest((one,)) == row_digest((other,))


def test_sides_with_as_many_rows_may_differ() -> None:
    """What `same` compares is more than the number of rows."""
    assert not Compared("t", Side(1, "a"), Side(1, "b")).same
    assert not Compared("t", Side(1, "a"), Side(2, "a")).same
    assert Compared("t", Side(1, "a"), Side(1, "a")).same
