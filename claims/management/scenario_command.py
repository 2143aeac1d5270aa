"""What ``scrub`` and ``adjudicate`` share: read scenario files, answer each, say what does not fit.

Neither touches the database.
"""

import json
import sys
from abc import abstractmethod
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.facts import CodeSet, Scenario
from claims.scenario import read_scenario
from coding.codebook import CodebookMissing
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.files import read_text


class ScenarioCommand(BaseCommand):
    """Answers each FILE in its order; exit 1 when any does not fit."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE ... and --json."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="scenario file (YAML)")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *, files: list[str], json: bool, **_options: Any) -> None:
        """Answer the files; a file that does not fit spoils no other."""
        try:
            codes = codebook()
        except CodebookMissing as error:
            self.stderr.write(str(error))
            sys.exit(1)
        fits = [self.answer_file(path, codes=codes, as_json=json) for path in files]
        if not all(fits):
            sys.exit(1)

    def answer_file(self, path: str, *, codes: CodeSet, as_json: bool) -> bool:
        """Answer one file; False when it does not fit."""
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        try:
            scenario = read_scenario(read_text(path), path=shown)
        except DocumentError as error:
            self._refuse(shown, str(error), as_json=as_json)
            return False
        if as_json:
            self.stdout.write(json.dumps(self.as_json(scenario, codes=codes)))
        else:
            self.stdout.write(f"{shown}\n{self.as_text(scenario, codes=codes)}\n")
        return True

    @abstractmethod
    def as_json(self, scenario: Scenario, *, codes: CodeSet) -> dict[str, Any]:
        """The answer for programs."""

    @abstractmethod
    def as_text(self, scenario: Scenario, *, codes: CodeSet) -> str:
        """The answer for people."""

    def _refuse(self, path: str, message: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"file": path, "error": message}))
        else:
            self.stderr.write(message)
