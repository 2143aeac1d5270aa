"""PostgreSQL: its own programs, with the connection that the settings name."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from sandbox.backup.bundle import BackupError

LOCK_TIMEOUT = "30s"
"""How long a restore waits for web processes that hold a table."""

EMPTY = """
DO $$ DECLARE command text; BEGIN FOR command IN
  SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)
    FROM pg_tables WHERE schemaname = current_schema()
  UNION ALL
  SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
      SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid
        AND deptype = 'e')
LOOP EXECUTE command; END LOOP; END $$;
"""
"""Drops every table and function of the schema; those of extensions stay."""


def dump(target: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """Write what the database holds at one moment in pg_dump's own format; rows by table and
    the migrations of that same moment. Raises BackupError when pg_dump is missing or fails."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        rows = count_rows()
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = tuple(name for (name,) in cursor.fetchall())
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={target}",
        )
    return rows, migrations


def count_rows() -> dict[str, int]:
    """Rows by table of the schema that the connection uses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        )
        counts: dict[str, int] = {}
        for (name,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            counts[name] = cursor.fetchone()[0]
    return counts


def load(dumped: Path, rows: Mapping[str, int]) -> None:
    """Put a dump in the place of everything in the schema, in one transaction: all or nothing.

    Raises BackupError when a program is missing or fails, when web processes hold a table, or when
    a table comes out with another number of rows than `rows` says.
    """
    empty, script, count = (dumped.with_suffix(f".{name}.sql") for name in ("0", "1", "2"))
    empty.write_text(EMPTY, encoding="utf-8")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", of=dumped)
    count.write_text("".join(_count_check(*row) for row in rows.items()), encoding="utf-8")
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        *(f"--file={part}" for part in (empty, script, count)),
    )


def _count_check(table: str, rows: int) -> str:
    """SQL that fails unless the table has so many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
    quoted = ".".join(map(connection.ops.quote_name, (schema, table)))
    return (
        f"DO $$ BEGIN IF (SELECT count(*) FROM {quoted}) <> {int(rows)} THEN "
        f"RAISE EXCEPTION 'table % was not restored whole', '{table}'; END IF; END $$;\n"
    )


def _run(program: str, *arguments: str, of: Path | None = None) -> None:
    """Run one of PostgreSQL's programs on the settings' database, or on the file `of`. The password
    goes by the environment, where no list of processes shows it."""
    _require(program)
    words, more = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [*arguments])
    command = [program, *arguments, str(of)] if of else [program, *words[1:]]
    options = f"-c lock_timeout={LOCK_TIMEOUT} -c client_min_messages=warning"
    environment = os.environ | (more or {}) | {"PGOPTIONS": options}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def _require(program: str) -> None:
    """Raises BackupError unless the program is there and at least as new as the server."""
    server = connection.cursor().connection.info.server_version // 10_000
    wanted = f"Install postgresql-client-{server} (Debian's name of it) or a newer one."
    if shutil.which(program) is None:
        raise BackupError(f"The program {program} of PostgreSQL is missing. {wanted}")
    says = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    release = re.search(r"\d+", says.stdout)
    if release is None or int(release[0]) < server:
        raise BackupError(f"{says.stdout.strip()} is older than the server. {wanted}")
