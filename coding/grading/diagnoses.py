"""Mark the diagnoses: pair them with the key's and weigh them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coding.answer import Answer, DiagnosisLine
from coding.cases.key import Key, KeyDiagnosis, Role
from coding.code_tree import CodeTree
from coding.conventions import is_same_code, plain
from coding.grading.assignment import best_pairs
from coding.grading.likeness import EXACT, UNLIKE, Likeness, likeness

WEIGHTS = {
    Role.FIRST: Fraction(2),
    Role.REQUIRED: Fraction(1),
    Role.EXTERNAL: Fraction(1, 2),
    Role.OPTIONAL: Fraction(0),
}
EXTRA_COST = Fraction(1, 2)
TIER = 4096  # above what the lower tiers of a pair's worth can add up to


@dataclass(frozen=True, kw_only=True)
class DiagnosisPair:
    """A diagnosis of the key with the answer's that was matched with it (None: left out) and its
    place in the answer, counted from 0."""

    key: KeyDiagnosis
    answer: DiagnosisLine | None
    position: int | None
    likeness: Likeness

    @property
    def is_right(self) -> bool:
        """Whether it earned full credit."""
        return self.likeness.credit == 1


@dataclass(frozen=True, kw_only=True)
class DiagnosisMarks:
    """The pairs in the order of the key, the places (from 0) of the answer's codes that have no
    partner, and the part of the score; None when the key has no diagnosis."""

    pairs: tuple[DiagnosisPair, ...]
    extras: tuple[int, ...]
    part: Fraction | None

    def at(self, position: int) -> DiagnosisPair | None:
        """The pair of the answer's code at a place, if it has a partner."""
        return next((pair for pair in self.pairs if pair.position == position), None)


def mark_diagnoses(answer: Answer, key: Key, *, on: date, codes: CodeTree) -> DiagnosisMarks:
    """Dx = max(0, (sum of weight x likeness - 0.5 for each extra code) / sum of weights).

    First-listed weighs 2, other required codes 1, external causes 0.5; an optional code weighs
    nothing, present or absent, and takes only itself as a partner. House convention.
    """
    likenesses = [
        [_likeness(line.code, item, on=on, codes=codes) for item in key.diagnoses]
        for line in answer.diagnoses
    ]
    partner = _partners(answer, key, likenesses)
    pairs = []
    for column, item in enumerate(key.diagnoses):
        row = partner.index(column) if column in partner else None
        pairs.append(
            DiagnosisPair(
                key=item,
                answer=None if row is None else answer.diagnoses[row],
                position=row,
                likeness=UNLIKE if row is None else likenesses[row][column],
            )
        )
    extras = tuple(row for row, column in enumerate(partner) if column is None)
    return DiagnosisMarks(pairs=tuple(pairs), extras=extras, part=_part(pairs, len(extras)))


def _likeness(code: str, item: KeyDiagnosis, *, on: date, codes: CodeTree) -> Likeness:
    if any(is_same_code(code, accepted) for accepted in (item.code, *item.accept)):
        return EXACT
    if item.role == Role.OPTIONAL:
        return UNLIKE
    return likeness(code, item.code, on=on, codes=codes)


def _partners(answer: Answer, key: Key, likenesses: list[list[Likeness]]) -> tuple[int | None, ...]:
    """For each diagnosis of the answer its partner in the key.

    Rows and columns are put in the order of their codes first, so that ties fall the same way
    whatever order they were written in.
    """
    rows = sorted(range(len(answer.diagnoses)), key=lambda row: plain(answer.diagnoses[row].code))
    columns = sorted(range(len(key.diagnoses)), key=lambda at: plain(key.diagnoses[at].code))
    worth = _worths(answer, key, likenesses)
    ordered = [[worth[row][column] for column in columns] for row in rows]
    partner: list[int | None] = [None] * len(rows)
    for row, chosen in zip(rows, best_pairs(ordered), strict=True):
        partner[row] = None if chosen is None else columns[chosen]
    return tuple(partner)


def _worths(answer: Answer, key: Key, likenesses: list[list[Likeness]]) -> list[list[int]]:
    """What each pair is worth. Ties fall to the key's own code before an accepted one, then to the
    answer's leading code (of those that are like any of the key's) meeting the key's first."""
    leading = next((row for row, found in enumerate(likenesses) if any(x.credit for x in found)), 0)
    return [
        [
            _worth(
                likenesses[row][column],
                item.role,
                ties=2 * is_same_code(line.code, item.code)
                + (row == leading and item.role == Role.FIRST),
            )
            for column, item in enumerate(key.diagnoses)
        ]
        for row, line in enumerate(answer.diagnoses)
    ]


def _worth(found: Likeness, role: Role, *, ties: int) -> int:
    """Weight x likeness first; then being a pair at all, then likeness alone, then what decides
    ties."""
    if not found.credit:
        return 0
    weighed = int(40 * WEIGHTS[role] * found.credit)
    return ((weighed * TIER + 1) * TIER + int(20 * found.credit)) * TIER + ties


def _part(pairs: list[DiagnosisPair], extras: int) -> Fraction | None:
    total = sum((WEIGHTS[pair.key.role] for pair in pairs), Fraction(0))
    if not total:
        return None
    earned = sum((WEIGHTS[pair.key.role] * pair.likeness.credit for pair in pairs), Fraction(0))
    return max(Fraction(0), (earned - EXTRA_COST * extras) / total)
