"""Codes by code: validity by date, the tree, the notes, the attributes."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coding.codebook import CodebookMissing, CodeEntry, PlaceEntry, open_codebook

BEFORE, CHANGE, DAY = date(2025, 9, 30), date(2025, 10, 1), date(2026, 3, 10)


def codes(entries):
    return [entry.code for entry in entries]


def state(entry, on):
    """Billable, and valid on a day; None for a code that never existed."""
    return entry and (entry.billable, entry.is_valid_on(on))


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("G35", BEFORE, (True, True)),
        ("G35", CHANGE, (True, False)),
        ("G35.A", BEFORE, (True, False)),
        ("G35.A", CHANGE, (True, True)),
        ("R10.2", DAY, (True, False)),
        ("E78.01", DAY, (True, False)),
        ("E88.1", DAY, (True, False)),
        ("Z59.86", DAY, (True, False)),
        ("Z91.011", DAY, (True, False)),
        ("T78.07XA", BEFORE, (True, True)),
        ("T78.07XA", DAY, (True, False)),
        ("R10.A1", DAY, (True, True)),
        ("E11.A", DAY, (True, True)),
        ("C50.A1", DAY, (True, True)),
        ("I10", BEFORE, (True, True)),
        ("I10", DAY, (True, True)),
        ("E11", DAY, (False, True)),
        ("E11.6", DAY, (False, True)),
        ("S52.531", DAY, (False, True)),
        ("S52.531A", DAY, (True, True)),
        ("W01.0XXA", DAY, (True, True)),
        ("B20", DAY, (True, True)),
        ("B99", DAY, (False, True)),
        ("LB-545", date(2025, 12, 31), (True, False)),
        ("LB-545", date(2026, 1, 1), (True, True)),
        ("PT-351", date(2025, 12, 31), (True, True)),
        ("PT-351", date(2026, 1, 1), (True, False)),
        ("X99.99", DAY, None),
        ("", DAY, None),
    ],
)
def test_find_tells_billable_and_valid_on_the_day(book, code, on, expected):
    assert state(book.find(code, on=on), on) == expected


def test_find_gives_the_title_of_the_day(book):
    found = [book.find("P09.6", on=day) for day in (BEFORE, CHANGE)]
    assert found == [
        CodeEntry(
            "icd10cm",
            "P09.6",
            "Abnormal findings on neonatal screening for neonatal hearing loss",
            True,
            None,
            BEFORE,
            "code",
        ),
        CodeEntry(
            "icd10cm",
            "P09.6",
            "Abnormal findings on neonatal hearing screening",
            True,
            CHANGE,
            None,
            "code",
        ),
    ]


@pytest.mark.parametrize(
    ("typed", "system", "expected"),
    [
        ("e1165", None, ("icd10cm", "E11.65")),
        ("e11.65", "icd10cm", ("icd10cm", "E11.65")),
        ("ov324", None, ("spc", "OV-324")),
        ("j3301", None, ("hcpcs", "J3301")),
        ("G0439", None, ("hcpcs", "G0439")),
        ("G04.39", None, ("icd10cm", "G04.39")),
        ("G0439", "icd10cm", ("icd10cm", "G04.39")),
        ("lt", None, ("modifier", "LT")),
        ("02", "pos", ("pos", "02")),
        ("OV-324", "icd10cm", None),
    ],
)
def test_find_forgives_dot_hyphen_and_case(book, typed, system, expected):
    found = book.find(typed, on=DAY, system=system)
    assert (found and (found.system, found.code)) == expected


def test_a_seventh_character_title_has_no_inclusion_note_glued_on(book):
    assert book.find("S52.501B", on=DAY).title.endswith("open fracture type I or II")
    assert book.find("W08.XXXS", on=DAY).title == "Fall from other furniture, sequela"


def test_ancestors_are_nearest_first(book):
    assert [book.ancestors(code) for code in ("J02.0", "S52.531A", "B99.8", "nonsense")] == [
        ("J02", "J00-J06", "10"),
        ("S52.531", "S52.53", "S52.5", "S52", "S50-S59", "19"),
        ("B99", "B99-B99", "1"),
        (),
    ]


def test_children_follow_the_day(book):
    assert codes(book.children_of("G35", on=BEFORE)) == []
    assert codes(book.children_of("G35", on=CHANGE)) == ["G35.A", "G35.B", "G35.C", "G35.D"]


def test_chapters_and_siblings(book):
    assert codes(book.chapters(on=DAY)) == [str(number) for number in range(1, 23)]
    assert codes(book.siblings("I50.1", on=DAY)) == [
        "I50.2",
        "I50.3",
        "I50.4",
        "I50.8",
        "I50.9",
    ]


def test_detail_joins_the_notes_of_the_category(book):
    detail = book.detail("E11.22", on=DAY)
    assert codes(detail.parents) == ["4", "E08-E13", "E11", "E11.2"]
    assert detail.own_notes["use_additional"] == (
        "code to identify stage of chronic kidney disease (N18.1-N18.6)",
    )
    assert "insulin (Z79.4)" in detail.notes["use_additional"]
    assert "type 1 diabetes mellitus (E10.-)" in detail.notes["excludes1"]


def test_detail_gives_the_seventh_characters_of_the_category(book):
    detail = book.detail("S52.531A", on=DAY)
    assert detail.notes["seventh_characters"][0] == "A: initial encounter for closed fracture"
    assert len(detail.notes["seventh_characters"]) == 16
    assert detail.own_notes["seventh_characters"] == ()


def test_detail_of_a_retired_code_shows_what_took_its_place(book):
    detail = book.detail("G35", on=DAY)
    assert detail.entry.valid_to == BEFORE
    assert codes(detail.children) == ["G35.A", "G35.B", "G35.C", "G35.D"]


def test_detail_of_a_child_names_the_header_of_the_day(book):
    parents = book.detail("G35.A", on=DAY).parents
    assert parents[-1] == CodeEntry(
        "icd10cm", "G35", "Multiple sclerosis", False, CHANGE, None, "code"
    )


def test_procedure_has_its_attributes(book):
    visit, drug = (book.procedure(code, on=DAY) for code in ("OV-324", "J3301"))
    assert (visit.fee, visit.charge, visit.benefit) == (Decimal("128.47"), Decimal("185"), "visit")
    assert (visit.level, visit.level_group, visit.global_days) == (2, "OV-3x4", None)
    assert (drug.unit_rule, drug.unit_size, drug.unit_of) == ("dose", Decimal(10), "mg")
    assert [drug.units_for(Decimal(mg)) for mg in (10, 40, 41)] == [1, 4, 5]
    assert book.procedure("E11.9", on=DAY) is None


def test_modifier_and_place_have_their_attributes(book):
    assert (book.modifier("Z5", on=DAY).pairs, book.modifier("TC", on=DAY).pairs) == (True, False)
    assert book.modifier("Q9", on=DAY) is None
    assert book.place("10", on=DAY) == PlaceEntry(
        code="10",
        title="Telehealth provided in patient's home",
        inclusion="Patient is at home and sees the clinician by video",
        rate="office",
    )


def test_the_book_tells_which_days_it_covers(book):
    days = (date(2024, 9, 30), date(2024, 10, 1), date(2026, 9, 30), date(2026, 10, 1))
    assert [book.covers(day) for day in days] == [False, True, True, False]


def test_the_book_has_every_billable_code_of_the_release(book):
    current = book._store.all(
        "SELECT count(*), count(DISTINCT code) FROM code"
        " WHERE system = 'icd10cm' AND billable AND valid_to IS NULL"
    )
    assert current == [(74719, 74719)]


def test_opening_without_a_book_names_the_command(tmp_path):
    with pytest.raises(CodebookMissing, match=r"python manage\.py build_codebook"):
        open_codebook(tmp_path / "none.sqlite3")
    Path(tmp_path / "bad.sqlite3").write_text("not a database")
    with pytest.raises(CodebookMissing, match="--force"):
        open_codebook(tmp_path / "bad.sqlite3")
