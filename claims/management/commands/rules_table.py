"""Print every rule as a page of the manual."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.payer.registry import as_markdown


class Command(BaseCommand):
    """Writes docs/rules.md, or says that it is out of date."""

    help = "Write docs/rules.md from the rules; --check only compares."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true", help="exit 1 when it is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Compare, and write unless only asked to check."""
        path, wanted = settings.BASE_DIR / "docs" / "rules.md", as_markdown()
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if check and current != wanted:
            raise CommandError("docs/rules.md is out of date. Run: python manage.py rules_table")
        if current != wanted:
            path.write_text(wanted, encoding="utf-8")
        self.stdout.write("docs/rules.md is up to date")
