"""Print what the case library teaches and meets as a page of the manual."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.case_coverage import as_markdown, coverage_of
from coding.cases import parse_case
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.files import case_files, read_text
from coding.learning_path import learning_path, path_problems
from coding.skills import skill_names


def path_gaps(slugs: list[str]) -> Iterator[str]:
    """What is wrong with the learning path over those cases."""
    try:
        stages = learning_path()
    except DocumentError as error:
        yield str(error)
        return
    for problem in path_problems(stages, slugs=slugs):
        yield f"fixtures/path.yaml, {problem}"


class Command(BaseCommand):
    """Writes docs/cases.md, or says that it is out of date; exit 1 for a gap of the library."""

    help = (
        "Write docs/cases.md from the case library: which skills, payer rules and scrubber edits "
        "its cases meet; --check only compares. Exit 1 when something is met by no case."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true", help="exit 1 when it is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Play the library, compare, and write unless only asked to check."""
        names = skill_names()
        files = list(case_files([settings.CASES_DIR]))
        cases = [parse_case(read_text(path), path=path.name) for path in files]
        coverage = coverage_of(cases, codes=codebook(), skills=names)
        path = settings.BASE_DIR / "docs" / "cases.md"
        wanted = as_markdown(coverage, skill_names=names)
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if current != wanted and not check:
            path.write_text(wanted, encoding="utf-8")
        slugs = [case.slug for case in cases]
        gaps = [*coverage.gaps(), *path_gaps(slugs)]
        for gap in gaps:
            self.stdout.write(gap)
        if check and current != wanted:
            raise CommandError("docs/cases.md is out of date. Run: python manage.py cases_table")
        if gaps:
            raise CommandError(f"{len(gaps)} gaps in the library.")
        self.stdout.write(f"docs/cases.md is up to date: {len(cases)} cases, no gap")
