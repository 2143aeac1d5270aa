"""Twins: one file, many patients; and the notes of several tidiness beside each other."""

from datetime import date

import pytest

from coding.cases import Mess, parse_case, right_answer
from coding.cases.mending import accepting, with_key
from coding.cases.twins import fill, read_twins
from coding.documents import DocumentError
from tests.coding.test_cases import SOURCE

TWINS = """twins:
  day: [2026-03-10, 2026-03-31, 2026-05-05]
  patient:
    - {name: Rowan Ashdown, born: 1971-06-04, sex: F, he: she}
    - {name: Piet Okafor, born: 1966-03-31, sex: M, he: he}
  # who sent the sample, and where it was drawn
  germ:
    - {code: B96.20, name: E. coli}
    - {code: B96.1, name: Klebsiella}

"""


def twinned():
    source = SOURCE.replace("B96.20", "<<germ.code>>").replace("grew E. coli", "grew <<germ.name>>")
    source = source.replace("date: 2026-03-10", "date: <<day>>", 1)
    source = source.replace(
        "name: Rowan Ashdown, born: 1971-06-04", "name: <<patient.name>>, born: <<patient.born>>"
    )
    line = "A <<patient.age>>-year-old, seen <<day-7:m/d>>. <<patient.He>> slept well."
    source = source.replace("## History\n", f"## History\n{line}\n")
    source = source.replace("grew\nE. coli", "grew <<germ.name>>")
    return source.replace("registration:", TWINS + "registration:", 1)


def read(seed=0, mess=Mess.TYPICAL, source=None):
    return parse_case(source or twinned(), path="a.md", twin=seed, mess=mess)


def fails(source, seed=0):
    with pytest.raises(DocumentError) as caught:
        read(seed, source=source)
    return caught.value


def test_the_first_rows_are_the_case_as_it_stands():
    case = read()
    assert (case.patient.name, case.encounter.date) == ("Rowan Ashdown", date(2026, 3, 10))
    assert "A 54-year-old, seen 3/3. She slept well." in case.note
    assert [line.code for line in right_answer(case).diagnoses] == ["N39.0", "B96.20"]


def test_a_seed_makes_another_patient_with_a_key_to_match():
    made = [read(seed) for seed in range(1, 40)]
    assert {case.encounter.date.isoformat() for case in made} == {
        *("2026-03-10", "2026-03-31", "2026-05-05"),
    }
    assert {case.patient.name for case in made} == {"Rowan Ashdown", "Piet Okafor"}
    for case in made:
        germ = "E. coli" if case.key.diagnoses[1].code == "B96.20" else "Klebsiella"
        assert f"the culture grew {germ}" in case.note
        assert all(quote.spans for item in case.key.diagnoses for quote in item.evidence)
        assert case.twin in range(1, 40)


def test_the_same_seed_makes_the_same_twin_and_all_share_the_source():
    assert read(7) == read(7)
    assert {read(seed).digest for seed in range(5)} == {read().digest}
    assert read(7).source == twinned()


def test_age_is_counted_to_the_day_of_the_twin():
    twins = read_twins(TWINS, path="a.md", first_line=1)
    ages = {
        (row["patient"]["name"], row["day"][""]): fill(
            "<<patient.age>>", twins, seed=seed, first_line=1
        )
        for seed in range(60)
        for row in [twins.picked(seed)]
    }
    assert ages["Piet Okafor", "2026-03-10"] == "59"
    assert ages["Piet Okafor", "2026-03-31"] == "60"
    assert ages["Rowan Ashdown", "2026-05-05"] == "54"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("day", "2026-03-10"),
        ("day+22", "2026-04-01"),
        ("day-10", "2026-02-28"),
        ("day:m/d", "3/10"),
        ("day:m/d/yyyy", "3/10/2026"),
        ("day:m/yyyy", "3/2026"),
        ("day:month", "March"),
        ("day:yyyy", "2026"),
        ("day:weekday", "Tuesday"),
        ("patient.born:m/d/yyyy", "6/4/1971"),
        ("patient.He", "She"),
    ],
)
def test_a_place_says_what_is_asked_for(asked, said):
    twins = read_twins(TWINS, path="a.md", first_line=1)
    assert fill(f"on <<{asked}>>.", twins, seed=0, first_line=1) == f"on {said}."


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("days", 'did you mean "day"?'),
        ("patient.nme", 'did you mean "name"?'),
        ("patient", "names no column of patient"),
        ("germ.age", "names no column of germ"),
        ("day:d/m", "write one of m/d"),
        ("germ.name:m/d", "write it as 2026-03-10"),
        ("day+99999", "2026"),
        ("Day!", "is not group.column"),
        ("", "is not group.column"),
    ],
)
def test_a_place_that_cannot_be_filled_in_is_named_with_its_line(asked, why):
    source = twinned().replace("slept well", f"slept <<{asked}>> well")
    if asked == "day+99999":
        assert "slept 2299" in read(source=source).note
        return
    error = fails(source)
    assert why in str(error)
    assert error.line == source[: source.index("slept")].count("\n") + 1


