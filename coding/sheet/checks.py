"""Whether what stands on the code sheet fits: remarks at its fields, and the answer that it makes.

A code that does not exist, a thirteenth diagnosis or units that are no number are errors: the sheet
is not saved with them. A header, a retired code or a code of another release exists and is a
mistake that marking and the payer must meet: a warning that says the mend. What is merely missing
(evidence, a pointer) stays open until the coder finalises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from coding.answer import (
    MAX_LINES,
    MAX_MODIFIERS,
    MAX_TEXT,
    Answer,
    DiagnosisLine,
    Passage,
    ProcedureLine,
)
from coding.codebook import Codebook, CodeEntry
from coding.display import day_text
from coding.sheet.doses import units_of_dose
from coding.sheet.lookup import code_doubt, find_code, split_modifiers, why_unknown
from coding.sheet.rows import LETTERS, DiagnosisRow, ProcedureRow, Row, Sheet

MAX_DIAGNOSES = len(LETTERS)
MAX_POINTERS = 4
MAX_UNITS = 999


class Weight(Enum):
    """How much a remark weighs."""

    ERROR = "error"
    WARNING = "warning"
    OPEN = "open"


@dataclass(frozen=True)
class Remark:
    """Something to say at one field (`d1-code`, `s2-units`); `label` names the row for a list."""

    field: str
    label: str
    message: str
    weight: Weight = Weight.ERROR


@dataclass(frozen=True)
class Checked:
    """A sheet with all that there is to say of it. `entries` holds the code of each row key,
    `doses` the sentence for each line whose dose was turned into units."""

    sheet: Sheet
    remarks: Sequence[Remark]
    entries: Mapping[str, CodeEntry]
    modifiers: Mapping[str, CodeEntry]
    answer: Answer | None
    doses: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[Remark]:
        """What must be mended before the sheet can be saved."""
        return [remark for remark in self.remarks if remark.weight is Weight.ERROR]

    @property
    def doubts(self) -> list[Remark]:
        """What the coder confirms when finalising: warnings first, then what is still open."""
        doubts = [remark for remark in self.remarks if remark.weight is not Weight.ERROR]
        return sorted(doubts, key=lambda remark: remark.weight is Weight.OPEN)


@dataclass(frozen=True)
class _Desk:
    """What the checks look things up in."""

    book: Codebook
    on: date
    note: str
    sheet: Sheet
    entries: Mapping[str, CodeEntry]
    modifiers: Mapping[str, CodeEntry]


def check_sheet(sheet: Sheet, *, book: Codebook, on: date, note: str) -> Checked:
    """Check a sheet against the code sets on the date of service and the words of the note."""
    entries = {}
    for row in sheet.rows:
        entry = find_code(row.code, book=book, on=on, kind=row.key[0])
        if entry is not None:
            entries[row.key] = entry
    sheet, doses = _counted(sheet, entries, book=book, on=on)
    typed = {text for row in sheet.procedures for text in split_modifiers(row.modifiers)}
    modifiers = {
        text: found
        for text in sorted(typed)
        if (found := book.find(text, on=on, system="modifier")) is not None
    }
    desk = _Desk(book, on, note, sheet, entries, modifiers)
    remarks = tuple(_remarks(desk))
    refused = any(remark.weight is Weight.ERROR for remark in remarks)
    return Checked(sheet, remarks, entries, modifiers, None if refused else _answer(desk), doses)


def _counted(
    sheet: Sheet, entries: Mapping[str, CodeEntry], *, book: Codebook, on: date
) -> tuple[Sheet, dict[str, str]]:
    """The sheet with doses that were typed for units counted, and what to say of each."""
    told: dict[str, str] = {}
    rows = []
    for row in sheet.procedures:
        entry = entries.get(row.key)
        service = book.procedure(entry.code, on=on) if entry else None
        units = units_of_dose(row.units, service) if service else None
        if units is not None:
            told[row.key] = f"{row.units.strip()} is {units} unit{'' if units == 1 else 's'}"
            row = replace(row, units=str(units))
        rows.append(row)
    return replace(sheet, procedures=tuple(rows)), told


def _remarks(desk: _Desk) -> Iterator[Remark]:
    for row in desk.sheet.diagnoses:
        yield from _about_code(desk, row)
        yield from _about_evidence(desk, row)
    if len(desk.sheet.diagnoses) > MAX_DIAGNOSES:
        key = desk.sheet.diagnoses[MAX_DIAGNOSES].key
        yield Remark(f"{key}-code", "Diagnoses", "A claim holds twelve diagnoses; remove one.")
    for line in desk.sheet.procedures:
        yield from _about_code(desk, line)
        yield from _about_modifiers(desk, line)
        yield from _about_units(desk, line)
        yield from _about_pointers(desk, line)
        yield from _about_evidence(desk, line)
    if len(desk.sheet.procedures) > MAX_LINES:
        key = desk.sheet.procedures[MAX_LINES].key
        yield Remark(f"{key}-code", "Services", f"A claim holds {MAX_LINES} lines; remove one.")


def row_mark(sheet: Sheet, row: Row) -> str:
    """How a row is numbered: a diagnosis A to L, a line from 1."""
    if isinstance(row, ProcedureRow):
        return str(sheet.procedures.index(row) + 1)
    place = sheet.diagnoses.index(row)
    return LETTERS[place] if place < MAX_DIAGNOSES else str(place + 1)


def row_label(sheet: Sheet, row: Row) -> str:
    """What a row is called in a message: "Diagnosis B", "Line 2"."""
    kind = "Line" if isinstance(row, ProcedureRow) else "Diagnosis"
    return f"{kind} {row_mark(sheet, row)}"


def _about_code(desk: _Desk, row: Row) -> Iterator[Remark]:
    """Unknown or repeated: an error. Header, retired, not yet valid: a warning with the mend.

    A diagnosis code is reported once an encounter (ICD-10-CM Official Guidelines I.B.12).
    """
    field, label = f"{row.key}-code", row_label(desk.sheet, row)
    entry = desk.entries.get(row.key)
    if entry is None:
        reason = why_unknown(row.code, book=desk.book, on=desk.on, kind=row.key[0])
        yield Remark(field, label, reason)
        return
    if isinstance(row, DiagnosisRow) and _stands_above(desk, row, entry.code):
        yield Remark(field, label, f"{entry.code} stands twice; a diagnosis is reported once.")
    doubt = code_doubt(entry, on=desk.on)
    if doubt:
        yield Remark(field, label, doubt, Weight.WARNING)


def _stands_above(desk: _Desk, row: DiagnosisRow, code: str) -> bool:
    above = desk.sheet.diagnoses[: desk.sheet.diagnoses.index(row)]
    return any(desk.entries[it.key].code == code for it in above if it.key in desk.entries)


def _about_modifiers(desk: _Desk, line: ProcedureRow) -> Iterator[Remark]:
    """Box 24D has room for four; each must exist and stands once."""
    field, label = f"{line.key}-modifiers", row_label(desk.sheet, line)
    typed = split_modifiers(line.modifiers)
    if len(typed) > MAX_MODIFIERS:
        yield Remark(field, label, f"A line holds {MAX_MODIFIERS} modifiers; keep the ones needed.")
    for text, count in Counter(typed).items():
        entry = desk.modifiers.get(text)
        if entry is None:
            yield Remark(field, label, f"“{text[:12]}” is not a modifier. Look it up in the list.")
        elif count > 1:
            yield Remark(field, label, f"Modifier {text} stands twice; once is enough.")
        elif not entry.is_valid_on(desk.on):
            message = f"Modifier {text} was not in force on {day_text(desk.on)}."
            yield Remark(field, label, message, Weight.WARNING)


def _about_units(desk: _Desk, line: ProcedureRow) -> Iterator[Remark]:
    if _units(line) is None:
        message = f"Units are a whole number from 1 to {MAX_UNITS}, or a drug's dose such as 40 mg."
        yield Remark(f"{line.key}-units", row_label(desk.sheet, line), message)


def _units(line: ProcedureRow) -> int | None:
    match = re.fullmatch(r"[0-9]{1,6}", line.units.strip())
    units = int(match[0]) if match else 0
    return units if 1 <= units <= MAX_UNITS else None


def _about_pointers(desk: _Desk, line: ProcedureRow) -> Iterator[Remark]:
    """Box 24E names one to four diagnoses of box 21, the main one first."""
    field, label = f"{line.key}-pointers", row_label(desk.sheet, line)
    stand = {row.key for row in desk.sheet.diagnoses if row.code.strip()}
    if any(key not in stand for key in line.pointers):
        yield Remark(field, label, "This line points at a diagnosis that is not on the sheet.")
    if len(line.pointers) > MAX_POINTERS:
        message = f"A line points at no more than {MAX_POINTERS} diagnoses."
        yield Remark(field, label, message)
    if not line.pointers:
        message = "No diagnosis explains this line yet; a payer asks which one does."
        yield Remark(field, label, message, Weight.OPEN)


def _about_evidence(desk: _Desk, row: Row) -> Iterator[Remark]:
    field, label = f"{row.key}-evidence", row_label(desk.sheet, row)
    if any(not 0 <= start < end <= len(desk.note) for start, end in row.evidence):
        yield Remark(field, label, "The linked words are not in the note; link them again.")
    elif len(row.evidence) > MAX_LINES or any(b - a > MAX_TEXT for a, b in row.evidence):
        yield Remark(field, label, "Too much is linked to this code; link the words that prove it.")
    elif not row.evidence:
        message = "No words of the note are linked to this code yet."
        yield Remark(field, label, message, Weight.OPEN)


def _answer(desk: _Desk) -> Answer:
    codes = {key: entry.code for key, entry in desk.entries.items()}
    return Answer(
        diagnoses=tuple(
            DiagnosisLine(codes[row.key], evidence=_passages(row, desk.note))
            for row in desk.sheet.diagnoses
        ),
        procedures=tuple(
            ProcedureLine(
                codes[line.key],
                modifiers=tuple(desk.modifiers[it].code for it in split_modifiers(line.modifiers)),
                units=_units(line) or 1,
                pointers=tuple(codes[key] for key in line.pointers),
                evidence=_passages(line, desk.note),
            )
            for line in desk.sheet.procedures
        ),
    )


def _passages(row: Row, note: str) -> tuple[Passage, ...]:
    return tuple(Passage(start, end, note[start:end]) for start, end in row.evidence)
