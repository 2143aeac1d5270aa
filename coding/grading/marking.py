"""Mark an answer against a key: the score, the strict figures, the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from coding.answer import Answer, Passage
from coding.cases.key import Key, Quote, Role
from coding.code_tree import CodeTree
from coding.grading.diagnoses import DiagnosisMarks, mark_diagnoses
from coding.grading.diagnosis_findings import diagnosis_findings
from coding.grading.gates import fired_gates
from coding.grading.marked import Marked
from coding.grading.procedures import ProcedureMarks, mark_procedures
from coding.grading.report import CodeMark, Report, Strict, rounded
from coding.grading.sequence import SequenceMarks, mark_sequence
from coding.grading.service_findings import service_findings

SHARES = {
    "diagnoses": Fraction(40, 100),
    "procedures": Fraction(25, 100),
    "modifiers": Fraction(10, 100),
    "units": Fraction(5, 100),
    "pointers": Fraction(10, 100),
    "sequence": Fraction(10, 100),
}
PARTS = (*SHARES, "evidence")
"""Every part that can have a share."""

CAP = Fraction(69, 100)


def grade(
    answer: Answer,
    key: Key,
    *,
    on: date,
    codes: CodeTree,
    shares: Mapping[str, Fraction] = SHARES,
) -> Report:
    """Mark an answer for a date of service.

    The score is the weighted mean of the parts that the key gives to mark and that have a share,
    computed exactly and rounded at the end; a gate that fires caps it at 0.69. ``shares`` are the
    weights of the parts; usually evidence has none. The strict figures stand beside the score and
    never move it. House convention; the strict figures follow what audit firms report.
    """
    diagnoses = mark_diagnoses(answer, key, on=on, codes=codes)
    sequence = mark_sequence(diagnoses, key, on=on, codes=codes)
    procedures = mark_procedures(answer, key, diagnoses=diagnoses, on=on, codes=codes)
    gates = fired_gates(answer, key, procedures=procedures, on=on, codes=codes)
    code_marks = (*_diagnosis_marks(answer, diagnoses), *_procedure_marks(answer, procedures))
    evidence = _evidence(code_marks)
    figures = _figures(diagnoses, procedures, sequence) | {"evidence": evidence}
    parts = {
        name: figure
        for name, figure in figures.items()
        if figure is not None and shares.get(name, Fraction(0)) > 0
    }
    score = _score(parts, shares)
    marked = Marked(
        answer=answer,
        key=key,
        on=on,
        codes=codes,
        diagnoses=diagnoses,
        procedures=procedures,
        sequence=sequence,
    )
    return Report(
        score=rounded(min(score, CAP) if gates else score),
        capped=bool(gates),
        gates=gates,
        parts={name: rounded(figure) for name, figure in parts.items()},
        strict=_strict(code_marks, is_spotless=score == 1 and not gates),
        findings=(*diagnosis_findings(marked), *service_findings(marked)),
        evidence=None if evidence is None else rounded(evidence),
        codes=code_marks,
    )


def _figures(
    diagnoses: DiagnosisMarks, procedures: ProcedureMarks, sequence: SequenceMarks
) -> dict[str, Fraction | None]:
    return {
        "diagnoses": diagnoses.part,
        "procedures": procedures.codes,
        "modifiers": procedures.modifiers,
        "units": procedures.units,
        "pointers": procedures.pointers,
        "sequence": sequence.part,
    }


def _score(parts: Mapping[str, Fraction], shares: Mapping[str, Fraction]) -> Fraction:
    total = sum((shares[name] for name in parts), Fraction(0))
    earned = sum((shares[name] * figure for name, figure in parts.items()), Fraction(0))
    return earned / total if total else Fraction(0)


def _diagnosis_marks(answer: Answer, marks: DiagnosisMarks) -> Iterator[CodeMark]:
    for pair in marks.pairs:
        line = pair.answer
        yield CodeMark(
            key=pair.key.code,
            answer=line.code if line else "",
            credit=pair.likeness.credit,
            is_procedure=False,
            is_optional=pair.key.role == Role.OPTIONAL,
            position=None if pair.position is None else pair.position + 1,
            has_evidence=_touches(line.evidence, pair.key.evidence) if line else None,
        )
    for row in marks.extras:
        yield _extra_mark(answer.diagnoses[row].code, row, is_procedure=False)


def _procedure_marks(answer: Answer, marks: ProcedureMarks) -> Iterator[CodeMark]:
    for pair in marks.pairs:
        line = pair.answer
        yield CodeMark(
            key=pair.key.code,
            answer=line.code if line else "",
            credit=pair.credit,
            is_procedure=True,
            position=None if pair.position is None else pair.position + 1,
            has_evidence=_touches(line.evidence, pair.key.evidence) if line else None,
        )
    for row in marks.extras:
        yield _extra_mark(answer.procedures[row].code, row, is_procedure=True)


def _extra_mark(code: str, row: int, *, is_procedure: bool) -> CodeMark:
    return CodeMark(
        key="", answer=code, credit=Fraction(0), is_procedure=is_procedure, position=row + 1
    )


def _touches(passages: tuple[Passage, ...], quotes: tuple[Quote, ...]) -> bool | None:
    """Whether a highlighted passage overlaps a quote of the key; None when it quotes nothing."""
    spans = [span for quote in quotes for span in quote.spans]
    if not spans:
        return None
    return any(passage.overlaps(*span) for passage in passages for span in spans)


def _evidence(marks: tuple[CodeMark, ...]) -> Fraction | None:
    """The share of the matched codes whose words were linked; None where the key quotes nothing."""
    judged = [mark.has_evidence for mark in marks if mark.has_evidence is not None]
    return Fraction(sum(judged), len(judged)) if judged else None


def _strict(marks: tuple[CodeMark, ...], *, is_spotless: bool) -> Strict:
    """Code over code: right codes over the key's, and over the key's plus the extra ones."""
    wanted = [mark for mark in marks if mark.key and not mark.is_optional]
    right = sum(mark.credit == 1 for mark in wanted)
    extra = sum(not mark.key for mark in marks)
    return Strict(
        key=rounded(Fraction(right, len(wanted) or 1)),
        union=rounded(Fraction(right, len(wanted) + extra or 1)),
        case_pass=is_spotless and not extra,
    )
