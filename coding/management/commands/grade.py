"""``grade FILE ... [--json]``: marks the answer in FILE against the key in FILE."""

from collections.abc import Iterator
from typing import Any

from coding.codebook import Codebook
from coding.grading import Finding, Report, grade
from coding.grading.sheet import MarkingSheet, read_sheet
from coding.management.file_command import FileCommand


class Command(FileCommand[MarkingSheet]):
    """Marks marking files; touches no database."""

    help = "Marks the answer in each FILE against the key in it."
    file_help = "marking file (YAML)"

    def read(self, text: str, *, path: str) -> MarkingSheet:
        """The answer and the key; raises DocumentError."""
        return read_sheet(text, path=path)

    def as_json(self, document: MarkingSheet, *, codes: Codebook) -> dict[str, Any]:
        """The report as ``docs/marking.md`` describes it."""
        return _report(document, codes).to_json()

    def as_text(self, document: MarkingSheet, *, codes: Codebook) -> str:
        """The report as a table."""
        return "\n".join(_rows(_report(document, codes)))


def _report(sheet: MarkingSheet, codes: Codebook) -> Report:
    return grade(sheet.answer, sheet.key, on=sheet.on, codes=codes)


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
