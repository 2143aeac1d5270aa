"""`manage.py codes` and `manage.py build_codebook`, as a person or a script meets them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture(scope="module", autouse=True)
def current_book(built_codebook):
    call_command("build_codebook")


def run(*arguments):
    """What a command prints to standard output and to standard error."""
    out, err = StringIO(), StringIO()
    call_command("codes", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_search_prints_best_first_in_columns():
    out, err = run("search", "dm2", "--on", "2026-03-10", "--limit", "2")
    assert (out, err) == (
        "icd10cm\tE11.9\tType 2 diabetes mellitus without complications\tyes\n"
        "icd10cm\tE11.8\tType 2 diabetes mellitus with unspecified complications\tyes\n",
        "",
    )


def test_search_takes_words_without_quotes_and_prints_json():
    out, _ = run("search", "strep", "throat", "--on", "2026-03-10", "--json", "--limit", "1")
    assert json.loads(out) == [
        {
            "system": "icd10cm",
            "code": "J02.0",
            "description": "Streptococcal pharyngitis",
            "billable": True,
            "valid": True,
        }
    ]


def test_search_keeps_to_one_system():
    out, _ = run("search", "strep", "--on", "2026-03-10", "--system", "spc")
    assert out == "spc\tLB-515\tRapid strep antigen test\tyes\n"


def test_search_that_finds_nothing_says_so():
    assert run("search", "qwertyuiop", "--on", "2026-03-10") == (
        "",
        "No code fits 'qwertyuiop'.\n",
    )


def test_a_day_outside_the_release_is_told():
    _, err = run("search", "htn", "--on", "2027-01-05", "--limit", "1")
    assert err == (
        "Note: the book knows ICD-10-CM for 2024-10-01 to 2026-09-30; 2027-01-05 is outside.\n"
    )


@pytest.mark.parametrize(
    ("on", "billable", "valid", "children"),
    [
        ("2025-09-30", True, True, []),
        ("2025-10-01", False, False, ["G35.A", "G35.B", "G35.C", "G35.D"]),
    ],
)
def test_show_tells_a_retired_code(on, billable, valid, children):
    shown = json.loads(run("show", "G35", "--on", on, "--json")[0])
    assert (shown["billable"], shown["valid"]) == (billable, valid)
    assert [child["code"] for child in shown["children"]] == children


def test_show_prints_the_place_in_the_tree_and_the_notes():
    shown = json.loads(run("show", "j020", "--on", "2026-03-10", "--json")[0])
    notes = shown.pop("notes")
    assert shown == {
        "system": "icd10cm",
        "code": "J02.0",
        "title": "Streptococcal pharyngitis",
        "billable": True,
        "on": "2026-03-10",
        "valid": True,
        "valid_from": None,
        "valid_to": None,
        "parents": [
            {"code": "10", "title": "Diseases of the respiratory system"},
            {"code": "J00-J06", "title": "Acute upper respiratory infections"},
            {"code": "J02", "title": "Acute pharyngitis"},
        ],
        "children": [],
    }
    assert notes["inclusion_terms"] == ["Septic pharyngitis", "Streptococcal sore throat"]
    assert "scarlet fever (A38.-)" in notes["excludes2"]


def test_show_prints_lines_for_people():
    lines = run("show", "G35.A", "--on", "2026-03-10")[0].splitlines()
    assert lines[:4] == [
        "G35.A  Relapsing-remitting multiple sclerosis",
        "system: icd10cm",
        "billable: yes",
        "valid on 2026-03-10: yes (from 2025-10-01)",
    ]


def test_show_gives_the_attributes_of_a_procedure():
    shown = json.loads(run("show", "OV-324", "--on", "2026-03-10", "--json")[0])
    attributes = shown["attributes"]
    assert (attributes["fee"], attributes["charge"], attributes["level"]) == ("128.47", "185.00", 2)
    assert [parent["code"] for parent in shown["parents"]] == ["OV"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "X99.99", "--on", "2026-03-10"), "There is no code 'X99.99'"),
        (("show", "I10", "--on", "10 March"), "'10 March' is not a date"),
        (("search", "htn", "--on", "2026-13-01"), "'2026-13-01' is not a date"),
        (("search", "htn", "--on", "2026-03-10", "--limit", "0"), "--limit '0' must be"),
        (("search", "htn", "--on", "2026-03-10", "--limit", "ten"), "--limit 'ten' must be"),
        (("search", "htn", "--on", "2026-03-10", "--system", "icd9"), "'icd9' is unknown"),
    ],
)
def test_bad_input_is_one_line(arguments, message):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.returncode == 1


def test_a_missing_book_names_the_command(settings, tmp_path):
    settings.CODEBOOK_PATH = tmp_path / "none.sqlite3"
    with pytest.raises(CommandError, match=r"python manage\.py build_codebook"):
        run("show", "I10", "--on", "2026-03-10")


def test_build_codebook_says_when_there_is_nothing_to_do():
    out = StringIO()
    call_command("build_codebook", stdout=out)
    assert out.getvalue().startswith("Codebook is up to date: ")


def test_build_codebook_without_its_tables_is_one_line(settings, tmp_path):
    settings.CODES_DIR, settings.CODEBOOK_PATH = tmp_path, tmp_path / "book.sqlite3"
    with pytest.raises(CommandError, match="The codebook was not built: "):
        call_command("build_codebook", stdout=StringIO(), stderr=StringIO())
