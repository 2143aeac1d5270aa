"""Lint case files: what they say of the codes, and what they say of the payer."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.case_lint import lint_source, lint_twins
from coding.cases import Problem
from coding.codebook import CodebookMissing
from coding.codebook.default import codebook, reopen_codebook
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
            codebook()
        except CodebookMissing as error:
            raise CommandError(str(error)) from error
        files = list(case_files(paths or [settings.CASES_DIR]))
        count = 0
        for problem in check_files(files, twins=twins):
            self.stdout.write(str(problem))
            count += 1
        self.stdout.write(f"{_count(len(files), 'case')}, {_count(count, 'problem')}")
        if count:
            raise CommandError(f"{_count(count, 'problem')} to mend.")


def check_files(files: Sequence[Path], *, twins: int) -> Iterator[Problem]:
    """Everything to mend in the files, in their order; several are looked at side by side."""
    check = partial(check_file, twins=twins)
    if len(files) < 2:
        yield from (problem for path in files for problem in check(path))
        return
    with get_context("fork").Pool(initializer=reopen_codebook) as pool:
        for problems in pool.imap(check, files):
            yield from problems


def check_file(path: Path, *, twins: int) -> tuple[Problem, ...]:
    """Everything to mend in one case file and its first so many twins; a file that cannot be read
    has one problem."""
    book = codebook()
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
