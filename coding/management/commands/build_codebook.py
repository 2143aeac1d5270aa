"""`manage.py build_codebook`: makes the read-only file of code sets when its sources changed."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coding.codebook.build import build
from coding.codebook.icd10cm import SourceMismatch

WIDTH = 30


class Command(BaseCommand):
    """Builds the codebook; does nothing, quickly, when it is up to date."""

    help = "Build the codebook (ICD-10-CM, SPC, HCPCS Level II) that the sandbox reads."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even if up to date")

    def handle(self, **options: Any) -> None:
        path, begun = Path(settings.CODEBOOK_PATH), time.monotonic()
        try:
            built = build(
                path, folder=settings.CODES_DIR, force=options["force"], progress=self._progress
            )
        except (SourceMismatch, OSError, KeyError, ValueError) as error:
            raise CommandError(f"The codebook was not built: {error}") from error
        if not built:
            self.stdout.write(f"Codebook is up to date: {path}")
            return
        self.stderr.write("", ending="\n")
        took, size = time.monotonic() - begun, path.stat().st_size / 1_000_000
        self.stdout.write(f"Codebook built in {took:.1f} s ({size:.0f} MB): {path}")

    def _progress(self, share: float, doing: str) -> None:
        """A bar that is redrawn on a terminal; a line for each new step elsewhere."""
        bar = "#" * round(share * WIDTH)
        line = f"[{bar:.<{WIDTH}}] {share:4.0%} {doing}"
        if self.stderr.isatty():
            self.stderr.write(f"\r{line:<90}", ending="")
        elif doing != getattr(self, "_last", ""):
            self.stderr.write(line)
        self._last = doing
