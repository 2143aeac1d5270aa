"""What the code sheet says at its fields, and what it refuses."""

from datetime import date

import pytest

from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.codebook.default import codebook
from coding.sheet import Checked, DiagnosisRow, ProcedureRow, Remark, Sheet, Weight, check_sheet

ON = date(2026, 3, 10)
NOTE = "Burning with urination."
BURNING = ((0, 7),)


def check(*rows: DiagnosisRow | ProcedureRow) -> Checked:
    """The remarks on a sheet of these rows."""
    sheet = Sheet(
        tuple(row for row in rows if isinstance(row, DiagnosisRow)),
        tuple(row for row in rows if isinstance(row, ProcedureRow)),
    )
    return check_sheet(sheet, book=codebook(), on=ON, note=NOTE)


def diagnosis(code: str, key: str = "d1") -> DiagnosisRow:
    """A diagnosis with evidence, so that only its code can be remarked on."""
    return DiagnosisRow(key, code, BURNING)


def line(code: str = "OV-324", **fields: str) -> ProcedureRow:
    """A service line with evidence that points at `d1`."""
    return ProcedureRow("s1", code, pointers=("d1",), evidence=BURNING, **fields)


def test_a_fitting_sheet_becomes_an_answer() -> None:
    checked = check(diagnosis("n390"), line("ov-324", modifiers="z5, lt", units=" 2 "))
    words = (Passage(0, 7, "Burning"),)
    assert checked.remarks == ()
    assert checked.answer == Answer(
        (DiagnosisLine("N39.0", evidence=words),),
        (
            ProcedureLine(
                "OV-324", modifiers=("Z5", "LT"), units=2, pointers=("N39.0",), evidence=words
            ),
        ),
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "Type a code, or remove this row."),
        (
            "J99.99X",
            "“J99.99X” is not ICD-10-CM. Check each character, or search by words.",
        ),
        ("OV-324", "OV-324 is an SPC procedure code; it belongs under Services."),
        ("RT", "RT is a modifier; it belongs in the modifier field of a line."),
        ("J00-J06", "J00-J06 names a part of the code book, not a code. Choose a code in it."),
    ],
)
def test_a_diagnosis_that_does_not_exist_is_an_error(code: str, message: str) -> None:
    checked = check(diagnosis(code))
    assert checked.remarks == (Remark("d1-code", "Diagnosis A", message),)
    assert checked.answer is None


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("R30", "R30 is a header, not a billable code. Choose a code below it."),
        (
            "R10.2",
            "R10.2 was retired: its last day was Sep 30, 2025, the service was on Mar 10, 2026. "
            "Look for the codes that took its place.",
        ),
    ],
)
def test_a_code_that_cannot_be_billed_is_a_warning(code: str, message: str) -> None:
    checked = check(diagnosis(code))
    assert checked.remarks == (Remark("d1-code", "Diagnosis A", message, Weight.WARNING),)
    assert checked.answer == Answer((DiagnosisLine(code, evidence=(Passage(0, 7, "Burning"),)),))


def test_a_repeated_diagnosis_is_an_error_at_the_second() -> None:
    message = "N39.0 stands twice; a diagnosis is reported once."
    checked = check(diagnosis("N39.0"), diagnosis("n39.0", key="d2"))
    assert checked.errors == [Remark("d2-code", "Diagnosis B", message)]


def test_a_thirteenth_diagnosis_is_refused() -> None:
    codes = [f"M54.{n}" for n in (16, 17, 2, 31, 32, 41, 42, 50, 51, 59, 6, 81, 9)]
    checked = check(*(diagnosis(code, key=f"d{n}") for n, code in enumerate(codes, 1)))
    message = "A claim holds twelve diagnoses; remove one."
    assert checked.errors == [Remark("d13-code", "Diagnoses", message)]


@pytest.mark.parametrize("units", ["0", "-1", "1.5", "1000", "99999999999", "two", "", "٣"])
def test_units_that_are_no_number_are_an_error(units: str) -> None:
    checked = check(diagnosis("N39.0"), line(units=units))
    assert checked.errors == [
        Remark(
            "s1-units",
            "Line 1",
            "Units are a whole number from 1 to 999, or a drug's dose such as 40 mg.",
        )
    ]


@pytest.mark.parametrize(
    ("modifiers", "messages"),
    [
        ("LT RT XE XS XP", ["A line holds 4 modifiers; keep the ones needed."]),
        ("QQ", ["“QQ” is not a modifier. Look it up in the list."]),
        ("lt LT", ["Modifier LT stands twice; once is enough."]),
        ("LT;RT", []),
    ],
)
def test_modifiers_that_do_not_fit_are_errors(modifiers: str, messages: list[str]) -> None:
    checked = check(diagnosis("N39.0"), line(modifiers=modifiers))
    assert checked.errors == [Remark("s1-modifiers", "Line 1", message) for message in messages]


def test_a_pointer_to_nothing_is_an_error() -> None:
    message = "This line points at a diagnosis that is not on the sheet."
    checked = check(line())
    assert checked.errors == [Remark("s1-pointers", "Line 1", message)]


def test_more_than_four_pointers_are_an_error() -> None:
    codes = ["N39.0", "B96.20", "R30.0", "R35.0", "R31.0"]
    rows = [diagnosis(code, key=f"d{n}") for n, code in enumerate(codes, 1)]
    pointing = ProcedureRow("s1", "OV-324", pointers=tuple(row.key for row in rows))
    message = "A line points at no more than 4 diagnoses."
    assert check(*rows, pointing).errors == [Remark("s1-pointers", "Line 1", message)]


def test_evidence_outside_the_note_is_an_error() -> None:
    message = "The linked words are not in the note; link them again."
    checked = check(DiagnosisRow("d1", "N39.0", ((3, 900),)))
    assert checked.errors == [Remark("d1-evidence", "Diagnosis A", message)]


def test_more_evidence_than_can_be_stored_is_an_error() -> None:
    quotes = tuple((start, end) for end in range(1, 20) for start in range(end))
    message = "Too much is linked to this code; link the words that prove it."
    checked = check(DiagnosisRow("d1", "N39.0", quotes))
    assert checked.errors == [Remark("d1-evidence", "Diagnosis A", message)]


def test_what_is_missing_stays_open_after_the_warnings() -> None:
    checked = check(DiagnosisRow("d1", "R30"), ProcedureRow("s1", "OV-324", evidence=BURNING))
    assert [(doubt.field, doubt.weight) for doubt in checked.doubts] == [
        ("d1-code", Weight.WARNING),
        ("d1-evidence", Weight.OPEN),
        ("s1-pointers", Weight.OPEN),
    ]
    assert checked.answer is not None
