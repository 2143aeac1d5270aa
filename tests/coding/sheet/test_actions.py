"""The buttons of the code sheet, from what was posted to what stands afterwards."""

from dataclasses import replace
from datetime import date

from coding.codebook.default import codebook
from coding.sheet import DiagnosisRow, ProcedureRow, Remark, Sheet
from coding.sheet.actions import Edit, Posted, act

ON = date(2026, 3, 10)
SHEET = Sheet(
    (DiagnosisRow("d1", "N39.0", ((0, 7), (12, 20))), DiagnosisRow("d2", "B96.20")),
    (ProcedureRow("s1", "OV-324", pointers=("d1",)),),
)


def press(verb: str, **fields: object) -> Edit:
    """The edit that a button makes of the sheet."""
    posted = replace(Posted(SHEET, version=0, verb=verb), **fields)
    return act(posted, book=codebook(), on=ON)


def test_add_puts_the_typed_code_at_the_end() -> None:
    edit = press("add-d", new=("r300", ""))
    assert edit == Edit(
        SHEET.with_diagnosis("R30.0"), said="Added R30.0 Dysuria.", focus="new-d", target="d3"
    )


def test_add_takes_a_chosen_code_before_the_typed_words() -> None:
    edit = press("add-s", argument="LB-422", new=("", "culture"))
    assert edit.sheet == SHEET.with_procedure("LB-422")
    assert edit.new == ("", "")


def test_add_of_words_offers_codes_and_keeps_the_words() -> None:
    edit = press("add-d", new=("sore throat", "left alone"))
    assert edit.sheet == SHEET
    assert edit.refusal == Remark(
        "new-d",
        "New diagnosis",
        "No code reads “sore throat”. Choose one below, or check each character.",
    )
    assert "J02.9" in [entry.code for entry in edit.matches]
    assert edit.new == ("sore throat", "left alone")


def test_add_of_nothing_says_what_to_type() -> None:
    edit = press("add-s")
    assert edit.refusal == Remark("new-s", "New service", "Type a code, or words to search for.")


def test_add_of_a_code_that_stands_already_is_refused() -> None:
    edit = press("add-d", new=("n39.0", ""))
    message = "N39.0 is on the sheet already; a diagnosis is reported once."
    assert edit.refusal == Remark("new-d", "New diagnosis", message)


def test_a_thirteenth_diagnosis_is_refused_and_its_text_kept() -> None:
    rows = tuple(DiagnosisRow(f"d{n}", f"R{n}") for n in range(1, 13))
    edit = press("add-d", sheet=Sheet(rows), new=("R30.0", ""))
    message = "A claim holds twelve diagnoses, A to L. Remove one before you add another."
    assert edit.sheet == Sheet(rows)
    assert edit.refusal == Remark("new-d", "New diagnosis", message)
    assert edit.new == ("R30.0", "")


def test_save_takes_along_what_stands_in_the_fields_for_new_codes() -> None:
    edit = press("save", new=("R30.0", "LB-422"))
    assert edit.sheet == SHEET.with_diagnosis("R30.0").with_procedure("LB-422")
    assert edit.said == "Added R30.0 Dysuria. Added LB-422 Urine culture with colony count."


def test_autosave_leaves_unfinished_words_alone() -> None:
    edit = press("autosave", new=("sore thr", ""))
    assert edit == Edit(SHEET, new=("sore thr", ""))


def test_remove_offers_to_undo() -> None:
    edit = press("remove", argument="d1")
    assert edit.said == "Removed N39.0."
    assert edit.removed is not None
    assert press("undo", sheet=edit.sheet, removed=edit.removed).sheet == SHEET


def test_move_keeps_the_focus_on_its_button() -> None:
    edit = press("down", argument="d1")
    assert [row.key for row in edit.sheet.diagnoses] == ["d2", "d1"]
    assert (edit.said, edit.focus) == ("N39.0 is now Diagnosis B.", "d1-down")


def test_link_ties_words_to_the_chosen_row() -> None:
    edit = press("link", link_to="s1", quotes=((3, 9),))
    assert edit.sheet == SHEET.with_quote("s1", 3, 9)
    assert (edit.said, edit.target) == ("Linked to OV-324.", "s1")


def test_link_without_row_or_words_says_what_to_choose() -> None:
    messages = [press("link", quotes=((3, 9),)), press("link", link_to="d1")]
    assert [edit.refusal and edit.refusal.message for edit in messages] == [
        "Choose the code that the words support.",
        "Choose the words of the note to link.",
    ]


def test_unlink_takes_one_link_and_clear_all_that_overlap() -> None:
    one = press("unlink", link_to="d1", quotes=((0, 7),))
    both = press("clear", link_to="d1", quotes=((5, 14),))
    assert one.sheet.row("d1") == DiagnosisRow("d1", "N39.0", ((12, 20),))
    assert both.sheet.row("d1") == DiagnosisRow("d1", "N39.0")


def test_a_button_on_a_row_that_is_gone_changes_nothing() -> None:
    verbs = ("up", "down", "remove", "unlink", "clear", "undo")
    assert {press(verb, argument="d9", link_to="d9").sheet for verb in verbs} == {SHEET}
