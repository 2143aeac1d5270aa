"""What a coder would hand in for a case: right by the key, or with one of its pitfalls. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.cases.key import KeyDiagnosis, KeyProcedure, Quote
from coding.cases.model import Case, Change, LineChange


def right_answer(case: Case) -> Answer:
    """The key as an answer, each code tied to the words that the key names."""
    return Answer(
        diagnoses=tuple(_diagnosis(entry) for entry in case.key.diagnoses),
        procedures=tuple(_procedure(entry) for entry in case.key.procedures),
    )


def answer_with(case: Case, change: Change) -> Answer:
    """The right answer with a pitfall's change at the coder's desk; a line number past the key's
    last adds a line."""
    right = right_answer(case)
    known = {line.code: line for line in right.diagnoses}
    diagnoses = right.diagnoses
    if change.diagnoses is not None:
        diagnoses = tuple(known.get(code, DiagnosisLine(code)) for code in change.diagnoses)
    lines = [
        _changed(line, change.lines.get(number))
        for number, line in enumerate(right.procedures, start=1)
    ]
    lines += [
        _changed(ProcedureLine(added.procedure), added)
        for number, added in sorted(change.lines.items())
        if number > len(right.procedures) and added.procedure
    ]
    return Answer(diagnoses=diagnoses, procedures=tuple(line for line in lines if line))


def _changed(line: ProcedureLine, change: LineChange | None) -> ProcedureLine | None:
    """The line with the change on it; None when it is dropped."""
    if change is None:
        return line
    if change.drop:
        return None
    return replace(
        line,
        code=change.procedure or line.code,
        modifiers=line.modifiers if change.modifiers is None else change.modifiers,
        units=line.units if change.units is None else change.units,
        pointers=line.pointers if change.pointers is None else change.pointers,
    )


def _diagnosis(entry: KeyDiagnosis) -> DiagnosisLine:
    return DiagnosisLine(entry.code, evidence=_passages(entry.evidence))


def _procedure(entry: KeyProcedure) -> ProcedureLine:
    return ProcedureLine(
        entry.code,
        modifiers=entry.modifiers,
        units=entry.units,
        pointers=entry.pointers,
        evidence=_passages(entry.evidence),
    )


def _passages(quotes: Iterable[Quote]) -> tuple[Passage, ...]:
    """The first place of each quote."""
    return tuple(Passage(*quote.spans[0], text=quote.text) for quote in quotes if quote.spans)


def audited_answer(case: Case, *, turn: int) -> Answer | None:
    """Codes with one or two of the case's coding pitfalls, for an auditor to find; None where the
    case has none. Another turn has others. No code is tied to words: that would tell which are
    right."""
    slips = _coding_slips(case)
    if not slips:
        return None
    first, second = slips[turn % len(slips)], slips[(turn + 1) % len(slips)]
    clashes = set(first.lines) & set(second.lines) or (first.diagnoses and second.diagnoses)
    both = Change(
        diagnoses=first.diagnoses or second.diagnoses, lines={**first.lines, **second.lines}
    )
    seeded = answer_with(case, first if clashes else both)
    return Answer(
        diagnoses=tuple(replace(line, evidence=()) for line in seeded.diagnoses),
        procedures=tuple(replace(line, evidence=()) for line in seeded.procedures),
    )


def can_be_audited(case: Case) -> bool:
    """Whether the case has a slip of a coder for an auditor to find."""
    return bool(_coding_slips(case))


def _coding_slips(case: Case) -> list[Change]:
    """Slips at the coder's desk. A code that merely stands twice is for the scrubber to see."""
    changes = [row.change for row in case.pitfalls if row.change.lines or row.change.diagnoses]
    return [row for row in changes if not _repeats(row.diagnoses or ())]


def _repeats(codes: tuple[str, ...]) -> bool:
    return len(set(codes)) < len(codes)