def test_counting_out_of_the_calendar_is_refused():
    source = twinned().replace("2026-05-05]", "2026-05-05, 9999-12-30]").replace("day-7", "day+99")
    assert any(
        "counts out of the calendar" in str(fails(source, seed))
        for seed in range(40)
        if read_twins(source, path="a", first_line=1).picked(seed)["day"][""] == "9999-12-30"
    )


@pytest.mark.parametrize(
    ("section", "why"),
    [
        ("twins:\n", "write 1 to 20 groups"),
        ("twins:\n  day: [2026-03-10]\n", "2 to 50 rows"),
        ("twins:\n  day: [2026-03-10, 2026-03-11]\n  a: [{b: x}, {c: y}]\n", "different columns"),
        ("twins:\n  Day: [2026-03-10, 2026-03-11]\n", "small letters"),
        ("twins:\n  day: ['<<day>>', 2026-03-11]\n", "nothing to fill in"),
        ("twins:\n  day: [[1], [2]]\n", "must be one value"),
        (f"twins:\n  day: [a, {'b' * 201}]\n", "longer than 200"),
    ],
)
def test_a_section_that_does_not_fit_is_refused_with_its_line(section, why):
    source = SOURCE.replace("registration:", section + "registration:", 1)
    error = fails(source)
    assert why in str(error)
    first = source[: source.index("twins:")].count("\n") + 1
    assert first <= error.line <= first + section.count("\n")


def test_a_file_without_twins_may_hold_brackets():
    source = SOURCE.replace("Sleep and appetite", "Pain << before. Sleep and appetite", 1)
    assert "Pain << before." in read(3, source=source).note
    assert read(3, source=source).twin == 0


def test_a_mended_key_stays_open_to_every_seed():
    seed = next(n for n in range(1, 40) if read(n).key.diagnoses[1].code == "B96.1")
    twin = read(seed)
    source = with_key(twin.source, accepting(twin.key, "B96.1", "B96.89"), twin=seed)
    for other in range(12):
        before, after = read(other), read(other, source=source)
        germ = before.key.diagnoses[1].code
        assert after.key == accepting(before.key, germ, "B96.89")
        assert after.note == before.note


NOTES = (
    "\n=== messy ===\n## A\nUrinary tract infection; the culture grew\nE. coli. Typed in haste.\n"
)


def test_a_file_may_have_several_notes_with_one_key():
    source = SOURCE + NOTES + NOTES.replace("messy", "clean").replace("in haste", "at leisure")
    usual, tidy, untidy = (read(mess=mess, source=source) for mess in ("typical", "clean", "messy"))
    assert usual.messes == (Mess.TYPICAL, Mess.MESSY, Mess.CLEAN)
    assert (usual.note, usual.mess) == (read(source=SOURCE).note, Mess.TYPICAL)
    assert untidy.note.endswith("Typed in haste.")
    assert tidy.note.endswith("Typed at leisure.")
    assert [quote.spans for quote in untidy.key.diagnoses[1].evidence] != [()]
    assert source.split("\n")[untidy.note_line - 1] == "## A"
    assert source.split("\n")[tidy.note_line - 1] == "## A"
    assert tidy.note_line > untidy.note_line


def test_a_note_that_the_file_lacks_is_the_typical_one():
    assert read(mess=Mess.MESSY, source=SOURCE) == read(source=SOURCE)


def test_two_notes_of_a_kind_are_refused():
    error = fails(SOURCE + NOTES + NOTES)
    assert "two messy notes" in str(error)
