"""Short ways to write keys and answers down."""

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Key, KeyDiagnosis, KeyProcedure, Role
from coding.grading import Report, grade
from tests.coding.small_tree import DAY, TREE

EXTERNAL = "VWXY"


def key_of(*codes: str, procedures: tuple[KeyProcedure, ...] = (), **changes: object) -> Key:
    """A key with these diagnoses: the first leads, V to Y are external, ``?`` marks optional."""
    diagnoses = tuple(_key_diagnosis(code, at) for at, code in enumerate(codes))
    return Key(diagnoses=diagnoses, procedures=procedures, **changes)


def _key_diagnosis(code: str, at: int) -> KeyDiagnosis:
    role = Role.FIRST if at == 0 else Role.EXTERNAL if code[0] in EXTERNAL else Role.REQUIRED
    if code.endswith("?"):
        return KeyDiagnosis(code.removesuffix("?"), role=Role.OPTIONAL)
    return KeyDiagnosis(code, role=role)


def answer_of(*codes: str, procedures: tuple[ProcedureLine, ...] = ()) -> Answer:
    """An answer with these diagnoses."""
    return Answer(diagnoses=tuple(DiagnosisLine(code) for code in codes), procedures=procedures)


def answer_to(key: Key) -> Answer:
    """The answer that the key itself gives."""
    lines = tuple(
        ProcedureLine(item.code, modifiers=item.modifiers, units=item.units, pointers=item.pointers)
        for item in key.procedures
    )
    return answer_of(*(item.code for item in key.diagnoses), procedures=lines)


def marked(answer: Answer, key: Key) -> Report:
    """The mark, by the small tree."""
    return grade(answer, key, on=DAY, codes=TREE)


def said(report: Report) -> list[tuple[str, str, str]]:
    """The findings as (key's code, answer's code, category)."""
    return [(item.code, item.answer, item.category.value) for item in report.findings]
