"""Marking: ``grade(answer, key, on=..., codes=...)`` says what an answer is worth and why. PURE."""

from coding.grading.marking import CAP, PARTS, SHARES, grade
from coding.grading.report import (
    Category,
    CodeMark,
    Finding,
    Gate,
    GateRule,
    Report,
    Strict,
    rounded,
)

__all__ = [
    "CAP",
    "PARTS",
    "SHARES",
    "Category",
    "CodeMark",
    "Finding",
    "Gate",
    "GateRule",
    "Report",
    "Strict",
    "grade",
    "rounded",
]
