"""Putting a backup in the place of the database."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from sandbox.backup import postgres, sqlite
from sandbox.backup.bundle import BackupError, Manifest, read_bundle
from sandbox.schema import known_migrations


def check_backup(path: Path) -> Manifest:
    """What a backup says of itself, once it is sure that it is true. Changes nothing.

    Raises BackupError when it is broken, of something else, of another kind of database, or of
    newer code.
    """
    with TemporaryDirectory(prefix="clean-claim-") as directory:
        return _unpacked(path, Path(directory) / "database")


def restore_backup(path: Path) -> Manifest:
    """Put the backup in the place of everything in the database, and bring its schema up to date.

    Raises BackupError as check_backup does, or when a step fails; the database is then as it was.
    On PostgreSQL the schema is brought up to date afterwards, and an error of that step is raised
    as it is: `migrate` can be run again.
    """
    if connection.vendor == "sqlite":
        return _restore_sqlite(path, Path(connection.settings_dict["NAME"]))
    with TemporaryDirectory(prefix="clean-claim-") as directory:
        dumped = Path(directory) / "database"
        manifest = _unpacked(path, dumped)
        postgres.load(dumped, manifest.rows)
    connection.close()
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0)
    return manifest


def _restore_sqlite(path: Path, database: Path) -> Manifest:
    """Build the new database beside the old one, up to date, and copy it over in one transaction.

    The old one is kept beside until that is done; a copy is left when something fails."""
    connection.close()
    database.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=database.parent, prefix=".restoring-") as directory:
        made = Path(directory) / "database"
        manifest = _unpacked(path, made)
        _migrate(f"sqlite:///{made}")
        sqlite.settle(made)
        sqlite.check(made)
        old = database.with_name(f"{database.name}.before-restore")
        if database.exists() and not sqlite.is_database(database):
            _set_aside(database, database.with_name(f"{database.name}.broken"))
        if database.exists():
            sqlite.copy(database, old)
        sqlite.copy(made, database)
        old.unlink(missing_ok=True)
    return manifest


def _set_aside(database: Path, broken: Path) -> None:
    """Move a file that is no database, with its journals, out of the way of a new one."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = database.with_name(f"{database.name}{suffix}")
        if part.exists():
            part.replace(broken.with_name(f"{broken.name}{suffix}"))


def _unpacked(path: Path, into: Path) -> Manifest:
    """The manifest of a backup that can be restored here, its database at `into`."""
    manifest = read_bundle(path, into)
    if manifest.vendor != connection.vendor:
        raise BackupError(
            f"{path} is of {manifest.vendor}, and DATABASE_URL names {connection.vendor}. "
            f"Restore it where DATABASE_URL names {manifest.vendor}, and move the data from there."
        )
    known = {f"{app}.{name}" for app, name in known_migrations()}
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise BackupError(
            f"{path} was made by newer code (version {manifest.version}; {newer[0]} is not known "
            "here). Update Clean Claim first, then restore."
        )
    if manifest.vendor == "sqlite":
        sqlite.check(into)
        if sqlite.count_rows(into) != manifest.rows:
            raise BackupError(f"{path} does not hold the rows that it lists. Use another one.")
    return manifest


def _migrate(database_url: str) -> None:
    """Bring another database up to date, in a process of its own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"]
    environment = os.environ | {"DATABASE_URL": database_url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"its schema could not be brought up to date: {done.stderr.strip()}")
