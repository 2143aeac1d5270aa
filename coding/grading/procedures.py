"""Mark the services: codes, modifiers, units and pointers, each apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coding.answer import Answer, ProcedureLine
from coding.cases.key import Key, KeyProcedure
from coding.code_tree import CodeTree
from coding.conventions import is_same_code, plain
from coding.grading.assignment import best_pairs
from coding.grading.diagnoses import EXTRA_COST, TIER, DiagnosisMarks

LEVEL_COST, LEVEL_FLOOR = Fraction(1, 4), Fraction(1, 4)
MAIN_POINTER, ALL_POINTERS = Fraction(7, 10), Fraction(3, 10)


@dataclass(frozen=True)
class ProcedurePair:
    """A service of the key (``number`` counts from 1) with the answer's line that was matched with
    it (None: left out) and its place there, from 0. ``levels`` is how many levels the answer is
    above the key, negative for below. ``pointers`` is what its pointers earn, 0 to 1, or None."""

    number: int
    key: KeyProcedure
    answer: ProcedureLine | None
    position: int | None
    credit: Fraction
    levels: int
    pointers: Fraction | None

    @property
    def is_right(self) -> bool:
        """Whether the code earned full credit."""
        return self.credit == 1

    @property
    def missing(self) -> tuple[str, ...]:
        """The key's modifiers that the answer's line does not have."""
        given = _modifiers(self.answer)
        return tuple(item for item in self.key.modifiers if item.upper() not in given)

    @property
    def unneeded(self) -> tuple[str, ...]:
        """The line's modifiers that are neither in the key nor documented in the note."""
        known = {*self.key.modifiers, *self.key.unlocks}
        return tuple(item for item in sorted(_modifiers(self.answer)) if item not in known)

    @property
    def has_units(self) -> bool:
        """Whether the units are right."""
        return self.answer is not None and self.answer.units == self.key.units


@dataclass(frozen=True, kw_only=True)
class ProcedureMarks:
    """The pairs in the order of the key, the places (from 0) of the answer's lines that have no
    partner, and the parts of the score; a part is None when the key gives nothing to mark."""

    pairs: tuple[ProcedurePair, ...]
    extras: tuple[int, ...]
    codes: Fraction | None
    modifiers: Fraction | None
    units: Fraction | None
    pointers: Fraction | None


def mark_procedures(
    answer: Answer, key: Key, *, diagnoses: DiagnosisMarks, on: date, codes: CodeTree
) -> ProcedureMarks:
    """Mark each service of the key against the line of the answer that is worth the most.

    Px is weighed as diagnoses are, every line 1; an extra line costs 0.5. House convention.
    """
    earned = [
        [_credit(line, item, on=on, codes=codes) for item in key.procedures]
        for line in answer.procedures
    ]
    worth = [
        [_worth(line, item, earned[row][column][0]) for column, item in enumerate(key.procedures)]
        for row, line in enumerate(answer.procedures)
    ]
    partner = best_pairs(worth)
    pairs = []
    for column, item in enumerate(key.procedures):
        row = partner.index(column) if column in partner else None
        line = None if row is None else answer.procedures[row]
        credit, levels = (Fraction(0), 0) if row is None else earned[row][column]
        pointers = _pointers(line, item, diagnoses)
        pairs.append(ProcedurePair(column + 1, item, line, row, credit, levels, pointers))
    extras = tuple(row for row, column in enumerate(partner) if column is None)
    return _marks(answer, tuple(pairs), extras)


def _credit(
    line: ProcedureLine, item: KeyProcedure, *, on: date, codes: CodeTree
) -> tuple[Fraction, int]:
    """What a line's code earns against the key's, and by how many levels it is above it.

    1 the same or accepted; 1 - 0.25 a level within a group that differs in level only, at least
    0.25; else 0.
    """
    if any(is_same_code(line.code, accepted) for accepted in (item.code, *item.accept)):
        return Fraction(1), 0
    given, right = codes.procedure(line.code, on=on), codes.procedure(item.code, on=on)
    if given is None or right is None or given.level is None or right.level is None:
        return Fraction(0), 0
    if not given.level_group or given.level_group != right.level_group:
        return Fraction(0), 0
    levels = given.level - right.level
    return max(LEVEL_FLOOR, 1 - LEVEL_COST * max(1, abs(levels))), levels


def _worth(line: ProcedureLine, item: KeyProcedure, credit: Fraction) -> int:
    """What a pair is worth: the code first, the key's own before an accepted one, then modifiers,
    units and the main pointer alike."""
    if not credit:
        return 0
    alike = 32 * is_same_code(line.code, item.code)
    alike += 4 * len(_modifiers(line) & set(item.modifiers)) + 2 * (line.units == item.units)
    alike += int(_mains(line.pointers) == _mains(item.pointers))
    return int(20 * credit) * TIER + alike


def _mains(pointers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(pointer) for pointer in pointers[:1])


def _modifiers(line: ProcedureLine | None) -> frozenset[str]:
    return frozenset(item.upper() for item in line.modifiers) if line else frozenset()


def _pointers(
    line: ProcedureLine | None, item: KeyProcedure, diagnoses: DiagnosisMarks
) -> Fraction | None:
    """0.7 for the right main pointer and 0.3 x the overlap of the sets (Jaccard).

    A pointer at a code that was matched with one of the key's counts as that one: a wrong
    diagnosis is marked once, among the diagnoses.
    """
    wanted = [plain(pointer) for pointer in item.pointers]
    if not wanted:
        return None
    given = [_meant(pointer, diagnoses) for pointer in line.pointers] if line else []
    main = MAIN_POINTER if given[:1] == wanted[:1] else Fraction(0)
    overlap = Fraction(len({*given} & {*wanted}), len({*given} | {*wanted}))
    return main + ALL_POINTERS * overlap


def _meant(pointer: str, diagnoses: DiagnosisMarks) -> str:
    """The key's code that a pointer of the answer stands for; itself when there is none."""
    for pair in diagnoses.pairs:
        if pair.answer and is_same_code(pair.answer.code, pointer):
            return plain(pair.key.code)
    return plain(pointer)


def _marks(
    answer: Answer, pairs: tuple[ProcedurePair, ...], extras: tuple[int, ...]
) -> ProcedureMarks:
    pointed = [pair.pointers for pair in pairs if pair.pointers is not None]
    earned = sum((pair.credit for pair in pairs), Fraction(0)) - EXTRA_COST * len(extras)
    return ProcedureMarks(
        pairs=pairs,
        extras=extras,
        codes=Fraction(max(Fraction(0), earned), len(pairs)) if pairs else None,
        modifiers=_modifier_part(answer, pairs, extras),
        units=Fraction(sum(pair.has_units for pair in pairs), len(pairs)) if pairs else None,
        pointers=sum(pointed, Fraction(0)) / len(pointed) if pointed else None,
    )


def _modifier_part(
    answer: Answer, pairs: tuple[ProcedurePair, ...], extras: tuple[int, ...]
) -> Fraction | None:
    """F1 over the (line, modifier) pairs; None when neither side has any, or the key no line."""
    wanted = sum(len(pair.key.modifiers) for pair in pairs)
    right = sum(len(pair.key.modifiers) - len(pair.missing) for pair in pairs)
    wrong = sum(len(pair.unneeded) for pair in pairs)
    wrong += sum(len(_modifiers(answer.procedures[row])) for row in extras)
    if not pairs or not wanted + wrong:
        return None
    return Fraction(2 * right, wanted + right + wrong)
