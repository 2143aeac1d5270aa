"""The order of the diagnoses."""

from fractions import Fraction

import pytest

from coding.cases import Key
from coding.grading.diagnoses import mark_diagnoses
from coding.grading.sequence import Order, instructed_orders, mark_sequence, names
from tests.coding.grading.builders import answer_of, key_of
from tests.coding.small_tree import DAY, TREE


def sequence(given, wanted):
    key = key_of(*wanted) if wanted else Key()
    marks = mark_diagnoses(answer_of(*given), key, on=DAY, codes=TREE)
    return mark_sequence(marks, key, on=DAY, codes=TREE)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["N39.0", "B96.20"], [(0, 1)]),
        (["B96.20", "N39.0"], []),
        (["N39.0", "B96.20?"], []),
        (["M17.11", "E11.65"], []),
        (["E11.22", "I12.9", "N18.31", "Z79.84"], [(0, 2), (0, 3), (1, 2)]),
        (["S52.531A", "S61.411A", "W01.0XXA"], [(0, 2), (1, 2)]),
    ],
)
def test_instructed_orders_come_from_notes_and_external_causes(wanted, expected):
    found = instructed_orders(key_of(*wanted), on=DAY, codes=TREE)
    assert found == tuple(Order(*pair) for pair in expected)


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        (["N39.0", "B96.20"], ["N39.0", "B96.20"], "1"),
        (["B96.20", "N39.0"], ["N39.0", "B96.20"], "0"),
        (["N39.0"], ["N39.0", "B96.20"], "1"),
        (["B96.20"], ["N39.0", "B96.20"], "2/5"),
        (["E11.65", "M17.11"], ["M17.11", "E11.65"], "2/5"),
        (["R05.1", "M17.11"], ["M17.11"], "2/5"),
        (["S52.531A", "W01.0XXA", "S61.411A"], ["S52.531A", "S61.411A", "W01.0XXA"], "4/5"),
        (["M17.12", "E11.65"], ["M17.11", "E11.65"], "1"),
        (["R05.1"], ["M17.11"], "0"),
        ([], ["M17.11"], "0"),
    ],
)
def test_part_weighs_the_first_code_and_the_orders(given, wanted, expected):
    assert sequence(given, wanted).part == Fraction(expected)


def test_part_is_left_out_without_a_diagnosis_in_the_key():
    assert sequence(["N39.0"], []).part is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [("N18.31", True), ("N18.6", True), ("N18.9", False), ("L97.512", True), ("L97.612", False)],
)
def test_names_reads_codes_ranges_and_headings(code, expected):
    assert names("stage (N18.1-N18.6); site of ulcer (L97.4-, L97.5-)", code) is expected
