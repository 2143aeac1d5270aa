"""What a library of cases covers, and what it says of what it lacks."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.case_coverage import KEPT_OUT, LATER, Coverage, as_markdown, coverage_of
from claims.payer.registry import MONEY_ROWS, all_rules
from claims.rules.edits import EDITS
from coding.cases import parse_case
from coding.codebook.default import codebook

CASES = Path(__file__).parent / "cases"


def cover(*slugs: str, skills: tuple[str, ...] = ("pointers",)) -> Coverage:
    paths = [CASES / f"{slug}.md" for slug in slugs]
    cases = [parse_case(path.read_text(encoding="utf-8"), path=path.name) for path in paths]
    return coverage_of(cases, codes=codebook(), skills=skills)


def test_rules_of_wrong_paths_are_met_and_those_of_the_right_claim_are_not():
    found = cover("bench-clean")
    [met] = found.met
    assert "pointer_unsupported" in met.rules
    assert "contractual" in met.rules
    assert found.rules["pointer_unsupported"] == ["bench-clean"]
    assert found.rules["duplicate"] == []


def test_what_the_front_desk_keyed_is_a_wrong_path():
    found = cover("bench-video")
    assert found.rules["place_not_allowed"] == ["bench-video"]
    assert found.edits["S30"] == ["bench-video"]


def test_a_claim_sent_without_asking_reaches_the_edit_that_asks():
    assert cover("bench-clean").edits["S06"] == ["bench-clean"]


def test_every_rule_and_edit_is_wanted_but_those_of_later_moves():
    found = cover("bench-clean")
    named = {row.name for row in (*all_rules(), *MONEY_ROWS)}
    edits = {edit.rule for edit in EDITS} | {"S06"}
    assert set(found.rules) == named - LATER - KEPT_OUT
    assert set(found.edits) == edits - KEPT_OUT
    assert named | edits >= LATER | KEPT_OUT


def test_gaps_are_said():
    gaps = list(cover("bench-clean", skills=("pointers", "eligibility")).gaps())
    assert "The skill eligibility has 0 cases; 2 are wanted." in gaps
    assert "The payer's rule duplicate is met in no wrong path." in gaps
    assert "The scrubber's edit S40 is reached by no wrong path." in gaps
    assert not any("S06" in gap for gap in gaps)


def test_a_case_with_few_wrong_answers_is_a_gap():
    [met] = cover("bench-clean").met
    bare = replace(met, case=replace(met.case, pitfalls=met.case.pitfalls[:2]))
    assert list(Coverage([bare]).gaps()) == ["bench-clean has 2 pitfalls; write at least 3."]


def test_page_says_what_is_there_and_tells_no_key():
    found = cover("bench-clean", "bench-knee")
    page = as_markdown(found, skill_names={"pointers": "Diagnosis pointers"})
    for row in found.met:
        assert row.case.title in page
        for code in (item.code for item in (*row.case.key.diagnoses, *row.case.key.procedures)):
            assert code not in page
    assert "- 2 cases\n" in page
    assert "| Diagnosis pointers | bench-clean" in page


def test_library_has_no_gap_and_its_page_is_up_to_date():
    out = StringIO()
    call_command("cases_table", "--check", stdout=out)
    assert "no gap" in out.getvalue()


def test_gap_and_an_old_page_end_in_an_error(tmp_path: Path, settings_with_one_case: None):
    out = StringIO()
    with pytest.raises(CommandError, match="out of date"):
        call_command("cases_table", "--check", stdout=out)
    assert "is met in no wrong path" in out.getvalue()
    assert "fixtures/path.yaml, line" in out.getvalue()


@pytest.fixture
def settings_with_one_case(settings, tmp_path: Path) -> None:
    """A library of one case."""
    source = (CASES / "bench-clean.md").read_text(encoding="utf-8")
    (tmp_path / "bench-clean.md").write_text(source, encoding="utf-8")
    settings.CASES_DIR = tmp_path
