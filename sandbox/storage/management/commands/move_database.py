"""Carry a sandbox from SQLite to PostgreSQL, and prove that nothing changed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sandbox.classroom.management.progress import Bar
from sandbox.storage.comparing import Compared
from sandbox.storage.moving import CannotMove, compare, move

SHOWN = 12
"""Hex digits of a digest that are printed; all 64 are compared."""


class Command(BaseCommand):
    """Prints a line for each table with its rows and digest, read back from both sides."""

    help = (
        "Moves the sandbox of a SQLite file to the PostgreSQL database of DATABASE_URL, which must "
        "be empty. Stop the web server first. The file is only read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether only to compare."""
        parser.add_argument("file", type=Path, help="such as var/clean-claim.sqlite3")
        parser.add_argument(
            "--compare", action="store_true", help="write nothing; compare both sides as they are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Move or compare, print the table, and fail when a table is not the same."""
        work = compare if options["compare"] else move
        try:
            found = work(options["file"], progress=Bar(self.stderr, label="Rows"))
        except CannotMove as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(lines(found)))
        rows = sum(table.source.rows for table in found)
        differing = [table.table for table in found if not table.same]
        if differing:
            kept = "" if options["compare"] else " The target was left empty."
            raise CommandError(f"{', '.join(differing)}: not the same on both sides.{kept}")
        self.stdout.write(f"{len(found)} tables, {rows} rows: the same on both sides.")


def lines(found: list[Compared]) -> list[str]:
    """The comparison as a table of text."""
    width = max(len(table.table) for table in found)
    rows = [f"{'table':<{width}}{'SQLite':>9}{'PostgreSQL':>12}  {'digests':<{2 * SHOWN + 3}}"]
    for table in found:
        counts = f"{table.source.rows:>9}{table.target.rows:>12}"
        digests = f"{table.source.digest[:SHOWN]} {table.target.digest[:SHOWN]}"
        told = "same" if table.same else f"DIFFERS at key {table.differs_at}"
        rows.append(f"{table.table:<{width}}{counts}  {digests}  {told}")
    return rows
