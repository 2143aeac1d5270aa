"""The code sheet as a page shows it: every value ready to print, remarks at their fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coding.codebook import Codebook
from coding.form_errors import Problem
from coding.queries.found import CodeHit, code_hit, code_href, unit_text
from coding.sheet import (
    Checked,
    DiagnosisRow,
    ProcedureRow,
    Remark,
    Row,
    Weight,
    row_label,
    row_mark,
)
from coding.sheet.actions import Edit
from coding.sheet.lookup import split_modifiers


@dataclass(frozen=True)
class QuoteView:
    """Linked words of the note; `place` is where they stand, as forms post it."""

    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DiagnosisView:
    """One diagnosis row; `mark` is its letter, empty past the twelfth."""

    key: str
    mark: str
    label: str
    code: str
    title: str
    href: str
    error: str
    warning: str
    quotes: Sequence[QuoteView]
    quotes_error: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class PointerView:
    """One box of a line's pointer grid."""

    key: str
    mark: str
    code: str
    is_ticked: bool
    is_main: bool


@dataclass(frozen=True, kw_only=True)
class LineView(DiagnosisView):
    """One service line; `mark` is its number."""

    modifiers: str
    modifier_titles: Sequence[tuple[str, str]]
    modifiers_error: str
    modifiers_warning: str
    units: str
    unit_rule: str
    units_error: str
    pointers: Sequence[PointerView]
    pointed: str
    pointers_error: str

    @property
    def line_errors(self) -> list[str]:
        """What is wrong with modifiers, units and pointers."""
        errors = (self.modifiers_error, self.units_error, self.pointers_error)
        return [error for error in errors if error]


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """The whole sheet. `version` is the draft's; a refused edit leaves `is_saved` False, and
    `stored` is the other sheet when this one came too late."""

    attempt_id: int
    version: int
    service_date: date
    diagnoses: Sequence[DiagnosisView]
    lines: Sequence[LineView]
    problems: Sequence[Problem] = ()
    doubts: Sequence[Remark] = ()
    is_saved: bool = True
    said: str = ""
    focus: str = ""
    target: str = ""
    undo: str = ""
    undo_label: str = ""
    new_diagnosis: str = ""
    new_diagnosis_error: str = ""
    new_service: str = ""
    new_service_error: str = ""
    matches: Sequence[CodeHit] = ()
    matches_kind: str = ""
    link_error: str = ""
    stored: "SheetView | None" = None

    @property
    def targets(self) -> list[DiagnosisView]:
        """The rows that words of the note can be linked to."""
        return [*self.diagnoses, *self.lines]

    @property
    def warnings(self) -> list[Remark]:
        """What is allowed and will probably be marked down or denied."""
        return [doubt for doubt in self.doubts if doubt.weight is Weight.WARNING]

    @property
    def open_points(self) -> list[Remark]:
        """What is still missing."""
        return [doubt for doubt in self.doubts if doubt.weight is Weight.OPEN]


def sheet_view(
    checked: Checked,
    *,
    attempt_id: int,
    version: int,
    book: Codebook,
    on: date,
    note: str,
    edit: Edit | None = None,
    undo: str = "",
) -> SheetView:
    """The page's view of a checked sheet, after an edit if there was one.

    `undo` is the token that puts back what the edit removed.
    """
    edit = edit or Edit(checked.sheet)
    draw = _Drawing(checked, book, on, note)
    refusal = edit.refusal
    remarks = [*checked.errors, *([refusal] if refusal else [])]
    refused_at = refusal.field if refusal else ""
    words = refusal.message if refusal else ""
    return SheetView(
        attempt_id=attempt_id,
        version=version,
        service_date=on,
        diagnoses=[draw.diagnosis(row) for row in checked.sheet.diagnoses],
        lines=[draw.line(row) for row in checked.sheet.procedures],
        problems=[Problem(f"{it.label}: {it.message}", it.field) for it in remarks],
        doubts=checked.doubts,
        is_saved=not remarks,
        said=edit.said,
        focus=edit.focus,
        target=edit.target,
        undo=undo,
        undo_label=edit.removed.row.code if edit.removed else "",
        new_diagnosis=edit.new[0],
        new_diagnosis_error=words if refused_at == "new-d" else "",
        new_service=edit.new[1],
        new_service_error=words if refused_at == "new-s" else "",
        matches=[code_hit(entry, on=on) for entry in edit.matches],
        matches_kind=refused_at[-1:] if edit.matches else "",
        link_error=words if refused_at == "link-evidence" else "",
    )


