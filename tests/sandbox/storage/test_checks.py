"""A database whose settings are wrong stops the start with a sentence that says which."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from sandbox.storage import checks
from sandbox.storage.checks import build_findings, check_shared_key, findings, refuse
from sandbox.storage.sqlite import has_wal_fault
from tests.sandbox.storage.test_sqlite import database
from tests.servers import ROOT

FAULTY, SOUND = (3, 40, 1), (3, 51, 3)
HERE = sqlite3.sqlite_version_info


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found if message.is_serious()]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return tmp_path / "rows"


@pytest.mark.usefixtures("own_databases")
def test_settings_of_the_sandbox_are_safe(rows: Path) -> None:
    with database(rows, HERE):
        assert ids(findings(connection)) == []


@pytest.mark.parametrize(
    ("pragma", "told"),
    [
        ("journal_mode = MEMORY", "journal_mode=memory"),
        ("synchronous = NORMAL", "synchronous=1"),
        ("synchronous = OFF", "synchronous=0"),
        ("foreign_keys = OFF", "foreign_keys=0"),
        ("busy_timeout = 0", "busy_timeout=0"),
    ],
)
@pytest.mark.usefixtures("own_databases")
def test_pragma_that_is_not_in_effect_is_an_error(rows: Path, pragma: str, told: str) -> None:
    with database(rows, HERE):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
        found = findings(connection)
        assert ids(found) == ["storage.E002"]
        assert told in found[0].msg
        with pytest.raises(ImproperlyConfigured, match=told):
            refuse(found)


@pytest.mark.parametrize("mode", [None, "EXCLUSIVE"])
@pytest.mark.usefixtures("own_databases")
def test_transactions_that_do_not_begin_immediate_are_an_error(
    rows: Path, mode: str | None
) -> None:
    with database(rows, HERE):
        connection.settings_dict["OPTIONS"]["transaction_mode"] = mode
        assert ids(findings(connection)) == ["storage.E003"]


def test_faulty_build_is_named_and_wal_refused_on_it() -> None:
    [told] = build_findings(FAULTY, "truncate")
    assert (told.id, told.is_serious()) == ("storage.I001", False)
    assert "SQLite 3.40.1" in told.msg
    assert "TRUNCATE" in told.msg
    assert ids(build_findings(FAULTY, "wal")) == ["storage.E004"]
    assert build_findings(SOUND, "wal") == []


@pytest.mark.skipif(not has_wal_fault(HERE), reason="SQLite is sound here")
@pytest.mark.usefixtures("own_databases")
def test_wal_on_this_build_is_refused(rows: Path) -> None:
    with database(rows, SOUND):
        assert ids(findings(connection)) == ["storage.E002", "storage.E004"]


@pytest.mark.skipif(not has_wal_fault(HERE), reason="SQLite is sound here")
@pytest.mark.usefixtures("own_databases")
def test_server_still_running_in_wal_mode_is_named(rows: Path) -> None:
    with closing(sqlite3.connect(rows)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE kept (id integer)")
        with database(rows, HERE):
            [found] = findings(connection)
    assert found.id == "storage.E001"
    assert found.hint == checks.IN_USE


@pytest.mark.usefixtures("own_databases")
def test_set_up_and_check_ask(rows: Path) -> None:
    with database(rows, HERE):
        connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA synchronous = OFF"
        with pytest.raises(SystemCheckError, match="synchronous=0"):
            call_command("set_up")
        with pytest.raises(SystemCheckError, match="synchronous=0"):
            call_command("check", databases=["default"])


def test_web_process_refuses_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sandbox.wsgi"],
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "storage.E001" in done.stderr
    assert checks.UNREACHABLE in done.stderr


@pytest.mark.parametrize(
    ("vendor", "key", "told"),
    [
        ("postgresql", "", ["storage.W001"]),
        ("postgresql", "long and random", []),
        ("sqlite", "", []),
    ],
)
def test_servers_of_one_database_are_told_to_share_their_key(
    monkeypatch: pytest.MonkeyPatch, vendor: str, key: str, told: list[str]
) -> None:
    monkeypatch.setattr(type(connection._connections["default"]), "vendor", vendor)
    monkeypatch.setenv("SECRET_KEY", key)
    assert [message.id for message in check_shared_key()] == told
