"""What the buttons of the code sheet do to its rows."""

import pytest

from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.sheet import DiagnosisRow, ProcedureRow, Sheet, sheet_of

A, B, C = DiagnosisRow("d1", "N39.0"), DiagnosisRow("d2", "B96.20"), DiagnosisRow("d3", "R30.0")
LINE = ProcedureRow("s1", "OV-324", pointers=("d2", "d1"))
SHEET = Sheet((A, B, C), (LINE,))


def test_sheet_of_keeps_pointers_in_their_order() -> None:
    answer = Answer(
        (DiagnosisLine("N39.0", evidence=(Passage(3, 7, "burn"),)), DiagnosisLine("B96.20")),
        (ProcedureLine("OV-324", modifiers=("Z5",), units=2, pointers=("B96.20", "N39.0")),),
    )
    assert sheet_of(answer) == Sheet(
        (DiagnosisRow("d1", "N39.0", ((3, 7),)), B),
        (ProcedureRow("s1", "OV-324", "Z5", "2", ("d2", "d1")),),
    )


@pytest.mark.parametrize(
    ("key", "step", "order"),
    [("d2", -1, (B, A, C)), ("d2", 1, (A, C, B)), ("d1", -1, (A, B, C)), ("d3", 1, (A, B, C))],
)
def test_moved_changes_places_and_leaves_pointers(
    key: str, step: int, order: tuple[DiagnosisRow, ...]
) -> None:
    assert SHEET.moved(key, step) == Sheet(order, (LINE,))


def test_without_takes_pointers_along() -> None:
    sheet, _ = SHEET.without("d2")
    assert sheet == Sheet((A, C), (ProcedureRow("s1", "OV-324", pointers=("d1",)),))


@pytest.mark.parametrize("key", ["d1", "d2", "d3", "s1"])
def test_restored_undoes_without(key: str) -> None:
    sheet, removed = SHEET.without(key)
    assert removed is not None
    assert sheet.restored(removed) == SHEET


def test_restored_twice_restores_once() -> None:
    sheet, removed = SHEET.without("d2")
    assert removed is not None
    assert sheet.restored(removed).restored(removed) == SHEET


def test_without_an_unknown_row_changes_nothing() -> None:
    assert SHEET.without("d9") == (SHEET, None)


def test_with_quote_keeps_the_order_of_the_note() -> None:
    sheet = SHEET.with_quote("d1", 20, 30).with_quote("d1", 3, 9).with_quote("d1", 20, 30)
    assert sheet.row("d1") == DiagnosisRow("d1", "N39.0", ((3, 9), (20, 30)))


def test_new_rows_get_keys_that_no_row_has() -> None:
    sheet, _ = SHEET.without("d2")
    assert sheet.with_diagnosis("R31.0").diagnoses[-1] == DiagnosisRow("d4", "R31.0")
    assert sheet.with_procedure("LB-422").procedures[-1] == ProcedureRow("s2", "LB-422")


def test_letter_is_the_place_in_box_21() -> None:
    assert [SHEET.letter(key) for key in ("d1", "d3", "d9")] == ["A", "C", ""]