@dataclass(frozen=True)
class _Drawing:
    checked: Checked
    book: Codebook
    on: date
    note: str

    def diagnosis(self, row: DiagnosisRow) -> DiagnosisView:
        place = self.checked.sheet.diagnoses.index(row)
        count = len(self.checked.sheet.diagnoses)
        return DiagnosisView(**self._common(row, place, count))

    def line(self, row: ProcedureRow) -> LineView:
        lines = self.checked.sheet.procedures
        place = lines.index(row)
        pointers = [self._pointer(dx, row) for dx in self.checked.sheet.diagnoses]
        return LineView(
            **self._common(row, place, len(lines)),
            modifiers=row.modifiers,
            modifier_titles=self._modifiers(row),
            modifiers_error=self._say(f"{row.key}-modifiers", Weight.ERROR),
            modifiers_warning=self._say(f"{row.key}-modifiers", Weight.WARNING),
            units=row.units,
            unit_rule=self._unit_rule(row),
            units_error=self._say(f"{row.key}-units", Weight.ERROR),
            pointers=pointers,
            pointed=" ".join(self._letter(key) for key in row.pointers),
            pointers_error=self._say(f"{row.key}-pointers", Weight.ERROR),
        )

    def _common(self, row: Row, place: int, count: int) -> dict[str, Any]:
        entry = self.checked.entries.get(row.key)
        return {
            "key": row.key,
            "mark": row_mark(self.checked.sheet, row),
            "label": row_label(self.checked.sheet, row),
            "code": entry.code if entry else row.code,
            "title": entry.title if entry else "",
            "href": code_href(entry, on=self.on),
            "error": self._say(f"{row.key}-code", Weight.ERROR),
            "warning": self._say(f"{row.key}-code", Weight.WARNING),
            "quotes": [QuoteView(f"{a}-{b}", self.note[a:b]) for a, b in row.evidence],
            "quotes_error": self._say(f"{row.key}-evidence", Weight.ERROR),
            "is_first": place == 0,
            "is_last": place == count - 1,
        }

    def _letter(self, key: str) -> str:
        return self.checked.sheet.letter(key)

    def _pointer(self, dx: DiagnosisRow, line: ProcedureRow) -> PointerView:
        entry = self.checked.entries.get(dx.key)
        return PointerView(
            key=dx.key,
            mark=self._letter(dx.key),
            code=entry.code if entry else dx.code,
            is_ticked=dx.key in line.pointers,
            is_main=line.pointers[:1] == (dx.key,),
        )

    def _modifiers(self, row: ProcedureRow) -> list[tuple[str, str]]:
        found = [self.checked.modifiers.get(text) for text in split_modifiers(row.modifiers)]
        return [(entry.code, entry.title) for entry in found if entry]

    def _unit_rule(self, row: ProcedureRow) -> str:
        entry = self.checked.entries.get(row.key)
        service = self.book.procedure(entry.code, on=self.on) if entry else None
        if service is None:
            return ""
        rule = unit_text(service.unit_rule, service.unit_size, service.unit_of)
        dose = self.checked.doses.get(row.key)
        return f"{rule}; {dose}" if dose else rule

    def _say(self, name: str, weight: Weight) -> str:
        """All that is said with this weight at one field."""
        here = [it for it in self.checked.remarks if it.field == name and it.weight is weight]
        return " ".join(remark.message for remark in here)
