"""``grade FILE ... [--json]``: marks the answer in FILE against the key in FILE."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from coding.code_tree import CodeTree
from coding.codebook import CodebookMissing
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.files import read_text
from coding.grading import Finding, Report, grade
from coding.grading.sheet import read_sheet


class Command(BaseCommand):
    """Marks marking files; touches no database."""

    help = "Marks the answer in each FILE against the key in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE ... and --json."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="marking file (YAML)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *, files: list[str], json: bool, **_options: Any) -> None:
        """Mark the files in their order; one that does not fit spoils no other, but exits 1."""
        try:
            codes = codebook()
        except CodebookMissing as error:
            self.stderr.write(str(error))
            sys.exit(1)
        fits = [self._mark(path, codes=codes, as_json=json) for path in files]
        if not all(fits):
            sys.exit(1)

    def _mark(self, path: str, *, codes: CodeTree, as_json: bool) -> bool:
        """Mark one file; False when it does not fit."""
        try:
            sheet = read_sheet(read_text(path), path=path)
        except DocumentError as error:
            self._refuse(path, str(error), as_json=as_json)
            return False
        report = grade(sheet.answer, sheet.key, on=sheet.on, codes=codes)
        if as_json:
            self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join((path, *_rows(report), "")))
        return True

    def _refuse(self, path: str, message: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"file": path, "error": message}, ensure_ascii=False))
        else:
            self.stderr.write(message)


def _rows(report: Report) -> Iterator[str]:
    """The report as a table for people."""
    yield f"  {'score':<12}{report.score}{'  capped' if report.capped else ''}"
    for name, figure in report.parts.items():
        yield f"  {name:<12}{figure}"
    verdict = "nothing wrong" if report.strict.case_pass else "not without error"
    yield f"  {'strict':<12}{report.strict.key} of the key, {report.strict.union} with extra codes"
    yield f"  {'case':<12}{verdict}"
    for gate in report.gates:
        yield f"  ! {gate.rule.value}: {gate.message}"
    for finding in report.findings:
        yield f"  - {_place(finding)}{finding.category.value}: {finding.message}"


def _place(finding: Finding) -> str:
    return f"line {finding.line}, " if finding.line else ""
