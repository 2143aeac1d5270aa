import pytest

from claims.rules.diagnoses import (
    companion_absent,
    excludes1_pair,
    side_unspecified,
    symptom_beside_diagnosis,
)
from claims.rules.review import Review, begins_with
from claims.rules.tables import COMPANIONS, DEMOGRAPHICS, INTEGRAL
from coding.codebook.default import codebook
from coding.conventions import EXCLUDES1
from tests.claims.code_table import CODES
from tests.claims.scenarios import DAY, make


def evidence(rule, *codes):
    """What a rule points at on a claim with these diagnoses."""
    return [row.evidence for row in rule(Review(make(claim={"diagnoses": codes}), CODES))]


@pytest.mark.parametrize(
    "codes",
    [
        ("F17.210", "Z72.0"),
        ("M54.50", "M54.41"),
        ("M54.50", "S39.012A"),
        ("E10.9", "E11.9"),
        ("F32.1", "F33.1"),
        ("F11.10", "F11.20"),
        ("Z34.02", "O09.512"),
    ],
)
def test_codes_that_exclude_each_other_are_found(codes):
    assert evidence(excludes1_pair, *codes) == [codes]
    assert evidence(excludes1_pair, codes[0]) == []


def test_headache_beside_migraine_is_a_symptom_and_no_exclusion():
    assert evidence(excludes1_pair, "G43.909", "R51.9") == []
    assert evidence(symptom_beside_diagnosis, "G43.909", "R51.9") == [("R51.9", "G43.909")]


@pytest.mark.parametrize(
    ("codes", "alone"),
    [
        (("E11.22", "I12.9", "N18.31", "Z79.84"), []),
        (("E11.9", "I10", "N18.31"), [("N18.31",), ("N18.31",)]),
        (("I12.9",), [("I12.9",)]),
        (("I13.0", "I50.22", "N18.32"), []),
        (("E66.811", "Z68.31"), []),
        (("E66.811",), [("E66.811",)]),
        (("N39.0", "B96.20"), []),
        (("N39.0",), [("N39.0",)]),
        (("E11.65", "I10"), []),
    ],
)
def test_codes_want_their_companions(codes, alone):
    assert evidence(companion_absent, *codes) == alone


def test_side_is_asked_for_where_a_sibling_names_it():
    assert evidence(side_unspecified, "H66.009") == [("H66.009",)]
    assert evidence(side_unspecified, "H66.001", "N39.0") == []


@pytest.mark.parametrize(
    ("code", "sided"),
    [
        ("H66.009", True),
        ("H66.90", True),
        ("S61.419A", True),
        ("S61.411A", False),
        ("J45.909", False),
    ],
)
def test_side_is_found_in_the_whole_code_set(code, sided):
    review = Review(make(claim={"diagnoses": (code,)}), codebook())
    assert bool(list(side_unspecified(review))) is sided


def test_every_prefix_of_the_tables_begins_a_code_that_exists():
    prefixes = {p for left, right in EXCLUDES1 for p in (*left, *right)}
    for row in COMPANIONS:
        prefixes |= {*row.prefixes, *row.needs, *row.beside}
    for row in INTEGRAL:
        prefixes |= {*row.symptoms, *row.diagnoses}
    for row in DEMOGRAPHICS:
        prefixes |= set(row.prefixes)
    codes = [row.code for row in codebook().all_codes("icd10cm")]
    assert [p for p in sorted(prefixes) if not any(begins_with(c, (p,)) for c in codes)] == []
    assert codebook().covers(DAY)
