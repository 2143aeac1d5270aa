"""The code sheet as typed: rows of text in their order, and what its buttons do to them. PURE.

A row keeps its key (`d3`, `s1`) while the sheet is edited, so that a service line's pointers stay
with their diagnosis when the order changes. Whether what was typed fits is asked elsewhere
(`coding/sheet/checks.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from coding.answer import Answer, DiagnosisLine, ProcedureLine

LETTERS = "ABCDEFGHIJKL"

Quote = tuple[int, int]
T = TypeVar("T")


@dataclass(frozen=True)
class DiagnosisRow:
    """One diagnosis as typed. `evidence` holds places in the note: start, and end not included."""

    key: str
    code: str
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class ProcedureRow:
    """One service line as typed. `pointers` are keys of diagnosis rows, the primary one first."""

    key: str
    code: str
    modifiers: str = ""
    units: str = "1"
    pointers: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()


Row = DiagnosisRow | ProcedureRow


@dataclass(frozen=True)
class Removed:
    """A row that was taken off the sheet, with what is needed to put it back."""

    row: Row
    position: int
    pointed_from: tuple[tuple[str, int], ...] = ()  # (line key, place among its pointers)


@dataclass(frozen=True)
class Sheet:
    """All rows in their order."""

    diagnoses: tuple[DiagnosisRow, ...] = ()
    procedures: tuple[ProcedureRow, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, diagnoses first."""
        return (*self.diagnoses, *self.procedures)

    def letter(self, key: str) -> str:
        """A to L: the place of a diagnosis row in box 21; empty when there is no such row."""
        keys = [row.key for row in self.diagnoses]
        return LETTERS[keys.index(key)] if key in keys[: len(LETTERS)] else ""

    def row(self, key: str) -> Row | None:
        """The row with that key."""
        return next((row for row in self.rows if row.key == key), None)

    def next_key(self, kind: str) -> str:
        """A key that no row has yet; `kind` is "d" or "s"."""
        taken = [int(row.key[1:]) for row in self.rows if row.key[0] == kind]
        return f"{kind}{max(taken, default=0) + 1}"

    def with_diagnosis(self, code: str) -> Sheet:
        """The sheet with one more diagnosis at the end."""
        row = DiagnosisRow(self.next_key("d"), code)
        return replace(self, diagnoses=(*self.diagnoses, row))

    def with_procedure(self, code: str) -> Sheet:
        """The sheet with one more service line at the end: one unit, pointing nowhere yet."""
        row = ProcedureRow(self.next_key("s"), code)
        return replace(self, procedures=(*self.procedures, row))

    def moved(self, key: str, step: int) -> Sheet:
        """The sheet with a row one place up (-1) or down (+1); at the end nothing happens."""
        return replace(
            self,
            diagnoses=_moved(self.diagnoses, _place(self.diagnoses, key), step),
            procedures=_moved(self.procedures, _place(self.procedures, key), step),
        )

    def without(self, key: str) -> tuple[Sheet, Removed | None]:
        """The sheet without a row, and what was taken off; lines stop pointing at it."""
        row = self.row(key)
        if row is None:
            return self, None
        if isinstance(row, ProcedureRow):
            kept = tuple(line for line in self.procedures if line.key != key)
            return replace(self, procedures=kept), Removed(row, self.procedures.index(row))
        pointed = tuple(
            (line.key, line.pointers.index(key)) for line in self.procedures if key in line.pointers
        )
        sheet = Sheet(
            diagnoses=tuple(other for other in self.diagnoses if other.key != key),
            procedures=tuple(_unpointed(line, key) for line in self.procedures),
        )
        return sheet, Removed(row, self.diagnoses.index(row), pointed)

    def restored(self, removed: Removed) -> Sheet:
        """The sheet with a removed row back in its place, and the pointers at it."""
        row = removed.row
        if self.row(row.key) is not None:
            return self
        if isinstance(row, ProcedureRow):
            return replace(self, procedures=_inserted(self.procedures, removed.position, row))
        places = dict(removed.pointed_from)
        lines = tuple(
            replace(line, pointers=_inserted(line.pointers, places[line.key], row.key))
            if line.key in places
            else line
            for line in self.procedures
        )
        return Sheet(_inserted(self.diagnoses, removed.position, row), lines)

    def with_quote(self, key: str, start: int, end: int) -> Sheet:
        """The sheet with words of the note linked to a row, in the order of the note."""
        return self._with_evidence(key, lambda held: tuple(sorted({*held, (start, end)})))

    def without_quote(self, key: str, start: int, end: int) -> Sheet:
        """The sheet with words of the note no longer linked to a row."""
        return self._with_evidence(key, lambda held: tuple(q for q in held if q != (start, end)))

    def _with_evidence(
        self, key: str, change: Callable[[tuple[Quote, ...]], tuple[Quote, ...]]
    ) -> Sheet:
        return Sheet(
            tuple(
                replace(row, evidence=change(row.evidence)) if row.key == key else row
                for row in self.diagnoses
            ),
            tuple(
                replace(row, evidence=change(row.evidence)) if row.key == key else row
                for row in self.procedures
            ),
        )


def sheet_of(answer: Answer) -> Sheet:
    """The sheet on which a stored answer stands, keys counted from one."""
    keys = {line.code: f"d{place}" for place, line in enumerate(answer.diagnoses, 1)}
    return Sheet(
        tuple(_diagnosis(f"d{place}", line) for place, line in enumerate(answer.diagnoses, 1)),
        tuple(
            _procedure(f"s{place}", line, keys) for place, line in enumerate(answer.procedures, 1)
        ),
    )


def _diagnosis(key: str, line: DiagnosisLine) -> DiagnosisRow:
    return DiagnosisRow(key, line.code, tuple((part.start, part.end) for part in line.evidence))


def _procedure(key: str, line: ProcedureLine, keys: dict[str, str]) -> ProcedureRow:
    return ProcedureRow(
        key,
        line.code,
        modifiers=" ".join(line.modifiers),
        units=str(line.units),
        pointers=tuple(keys[code] for code in line.pointers if code in keys),
        evidence=tuple((part.start, part.end) for part in line.evidence),
    )


def _moved(rows: tuple[T, ...], at: int | None, step: int) -> tuple[T, ...]:
    """The rows with the one at a place moved by a step, if it stands there and can."""
    if at is None or not 0 <= at + step < len(rows):
        return rows
    others = (*rows[:at], *rows[at + 1 :])
    return _inserted(others, at + step, rows[at])


def _place(rows: Sequence[Row], key: str) -> int | None:
    return next((place for place, row in enumerate(rows) if row.key == key), None)


def _inserted(items: tuple[T, ...], at: int, item: T) -> tuple[T, ...]:
    return (*items[:at], item, *items[at:])


def _unpointed(line: ProcedureRow, key: str) -> ProcedureRow:
    return replace(line, pointers=tuple(pointer for pointer in line.pointers if pointer != key))
