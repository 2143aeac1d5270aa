"""Lint case files: what they say of the codes, and what they say of the payer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.case_lint import lint_source, lint_twins
from coding.cases import Problem
from coding.codebook import Codebook, CodebookMissing
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.files import case_files, read_text
from coding.skills import skill_names


class Command(BaseCommand):
    """Prints `path:line: message` for whatever must be mended; exit 1 when there is any."""

    help = (
        "Lint case files (default: all of fixtures/cases): the key against the code sets and the "
        "note, the right claim and every pitfall against the payer."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files or folders."""
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument(
            "--twins",
            type=int,
            default=200,
            metavar="N",
            help="how many seeds of a case with twins are filled in and linted (200)",
        )

    def handle(self, *args: Any, paths: list[Path], twins: int, **options: Any) -> None:
        """Lint each file, then count."""
        try:
            book = codebook()
        except CodebookMissing as error:
            raise CommandError(str(error)) from error
        files = list(case_files(paths or [settings.CASES_DIR]))
        problems = [
            problem for path in files for problem in check_file(path, book=book, twins=twins)
        ]
        for problem in problems:
            self.stdout.write(str(problem))
        summary = f"{_count(len(files), 'case')}, {_count(len(problems), 'problem')}"
        self.stdout.write(summary)
        if problems:
            raise CommandError(f"{_count(len(problems), 'problem')} to mend.")


def check_file(path: Path, *, book: Codebook, twins: int) -> tuple[Problem, ...]:
    """Everything to mend in one case file and its first so many twins; a file that cannot be read
    has one problem."""
    name = _shown(path)
    try:
        source = read_text(path)
    except DocumentError as error:
        return (Problem(path=name, line=error.line, message=error.message),)
    skills = skill_names()
    case, problems = lint_source(source, path=name, book=book, skills=skills)
    if case is None or problems:
        return problems
    return lint_twins(case, book=book, skills=skills, seeds=range(1, twins + 1))


def _shown(path: Path) -> str:
    """The path from the project's root where it lies below it."""
    root = settings.BASE_DIR
    whole = path.resolve()
    return str(whole.relative_to(root)) if whole.is_relative_to(root) else str(path)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
