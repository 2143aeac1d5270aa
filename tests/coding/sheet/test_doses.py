"""A dose typed for units is counted."""

from datetime import date

import pytest

from coding.codebook.default import codebook
from coding.sheet import DiagnosisRow, ProcedureRow, Sheet, check_sheet
from coding.sheet.doses import units_of_dose

ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("code", "typed", "units"),
    [
        ("J3301", "40 mg", 4),
        ("J3301", "40mg", 4),
        ("J3301", "41 MG", 5),
        ("J3301", "0.5 g", 50),
        ("J3301", "500 mcg", 1),
        ("J1100", "8 mg", 8),
        ("J1100", "7.5 mg.", 8),
        ("J3301", "40", None),
        ("J3301", "40 ml", None),
        ("J3301", "mg", None),
        ("J3301", "-40 mg", None),
        ("J3301", "40 mg twice", None),
        ("LB-422", "40 mg", None),
    ],
)
def test_dose_becomes_units(code, typed, units):
    service = codebook().procedure(code, on=ON)
    assert service is not None
    assert units_of_dose(typed, service) == units


def test_sheet_counts_the_dose_and_says_so():
    sheet = Sheet(
        (DiagnosisRow("d1", "M17.11"),),
        (ProcedureRow("s1", "J3301", units="40 mg", pointers=("d1",)),),
    )
    checked = check_sheet(sheet, book=codebook(), on=ON, note="words")
    assert checked.answer is not None
    assert checked.answer.procedures[0].units == 4
    assert checked.sheet.procedures[0].units == "4"
    assert checked.doses == {"s1": "40 mg is 4 units"}


def test_dose_of_no_drug_is_refused_with_the_mend():
    sheet = Sheet((), (ProcedureRow("s1", "LB-422", units="40 mg"),))
    checked = check_sheet(sheet, book=codebook(), on=ON, note="words")
    (error,) = checked.errors
    assert error.field == "s1-units"
    assert "or a drug's dose such as 40 mg" in error.message
