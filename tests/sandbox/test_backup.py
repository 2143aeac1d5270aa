"""Backups: what they hold, what restore refuses, and the commands, on both databases."""

import json
import os
import sqlite3
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from sandbox.accounts.models import User
from sandbox.backup import BackupError, Manifest, check_backup, make_backup, postgres, sqlite
from sandbox.backup.bundle import DATABASE, MANIFEST
from tests.copies import new_database
from tests.factories import make_practice, make_user
from tests.servers import ROOT, VENDORS, manage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup of a practice that was begun."""
    make_practice()
    path = tmp_path / "backup.zip"
    make_backup(path)
    return path


def rewritten(path: Path, change: Callable[[dict, bytes], tuple[dict, bytes]]) -> Path:
    """The backup with another manifest or database in it."""
    with zipfile.ZipFile(path) as bundle:
        about, database = json.loads(bundle.read(MANIFEST)), bundle.read(DATABASE)
    about, database = change(about, database)
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(MANIFEST, json.dumps(about))
        bundle.writestr(DATABASE, database)
    return path


def refusal(path: Path) -> str:
    """What restore says when it refuses; nothing may be changed by it."""
    before = User.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(path), "--yes")
    assert User.objects.count() == before
    return str(refused.value)


def test_backup_says_what_is_in_it(made: Path):
    manifest = check_backup(made)
    assert isinstance(manifest, Manifest)
    assert (manifest.vendor, manifest.version) == (connection.vendor, "0.1.0")
    assert "claims.0001_initial" in manifest.migrations
    assert (manifest.rows["accounts_user"], manifest.rows["coding_attempt"]) == (1, 1)


def test_backup_is_for_its_owner_only(made: Path):
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert sorted(path.name for path in made.parent.iterdir()) == ["backup.zip"]


def test_backup_overwrites_nothing(made: Path):
    before = made.read_bytes()
    with pytest.raises(BackupError, match=r"exists\. Give another name"):
        make_backup(made)
    assert made.read_bytes() == before


def test_backup_that_fails_leaves_nothing(tmp_path: Path, monkeypatch):
    def full(self, *args):
        raise OSError("No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(CommandError, match="No backup was made: No space left"):
        call_command("back_up", str(tmp_path / "backup.zip"))
    assert list(tmp_path.iterdir()) == []


def test_restore_takes_everything_back_when_it_may(made: Path, monkeypatch):
    make_user("later")
    User.objects.filter(username="ada").update(display_name="Changed")
    monkeypatch.setattr("builtins.input", lambda: "yes")
    call_command("restore", str(made))
    assert list(User.objects.values_list("username", flat=True)) == ["ada"]
    assert User.objects.get().display_name != "Changed"
    assert User.objects.create(username="next").pk > User.objects.get(username="ada").pk


def test_restore_only_checks(made: Path, capsys):
    make_user("later")
    call_command("restore", str(made), "--check")
    assert capsys.readouterr().out.startswith("Whole: ")
    assert User.objects.filter(username="later").exists()


@pytest.mark.parametrize("typed", [["no"], [""], ["YES please"], []])
def test_restore_does_nothing_unless_told(made: Path, monkeypatch, typed: list[str]):
    def answer() -> str:
        if not typed:
            raise EOFError
        return typed[0]

    make_user("later")
    monkeypatch.setattr("builtins.input", answer)
    with pytest.raises(CommandError, match=r"^Nothing was changed\.$"):
        call_command("restore", str(made))
    assert User.objects.filter(username="later").exists()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
def test_a_backup_cut_short_is_refused(made: Path, share: float):
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    assert "broken or cut short" in refusal(made)


def test_a_backup_with_any_byte_changed_is_refused(made: Path):
    """Forty places of the packed database, but for its last bytes, which only say that it ends."""
    whole = made.read_bytes()
    with zipfile.ZipFile(made) as bundle:
        entry = bundle.getinfo(DATABASE)
    name, extra = struct.unpack_from("<HH", whole, entry.header_offset + 26)
    first = entry.header_offset + 30 + name + extra
    last = first + entry.compress_size - 8
    for number in range(40):
        place = first + (last - first) * number // 39
        made.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(BackupError, match="Use another"):
            check_backup(made)


def test_a_file_of_something_else_is_refused(tmp_path: Path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("notes.txt", "hello")
    assert refusal(path).endswith("is not a backup of Clean Claim.")
    path.write_text("hello")
    assert "broken or cut short" in refusal(path)
    assert refusal(tmp_path / "none.zip").startswith("There is no file")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"app": "other"}, "is not a backup of Clean Claim"),
        ({"rows": None}, "is not a backup of Clean Claim"),
        ({"more": 1}, "is not a backup of Clean Claim"),
        ({"format": 2}, "only a newer Clean Claim can read"),
        ({"digest": "0" * 64}, "does not hold the database that it was made of"),
        ({"size": 10}, "does not hold the database that it was made of"),
        ({"vendor": "oracle"}, "is of oracle, and DATABASE_URL names"),
        ({"migrations": ["claims.9999_of_tomorrow"]}, "was made by newer code"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(made: Path, change: dict, says: str):
    assert says in refusal(rewritten(made, lambda about, data: (about | change, data)))


def test_a_backup_with_fewer_rows_than_it_lists_is_refused(made: Path):
    """On PostgreSQL the count is the last step of the one transaction, so it undoes the rest."""

    def one_more(about: dict, data: bytes) -> tuple[dict, bytes]:
        return about | {"rows": about["rows"] | {"accounts_user": 2}}, data

    says = "does not hold the rows" if connection.vendor == "sqlite" else "was not restored whole"
    assert says in refusal(rewritten(made, one_more))


def test_a_backup_of_newer_code_is_refused(tmp_path: Path):
    recorder, path = MigrationRecorder(connection), tmp_path / "newer.zip"
    recorder.record_applied("coding", "9999_of_tomorrow")
    try:
        make_backup(path)
    finally:
        recorder.record_unapplied("coding", "9999_of_tomorrow")
    assert "coding.9999_of_tomorrow is not known here" in refusal(path)


sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about files of SQLite")


@sqlite_only
def test_a_damaged_database_is_not_backed_up(tmp_path: Path):
    """A backup is no use when it faithfully holds the damage."""
    path = tmp_path / "damaged.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE t (a TEXT)")
        database.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 200)
    content = bytearray(path.read_bytes())
    content[8192:8292] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(BackupError, match="The database is damaged"):
        sqlite.check(path)


@sqlite_only
def test_a_reference_to_nothing_is_damage(tmp_path: Path):
    path = tmp_path / "loose.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        database.execute("CREATE TABLE two (one_id INTEGER REFERENCES one)")
        database.execute("INSERT INTO two VALUES (1)")
    with pytest.raises(BackupError, match="a row of two refers to nothing"):
        sqlite.check(path)


@sqlite_only
@pytest.mark.prove
def test_a_database_that_cannot_be_read_is_set_aside(made: Path, tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'served.sqlite3'}"
    (tmp_path / "served.sqlite3").write_bytes(b"this is no database" * 300)
    manage(url, "restore", str(made), "--yes")
    assert sqlite.count_rows(tmp_path / "served.sqlite3")["accounts_user"] == 1
    assert (tmp_path / "served.sqlite3.broken").read_bytes().startswith(b"this is no database")


@sqlite_only
def test_a_restore_that_fails_keeps_the_old_database(made: Path, monkeypatch):
    from sandbox.backup import restoring

    def fails(url: str) -> None:
        raise BackupError("its schema could not be brought up to date")

    make_user("later")
    monkeypatch.setattr(restoring, "_migrate", fails)
    assert "could not be brought up to date" in refusal(made)
    assert User.objects.filter(username="later").exists()


def test_the_programs_of_postgresql_are_asked_for_by_name(monkeypatch):
    class Server:
        class connection:  # noqa: N801 - the attribute of a cursor
            class info:  # noqa: N801
                server_version = 170_004

    monkeypatch.setattr(
        type(postgres.connection._connections["default"]), "cursor", lambda self: Server
    )
    monkeypatch.setattr(postgres.shutil, "which", lambda program: None)
    with pytest.raises(BackupError, match=r"pg_dump .* is missing\. Install postgresql-client-17"):
        postgres._require("pg_dump")


@pytest.mark.prove
@pytest.mark.parametrize("vendor", VENDORS)
def test_backups_of_older_schemas_come_up_to_date(vendor: str, tmp_path: Path):
    """A backup from before the newest migrations is restored into today's schema, and one of today
    into a database that was left behind."""
    with new_database(vendor, tmp_path) as url:
        manage(url, "back_up", str(tmp_path / "new.zip"))
        manage(url, "migrate", "coding", "0009", "--verbosity", "0")
        manage(url, "back_up", str(tmp_path / "old.zip"))
        manage(url, "migrate", "--verbosity", "0")
        for name in ("old.zip", "new.zip", "old.zip"):
            manage(url, "restore", str(tmp_path / name), "--yes")
            manage(url, "migrate", "--check")
        manage(url, "migrate", "coding", "0009", "--verbosity", "0")
        manage(url, "restore", str(tmp_path / "new.zip"), "--yes")
        manage(url, "migrate", "--check")


@pytest.mark.prove
def test_backup_of_the_other_database_is_refused(tmp_path: Path):
    with new_database("sqlite", tmp_path) as one, new_database("postgresql", tmp_path) as two:
        manage(one, "back_up", str(tmp_path / "one.zip"))
        manage(two, "back_up", str(tmp_path / "two.zip"))
        for url, name in ((one, "two.zip"), (two, "one.zip")):
            with pytest.raises(RuntimeError, match="and DATABASE_URL names"):
                manage(url, "restore", str(tmp_path / name), "--yes")


@pytest.mark.prove
def test_postgresql_needs_its_programs_and_hides_the_password(tmp_path: Path):
    """Missing, older than the server, or there: then no list of processes shows the password."""
    with new_database("postgresql", tmp_path) as url:
        secret = url.replace("//tests@", "//tests:hunter2@")
        programs = tmp_path / "programs"
        programs.mkdir()
        assert "pg_dump of PostgreSQL is missing" in failure(secret, tmp_path, programs)
        fake = programs / "pg_dump"
        fake.write_text("#!/bin/sh\necho pg_dump '(PostgreSQL) 9.6.1'\n")
        fake.chmod(0o755)
        assert "9.6.1 is older than the server" in failure(secret, tmp_path, programs)
        fake.write_text(
            "#!/bin/sh\n[ $1 = --version ] && echo 'pg_dump (PostgreSQL) 99' && exit\n"
            f'echo "$@" > {tmp_path}/words; echo "$PGPASSWORD" > {tmp_path}/password\n'
            "echo gone >&2; exit 1\n"
        )
        assert "No backup was made: pg_dump failed: gone" in failure(secret, tmp_path, programs)
        assert "hunter2" not in (tmp_path / "words").read_text()
        assert (tmp_path / "password").read_text() == "hunter2\n"


def failure(url: str, directory: Path, programs: Path) -> str:
    """What back_up says in a machine that has only these programs."""
    command = [sys.executable, str(ROOT / "manage.py"), "back_up", str(directory / "none.zip")]
    environment = os.environ | {"DATABASE_URL": url, "PATH": str(programs)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr
