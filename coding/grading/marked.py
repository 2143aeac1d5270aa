"""Everything that was marked of one answer, for whoever puts it into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from coding.answer import Answer
from coding.cases.key import Key, KeyDiagnosis, KeyProcedure
from coding.code_tree import CodeTree
from coding.grading.diagnoses import DiagnosisMarks
from coding.grading.procedures import ProcedureMarks
from coding.grading.sequence import SequenceMarks

NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Everything that was marked of one answer."""

    answer: Answer
    key: Key
    on: date
    codes: CodeTree
    diagnoses: DiagnosisMarks
    procedures: ProcedureMarks
    sequence: SequenceMarks

    def named(self, code: str) -> str:
        """A code with its title, when the book knows it."""
        row = self.codes.find(code, on=self.on)
        return f"{row.code} ({row.title})" if row else code


def from_key(item: KeyDiagnosis | KeyProcedure) -> dict[str, Any]:
    """What a finding takes over from the key: words of the note, rationale, guideline."""
    quote = item.evidence[0].text if item.evidence else ""
    return {"quote": quote, "rationale": item.rationale, "guideline": item.guideline}
