"""Diagnoses: pairs, weights, extra codes, optional codes."""

from fractions import Fraction

import pytest

from coding.cases import Key, KeyDiagnosis, Role
from coding.grading.diagnoses import mark_diagnoses
from tests.coding.grading.builders import answer_of, key_of
from tests.coding.small_tree import DAY, TREE


def part(answer, key):
    return mark_diagnoses(answer, key, on=DAY, codes=TREE).part


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        (["E11.9", "I10", "N18.31", "Z79.84"], ["E11.22", "I12.9", "N18.31", "Z79.84"], "27/50"),
        (
            ["S52.531D", "S61.412A", "W01.0XXA", "M25.531"],
            ["S52.531A", "S61.411A", "W01.0XXA"],
            "19/35",
        ),
        (["M17.11", "E11.9"], ["M17.11", "E11.65"], "23/30"),
        ([], ["N39.0"], "0"),
        (["M25.531", "R05.1", "I10"], ["N39.0"], "0"),
        (["N39.0", "N39.0"], ["N39.0"], "3/4"),
        (["N39.0", "R05.1"], ["N39.0"], "3/4"),
        (["N39.0", "R05.1"], ["N39.0", "R05.1?"], "1"),
        (["N39.0"], ["N39.0", "R05.1?"], "1"),
        (["N39.0", "Z79.84"], ["N39.0", "Z79.4?"], "3/4"),
        (["N39.0"], ["N39.0", "W01.0XXA"], "4/5"),
    ],
)
def test_part_weighs_likeness_and_charges_extra_codes(given, wanted, expected):
    assert part(answer_of(*given), key_of(*wanted)) == Fraction(expected)


def test_part_is_left_out_without_a_diagnosis_in_the_key():
    assert part(answer_of("N39.0"), Key()) is None


def test_accepted_alternative_earns_full_credit():
    key = Key(diagnoses=(KeyDiagnosis("J02.0", role=Role.FIRST, accept=("R07.9",)),))
    assert part(answer_of("R07.9"), key) == 1


def test_pairs_are_worth_the_most_together():
    marks = mark_diagnoses(
        answer_of("E11.9", "E11.65"), key_of("E11.65", "E11.22"), on=DAY, codes=TREE
    )
    assert [(pair.key.code, pair.position) for pair in marks.pairs] == [
        ("E11.65", 1),
        ("E11.22", 0),
    ]
    assert marks.extras == ()


def test_own_code_goes_before_an_accepted_one():
    first = KeyDiagnosis("R05.1", role=Role.FIRST, accept=("R07.9",))
    second = KeyDiagnosis("R07.9", accept=("R05.1",))
    marks = mark_diagnoses(
        answer_of("R05.1", "R07.9"), Key(diagnoses=(first, second)), on=DAY, codes=TREE
    )
    assert [pair.position for pair in marks.pairs] == [0, 1]
