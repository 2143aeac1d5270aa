"""Make a backup while people work."""

import sqlite3
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sandbox.backup import BackupError, make_backup


class Command(BaseCommand):
    """Prints where the backup is, and how much is in it."""

    help = "Writes the whole database to one file, while people go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument(
            "file", nargs="?", type=Path, metavar="FILE", help="default: var/backups/, by the time"
        )

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Make it, then say so."""
        name = f"clean-claim-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
        path = (file or settings.BASE_DIR / "var" / "backups" / name).absolute()
        try:
            manifest = make_backup(path)
        except (BackupError, OSError, DatabaseError, sqlite3.Error) as error:
            raise CommandError(f"No backup was made: {error}") from error
        rows, size = sum(manifest.rows.values()), path.stat().st_size / 1_000_000
        self.stdout.write(f"{rows} rows of {len(manifest.rows)} tables ({size:.1f} MB): {path}")
