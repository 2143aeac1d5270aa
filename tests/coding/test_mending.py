"""Write a case with another key: the rest says what it said."""

from dataclasses import replace

import pytest
from django.conf import settings

from coding.cases import Role, parse_case
from coding.cases.mending import accepting, with_key

CASES = sorted(settings.CASES_DIR.glob("*.md"))
OWN = {"source", "digest", "lines", "note_line"}


def read(path):
    return parse_case(path.read_text(encoding="utf-8"), path=path.name)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_same_key_makes_the_same_case(path):
    case = read(path)
    again = parse_case(with_key(case.source, case.key), path=path.name)
    for name, value in vars(case).items():
        if name not in OWN:
            assert getattr(again, name) == value, name
    assert again.key_digest == case.key_digest


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_another_key_changes_nothing_else(path):
    case = read(path)
    changed = accepting(case.key, case.key.diagnoses[0].code, "Z00.00")
    again = parse_case(with_key(case.source, changed), path=path.name)
    assert again.key == changed
    assert again.note == case.note
    assert again.coverage == case.coverage
    assert again.key_digest != case.key_digest


def test_rules_with_spaces_behind_them_are_rules_too():
    path = CASES[0]
    source = path.read_text(encoding="utf-8").replace("---\n", "---  \n")
    case = parse_case(source, path=path.name)
    again = parse_case(with_key(source, case.key), path=path.name)
    assert (again.key, again.note, again.coverage) == (case.key, case.note, case.coverage)


def test_accepting_is_added_once_and_in_capitals():
    key = read(CASES[0]).key
    code = key.diagnoses[0].code
    once = accepting(key, code, "z00.00")
    assert once.diagnoses[0].accept == (*key.diagnoses[0].accept, "Z00.00")
    assert accepting(once, code.lower(), "Z0000") == once
    assert accepting(key, code, code) == key


def test_accepting_works_for_services_too():
    key = read(CASES[0]).key
    code = key.procedures[0].code
    assert accepting(key, code, "OV-344").procedures[0].accept[-1:] == ("OV-344",)


def test_accepting_refuses_a_code_that_the_key_has_not():
    with pytest.raises(LookupError, match="no code X99"):
        accepting(read(CASES[0]).key, "X99", "Z00.00")


def test_optional_role_is_written():
    case = read(CASES[0])
    last = replace(case.key.diagnoses[-1], role=Role.OPTIONAL)
    if len(case.key.diagnoses) == 1:
        pytest.skip("a first-listed diagnosis cannot be optional")
    key = replace(case.key, diagnoses=(*case.key.diagnoses[:-1], last))
    assert parse_case(with_key(case.source, key), path="x.md").key == key
