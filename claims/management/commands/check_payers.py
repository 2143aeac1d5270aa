"""Lint the payers that ship with the sandbox."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.payer.library import FOLDER
from claims.payer.lint import lint_payers
from coding.codebook import CodebookMissing
from coding.codebook.default import codebook

DAY_OF_SERVICE = date(2026, 3, 10)
"""A day inside the code sets that ship with the sandbox."""


class Command(BaseCommand):
    """Prints `path:line: message` for whatever must be mended; exit 1 when there is any."""

    help = "Lint a folder of payers (default: fixtures/payers): codes, patterns, names, pairs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A folder."""
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, metavar="FOLDER")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Lint the folder, then count."""
        try:
            codes = codebook()
        except CodebookMissing as error:
            raise CommandError(str(error)) from error
        problems = lint_payers(folder, codes=codes, on=DAY_OF_SERVICE)
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} to mend.")
        self.stdout.write("Payers: 0 problems")
