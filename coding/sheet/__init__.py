"""The code sheet: rows as typed, and whether they fit. PURE."""

from coding.sheet.checks import Checked, Remark, Weight, check_sheet, row_label, row_mark
from coding.sheet.rows import (
    LETTERS,
    DiagnosisRow,
    ProcedureRow,
    Quote,
    Removed,
    Row,
    Sheet,
    sheet_of,
)

__all__ = [
    "LETTERS",
    "Checked",
    "DiagnosisRow",
    "ProcedureRow",
    "Quote",
    "Remark",
    "Removed",
    "Row",
    "Sheet",
    "Weight",
    "check_sheet",
    "row_label",
    "row_mark",
    "sheet_of",
]
