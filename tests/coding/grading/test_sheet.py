"""Marking files."""

from datetime import date

import pytest

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Key, KeyDiagnosis, KeyProcedure, Role
from coding.documents import DocumentError
from coding.grading.sheet import MarkingSheet, read_sheet

TEXT = """on: 2026-03-10
key:
  diagnoses:
    - {code: m17.11, role: first}
    - {code: E11.65, accept: [E11.69]}
    - {code: W01.0XXA, role: external}
  procedures:
    - {code: OV-334, modifiers: [z5], pointers: [E11.65]}
    - {code: J3301, units: 4}
  ruled_out: [I21]
answer:
  diagnoses: [M17.11, E11.9]
  procedures:
    - {code: OV-334, modifiers: [], units: 1, pointers: [M17.11]}
    - {code: J3301}
"""


def test_read_sheet_reads_key_and_answer():
    assert read_sheet(TEXT, path="a.yaml") == MarkingSheet(
        on=date(2026, 3, 10),
        key=Key(
            diagnoses=(
                KeyDiagnosis("M17.11", role=Role.FIRST),
                KeyDiagnosis("E11.65", accept=("E11.69",)),
                KeyDiagnosis("W01.0XXA", role=Role.EXTERNAL),
            ),
            procedures=(
                KeyProcedure("OV-334", modifiers=("Z5",), pointers=("E11.65",)),
                KeyProcedure("J3301", units=4),
            ),
            ruled_out=("I21",),
        ),
        answer=Answer(
            diagnoses=(DiagnosisLine("M17.11"), DiagnosisLine("E11.9")),
            procedures=(ProcedureLine("OV-334", pointers=("M17.11",)), ProcedureLine("J3301")),
        ),
    )


def test_read_sheet_takes_an_empty_answer():
    sheet = read_sheet("on: 2026-03-10\nkey: {diagnoses: [{code: I10}]}\nanswer:\n", path="a")
    assert sheet.answer == Answer()
    assert sheet.key == Key(diagnoses=(KeyDiagnosis("I10", role=Role.FIRST),))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("on: 2026-03-10\n", "", "a.yaml:1: on: is missing; add it"),
        ("on: 2026-03-10", "on: today", 'a.yaml:1: on: "today" does not fit; write a date'),
        ("answer:", "answers:", 'a.yaml:11: answers: is not a known field; did you mean "answer"'),
        ("role: first", "role: 1st", 'a.yaml:4: key.diagnoses[1].role: "1st" is not one of'),
        ("accept: [E11.69]", "role: first", "a.yaml:5: key.diagnoses[2]: the diagnosis that"),
        ("units: 4", "units: 0", "a.yaml:9: key.procedures[2].units: 0 is out of range"),
        ("units: 4", "unit: 4", "a.yaml:9: key.procedures[2].unit: is not a known field"),
        ("[M17.11, E11.9]", "M17.11", "a.yaml:12: answer.diagnoses: must be a list"),
        ("[M17.11, E11.9]", "[{code: I10}]", "a.yaml:12: answer.diagnoses[1]: must be one value"),
        ("[M17.11, E11.9]", f"[{'I10,' * 51}]", "a.yaml:11: answer: has more than 50 diagnoses"),
        ("modifiers: []", "modifiers: [RTX]", 'answer.procedures[1].modifiers[1]: "RTX" does not'),
        ("modifiers: []", "modifiers: [A1, A2, A3, A4, A5]", "modifiers: has more than 4"),
        ("  ruled_out: [I21]\n", "  ruled: [I21]\n", "key.ruled: is not a known field"),
    ],
)
def test_read_sheet_refuses_with_line_field_and_mend(before, after, message):
    assert before in TEXT
    with pytest.raises(DocumentError) as caught:
        read_sheet(TEXT.replace(before, after, 1), path="a.yaml")
    assert message in str(caught.value)


def test_read_sheet_refuses_a_key_with_nothing_to_mark():
    text = "on: 2026-03-10\nkey: {diagnoses: [], procedures: []}\nanswer:\n"
    with pytest.raises(DocumentError) as caught:
        read_sheet(text, path="a.yaml")
    assert str(caught.value) == (
        "a.yaml:2: key: has no diagnosis and no procedure to mark; write at least one"
    )
