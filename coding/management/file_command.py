"""What ``grade``, ``scrub`` and ``adjudicate`` share: read files, answer each, say what does not
fit. None of them touches the database."""

import json
import sys
from abc import abstractmethod
from typing import Any, Generic, TypeVar

from django.core.management.base import BaseCommand, CommandParser

from coding.codebook import Codebook, CodebookMissing
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.files import read_text

D = TypeVar("D")


class FileCommand(BaseCommand, Generic[D]):
    """Answers each FILE in its order; one that does not fit spoils no other, but exits 1.

    A command says how a file is read (into ``D``) and what is answered.
    """

    requires_system_checks: list[str] = []
    file_help = ""

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE ... and --json."""
        parser.add_argument("files", nargs="+", metavar="FILE", help=self.file_help)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *, files: list[str], json: bool, **_options: Any) -> None:
        """Answer the files."""
        try:
            codes = codebook()
        except CodebookMissing as error:
            self.stderr.write(str(error))
            sys.exit(1)
        fits = [self.answer_file(path, codes=codes, as_json=json) for path in files]
        if not all(fits):
            sys.exit(1)

    def answer_file(self, path: str, *, codes: Codebook, as_json: bool) -> bool:
        """Answer one file; False when it does not fit."""
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        try:
            document = self.read(read_text(path), path=shown)
        except DocumentError as error:
            self._refuse(shown, str(error), as_json=as_json)
            return False
        if as_json:
            self._write_json(self.as_json(document, codes=codes))
        else:
            self.stdout.write(f"{shown}\n{self.as_text(document, codes=codes)}\n")
        return True

    @abstractmethod
    def read(self, text: str, *, path: str) -> D:
        """The file's content; raises DocumentError."""

    @abstractmethod
    def as_json(self, document: D, *, codes: Codebook) -> dict[str, Any]:
        """The answer for programs."""

    @abstractmethod
    def as_text(self, document: D, *, codes: Codebook) -> str:
        """The answer for people."""

    def _refuse(self, path: str, message: str, *, as_json: bool) -> None:
        if as_json:
            self._write_json({"file": path, "error": message})
        else:
            self.stderr.write(message)

    def _write_json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
