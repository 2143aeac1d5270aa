"""Mark the order of the diagnoses: what stands first, and the orders that are instructed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coding.cases.key import Key, Role
from coding.code_tree import CodeTree
from coding.conventions import plain
from coding.grading.diagnoses import DiagnosisMarks

FIRST_SHARE, ORDER_SHARE = Fraction(3, 5), Fraction(2, 5)
ONE = r"[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
REFERENCE = re.compile(rf"\b({ONE})(?:-({ONE}))?")


@dataclass(frozen=True)
class Order:
    """Two diagnoses of the key, by place from 0, of which ``before`` must stand first."""

    before: int
    after: int


@dataclass(frozen=True)
class SequenceMarks:
    """The part of the score (None when the key has no diagnosis), whether the right code leads,
    every order that the key holds, and those of them that the answer breaks."""

    part: Fraction | None
    leads: bool
    orders: tuple[Order, ...]
    broken: tuple[Order, ...]


def mark_sequence(marks: DiagnosisMarks, key: Key, *, on: date, codes: CodeTree) -> SequenceMarks:
    """Seq = 0.6 x the first-listed is right + 0.4 x the share of instructed orders respected.

    Judged on the matched codes, whether or not they earned full credit: a wrong code in the
    right place is marked once, among the diagnoses. An order counts when both its codes were
    given; without one to break, orders are respected. An answer without any matched code earns
    nothing. House convention.
    """
    orders = instructed_orders(key, on=on, codes=codes)
    if not key.diagnoses:
        return SequenceMarks(None, leads=True, orders=(), broken=())
    given = {column: pair.position for column, pair in enumerate(marks.pairs) if pair.answer}
    leading = marks.at(0)
    leads = leading is not None and leading.key.role == Role.FIRST
    judged = [order for order in orders if order.before in given and order.after in given]
    broken = tuple(
        order for order in judged if _place(given, order.before) > _place(given, order.after)
    )
    kept = 1 - Fraction(len(broken), len(judged)) if judged else Fraction(bool(given))
    return SequenceMarks(FIRST_SHARE * leads + ORDER_SHARE * kept, leads, orders, broken)


def _place(given: dict[int, int | None], column: int) -> int:
    return given[column] or 0


def instructed_orders(key: Key, *, on: date, codes: CodeTree) -> tuple[Order, ...]:
    """The orders that rules ask of the key's own codes, optional ones aside.

    External causes follow what they caused (Official Guidelines I.C.20.a); "code first" and "use
    additional code" notes put the cause before its companion (I.A.13). Where the key itself stands
    the other way round, its author knew better: that order is not asked.
    """
    listed = [(at, item) for at, item in enumerate(key.diagnoses) if item.role != Role.OPTIONAL]
    orders = []
    for at, item in listed:
        for later, other in listed:
            external = other.role == Role.EXTERNAL and item.role != Role.EXTERNAL
            if at < later and (external or _instructed(item.code, other.code, on=on, codes=codes)):
                orders.append(Order(at, later))
    return tuple(orders)


def _instructed(before: str, after: str, *, on: date, codes: CodeTree) -> bool:
    additional = _notes(before, "use_additional", on=on, codes=codes)
    first = _notes(after, "code_first", on=on, codes=codes)
    return names(additional, after) or names(first, before)


def _notes(code: str, kind: str, *, on: date, codes: CodeTree) -> str:
    detail = codes.detail(code, on=on)
    return "\n".join(detail.notes.get(kind, ())) if detail else ""


def names(note: str, code: str) -> bool:
    """Whether the text of a note names a code, itself, by a range (N18.1-N18.6) or by what stands
    above it (L97.5-)."""
    wanted = plain(code)
    return any(
        low <= wanted[: len(low)] and wanted[: len(high)] <= high for low, high in _ranges(note)
    )


def _ranges(note: str) -> Iterator[tuple[str, str]]:
    for match in REFERENCE.finditer(note):
        low = plain(match[1])
        yield low, plain(match[2]) if match[2] else low
