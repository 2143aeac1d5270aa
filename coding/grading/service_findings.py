"""What was wrong with the services, of what kind, in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from coding.answer import ProcedureLine
from coding.conventions import plain
from coding.grading.gates import service_flaw
from coding.grading.marked import NOTHING, Marked, from_key
from coding.grading.procedures import MAIN_POINTER, ProcedurePair
from coding.grading.report import Category, Finding


def service_findings(marked: Marked) -> tuple[Finding, ...]:
    """Codes in the key's order and extra ones, then each line's modifiers, units, pointers."""
    return (*_about_services(marked), *_about_lines(marked))


def _about_services(marked: Marked) -> Iterator[Finding]:
    spare = [marked.answer.procedures[row] for row in marked.procedures.extras]
    numbers = {id(line): row + 1 for row, line in enumerate(marked.answer.procedures)}
    for pair in marked.procedures.pairs:
        if pair.answer is None:
            other = next((line for line in spare if _is_family(marked, line, pair)), None)
            if other is not None:
                spare.remove(other)
            yield _absent(marked, pair, other)
        elif not pair.is_right:
            yield _level(marked, pair, pair.answer)
    for line in spare:
        yield _unsupported(marked, line, numbers[id(line)])


def _is_family(marked: Marked, line: ProcedureLine, pair: ProcedurePair) -> bool:
    given = marked.codes.procedure(line.code, on=marked.on)
    right = marked.codes.procedure(pair.key.code, on=marked.on)
    return given is not None and right is not None and given.family == right.family


def _absent(marked: Marked, pair: ProcedurePair, other: ProcedureLine | None) -> Finding:
    """A service of the key that was left out, or another of its family in its place."""
    right = marked.named(pair.key.code)
    category, message = Category.OMITTED, f"{right} is missing."
    if other is not None:
        category = Category.FAMILY
        message = f"{marked.named(other.code)} is another service; the note supports {right}."
    return _service(pair, category, message, answer=other.code if other else "")


def _level(marked: Marked, pair: ProcedurePair, line: ProcedureLine) -> Finding:
    count = abs(pair.levels)
    way = "above" if pair.levels > 0 else "below"
    steps = f"{count} level{'' if count == 1 else 's'} {way}"
    message = f"{line.code} is {steps} what the note supports: {marked.named(pair.key.code)}."
    return _service(pair, Category.LEVEL, message, credit=pair.credit)


def _unsupported(marked: Marked, line: ProcedureLine, number: int) -> Finding:
    flaw = service_flaw(line.code, on=marked.on, codes=marked.codes)
    category, message = Category.EXTRA, f"The note does not support {marked.named(line.code)}."
    row = marked.codes.procedure(line.code, on=marked.on)
    parents = {plain(code) for code in row.add_on_to} if row else set()
    if flaw:
        category, message = Category.INVALID, f"{line.code} {flaw}."
    elif parents and not parents & {plain(item.code) for item in marked.answer.procedures}:
        category = Category.ADD_ON
        message = f"{line.code} is only added to another service, and that one is not there."
    return Finding(
        code="", answer=line.code, credit=NOTHING, category=category, message=message, line=number
    )


def _about_lines(marked: Marked) -> Iterator[Finding]:
    for pair in marked.procedures.pairs:
        if pair.answer is not None:
            yield from _modifiers(pair, pair.answer)
            yield from _units(marked, pair, pair.answer)
            yield from _pointers(pair, pair.answer)


def _modifiers(pair: ProcedurePair, line: ProcedureLine) -> Iterator[Finding]:
    for modifier in pair.missing:
        message = f"{line.code} lacks modifier {modifier}, which the note supports."
        yield _service(pair, Category.MODIFIER_MISSING, message)
    for modifier in pair.unneeded:
        message = f"{line.code} carries modifier {modifier}, which the note does not support."
        yield _service(pair, Category.MODIFIER_UNNEEDED, message)


def _units(marked: Marked, pair: ProcedurePair, line: ProcedureLine) -> Iterator[Finding]:
    if pair.has_units:
        return
    row = marked.codes.procedure(pair.key.code, on=marked.on)
    message = f"{line.code} has {line.units} as its units; the note supports {pair.key.units}."
    if row is not None and row.unit_rule == "dose":
        message += " Divide the dose given by the dose that one unit stands for."
        yield _service(pair, Category.DOSE, message)
    else:
        yield _service(pair, Category.UNITS, message)


def _pointers(pair: ProcedurePair, line: ProcedureLine) -> Iterator[Finding]:
    if pair.pointers is None or pair.pointers == 1:
        return
    wanted = ", ".join(pair.key.pointers)
    if pair.pointers < MAIN_POINTER:
        given = f"points first at {line.pointers[0]}" if line.pointers else "points nowhere"
        message = f"{line.code} {given}; what explains it is {pair.key.pointers[0]}."
        yield _service(pair, Category.POINTER_MAIN, message, credit=pair.pointers)
    else:
        message = f"{line.code} is explained by {wanted}, no more and no fewer."
        yield _service(pair, Category.POINTER, message, credit=pair.pointers)


def _service(
    pair: ProcedurePair,
    category: Category,
    message: str,
    *,
    credit: Fraction = NOTHING,
    answer: str | None = None,
) -> Finding:
    """A finding on one service line of the key."""
    given = pair.answer.code if pair.answer else ""
    return Finding(
        code=pair.key.code,
        answer=given if answer is None else answer,
        credit=credit,
        category=category,
        message=message,
        line=pair.number,
        **from_key(pair.key),
    )
