"""Keep what is young enough, and remove the rest."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sandbox.retention import count_old, remove_old

MONTH = timedelta(days=30)


class Command(BaseCommand):
    """Prints a line for each table: how many rows went, or with --dry-run would go."""

    help = (
        "Removes classes archived more than so many months ago with all their work, practice that "
        "was left so long, and accounts that nobody has used since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long, and whether only to look."""
        parser.add_argument("--months", type=int, required=True, help="a month is 30 days")
        parser.add_argument("--dry-run", action="store_true", help="say what would go; keep it")

    def handle(self, *args: Any, months: int, dry_run: bool, **options: Any) -> None:
        """Count or remove, then print."""
        if months < 1:
            raise CommandError("--months: give a number of 1 or more.")
        before = timezone.now() - months * MONTH
        found = count_old(before) if dry_run else remove_old(before)
        for name, count in sorted(found.items()):
            self.stdout.write(f"{count:>8}  {name}")
        verb = "would go" if dry_run else "went"
        self.stdout.write(f"{found.total()} rows from before {before:%Y-%m-%d} {verb}.")
