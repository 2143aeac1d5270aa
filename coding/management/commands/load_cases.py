"""Take the case files into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coding.documents import DocumentError
from coding.files import case_files, read_text
from coding.services import load_case


class Command(BaseCommand):
    """Loads case files by slug; a file that has not changed is left alone."""

    help = (
        "Load case files (default: all of fixtures/cases). Idempotent by slug; a changed file "
        "becomes a new version."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files or folders, and whether to say what happened."""
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--quiet", action="store_true", help="print only what is wrong")

    def handle(self, *args: Any, paths: list[Path], quiet: bool, **options: Any) -> None:
        """Load each file; name those that do not fit and end with exit code 1."""
        failed = 0
        for path in case_files(paths or [settings.CASES_DIR]):
            try:
                loaded = load_case(read_text(path), path=str(path))
            except DocumentError as error:
                self.stderr.write(str(error))
                failed += 1
                continue
            if not quiet:
                self.stdout.write(f"{path.stem}: {loaded.outcome.value}")
        if failed:
            raise CommandError(f"{failed} case file{'' if failed == 1 else 's'} not loaded.")
