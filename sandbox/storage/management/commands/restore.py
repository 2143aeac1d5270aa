"""Put a backup in the place of the database."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from sandbox.backup import BackupError, Manifest, check_backup, restore_backup


class Command(BaseCommand):
    """Checks the backup, asks, restores, and brings the schema up to date."""

    help = "Puts a backup in the place of everything in the database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and whether to ask."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--yes", action="store_true", help="replace what is there unasked")
        parser.add_argument("--check", action="store_true", help="only check the file")

    def handle(self, *args: Any, file: Path, yes: bool, check: bool, **options: Any) -> None:
        """Stop at the first thing that is wrong; nothing was changed then."""
        try:
            self.stdout.write(_about(check_backup(file)))
            if check:
                return
            if not yes and _has_people() and not self._agrees():
                raise CommandError("Nothing was changed.")
            restore_backup(file)
        except (BackupError, OSError, DatabaseError, sqlite3.Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored, and the schema is up to date.")

    def _agrees(self) -> bool:
        """Whether whoever sits at the keyboard types yes."""
        name = connection.settings_dict["NAME"]
        self.stdout.write(f"Everything that is in {name} now will be gone. Type yes to go on:")
        try:
            return input().strip().lower() == "yes"
        except EOFError:
            self.stderr.write("Nobody is there to ask; --yes goes on unasked.")
            return False


def _about(manifest: Manifest) -> str:
    """A backup in a line."""
    rows = sum(manifest.rows.values())
    return (
        f"Whole: {rows} rows of {len(manifest.rows)} tables ({manifest.vendor}), made "
        f"{manifest.made_at} by version {manifest.version}."
    )


def _has_people() -> bool:
    """Whether anything would be lost; what cannot be read is not thrown away unasked either."""
    try:
        with connection.cursor() as cursor:
            if "accounts_user" not in connection.introspection.table_names(cursor):
                return False
            cursor.execute("SELECT count(*) FROM accounts_user")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return True
