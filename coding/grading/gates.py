"""The errors that cap a score: what a payer or an auditor would not forgive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from coding.answer import Answer
from coding.cases.key import Key, KeyDiagnosis, KeyProcedure
from coding.code_tree import CodeTree
from coding.conventions import excludes1_conflicts, is_never_first, is_under, plain
from coding.grading.procedures import ProcedureMarks
from coding.grading.report import Gate, GateRule

MAX_LEVELS = 2
# Modifiers that get a line paid beside another. Source: CMS NCCI Policy Manual, chapter I; the Z
# ones are the mock modifiers that stand for numbered ones.
UNLOCKING = frozenset({"XE", "XP", "XS", "XU", "Z4", "Z5", "Z6", "Z7", "Z8"})


def fired_gates(
    answer: Answer, key: Key, *, procedures: ProcedureMarks, on: date, codes: CodeTree
) -> tuple[Gate, ...]:
    """Every gate that the answer trips. What the key itself holds never trips one."""
    return (
        *_conflicts(answer, key),
        *_invalid(answer, key, on=on, codes=codes),
        *_never_first(answer, key, on=on, codes=codes),
        *_ruled_out(answer, key),
        *_upcoded(procedures),
        *_unsupported_modifiers(answer, key),
    )


def _conflicts(answer: Answer, key: Key) -> Iterator[Gate]:
    """Two codes that exclude each other were both kept (Official Guidelines I.A.12.a)."""
    allowed = set(excludes1_conflicts(item.code for item in key.diagnoses))
    for one, other in excludes1_conflicts(line.code for line in answer.diagnoses):
        if (one, other) not in allowed and (other, one) not in allowed:
            message = f"{one} and {other} exclude each other; only one can be right."
            yield Gate(rule=GateRule.EXCLUDES1, code=one, message=message)


def _invalid(answer: Answer, key: Key, *, on: date, codes: CodeTree) -> Iterator[Gate]:
    """A code that cannot be sent for the date of service (45 CFR 162.1000)."""
    known = _plain_codes(key.diagnoses)
    for code in dict.fromkeys(line.code for line in answer.diagnoses):
        flaw = diagnosis_flaw(code, on=on, codes=codes)
        if flaw and plain(code) not in known:
            yield Gate(rule=GateRule.INVALID, code=code, message=f"{code} {flaw}.")
    known = _plain_codes(key.procedures)
    for code in dict.fromkeys(line.code for line in answer.procedures):
        flaw = service_flaw(code, on=on, codes=codes)
        if flaw and plain(code) not in known:
            yield Gate(rule=GateRule.INVALID, code=code, message=f"{code} {flaw}.")


def diagnosis_flaw(code: str, *, on: date, codes: CodeTree) -> str:
    """Why a diagnosis cannot be sent for a date of service, or an empty text."""
    row = codes.find(code, on=on, system="icd10cm")
    if row is None:
        return "is not an ICD-10-CM code"
    if not row.is_valid_on(on):
        return f"is not valid on {on.isoformat()}"
    return "" if row.billable else "only heads other codes and cannot be sent"


def service_flaw(code: str, *, on: date, codes: CodeTree) -> str:
    """Why a service cannot be sent for a date of service, or an empty text."""
    row = codes.procedure(code, on=on)
    if row is None:
        return "is not a procedure code of this sandbox"
    return "" if row.is_valid_on(on) else f"is not valid on {on.isoformat()}"


def _plain_codes(items: Sequence[KeyDiagnosis | KeyProcedure]) -> set[str]:
    """The codes that the key itself holds or accepts."""
    return {plain(code) for item in items for code in (item.code, *item.accept)}


def _never_first(answer: Answer, key: Key, *, on: date, codes: CodeTree) -> Iterator[Gate]:
    """A code leads that only ever follows another (I.A.13, I.B.14, I.C.20.a.6)."""
    if not answer.diagnoses:
        return
    code = answer.diagnoses[0].code
    if plain(code) in _plain_codes(key.diagnoses[:1]):
        return
    row = codes.find(code, on=on, system="icd10cm")
    if is_never_first(code, title=row.title if row else ""):
        message = f"{code} can never be listed first: it follows what it belongs to."
        yield Gate(rule=GateRule.FIRST, code=code, message=message)


def _ruled_out(answer: Answer, key: Key) -> Iterator[Gate]:
    """A diagnosis that was only suspected was coded (Official Guidelines IV.H, outpatient)."""
    for line in answer.diagnoses:
        if is_ruled_out(line.code, key):
            message = f"{line.code} was only suspected or ruled out; outpatient care codes neither."
            yield Gate(rule=GateRule.RULED_OUT, code=line.code, message=message)


def is_ruled_out(code: str, key: Key) -> bool:
    """Whether the key says that the note only suspects or excludes this diagnosis."""
    if plain(code) in _plain_codes(key.diagnoses):
        return False
    return any(is_under(code, prefix) for prefix in key.ruled_out)


def _upcoded(procedures: ProcedureMarks) -> Iterator[Gate]:
    """A level far above what the note supports was billed."""
    for pair in procedures.pairs:
        if pair.answer and pair.levels >= MAX_LEVELS:
            code = pair.answer.code
            message = f"{code} is {pair.levels} levels above what the note supports."
            yield Gate(rule=GateRule.UPCODED, code=code, message=message)


def _unsupported_modifiers(answer: Answer, key: Key) -> Iterator[Gate]:
    """A modifier that gets a line paid stands there without a word in the note for it."""
    documented = {
        modifier for item in key.procedures for modifier in (*item.modifiers, *item.unlocks)
    }
    for line in answer.procedures:
        for modifier in dict.fromkeys(item.upper() for item in line.modifiers):
            if modifier in UNLOCKING - documented:
                message = f"{line.code}: nothing in the note supports modifier {modifier}."
                yield Gate(rule=GateRule.MODIFIER, code=line.code, message=message)
