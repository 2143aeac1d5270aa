"""Services: codes, modifiers, units and pointers, each apart."""

from fractions import Fraction

import pytest

from coding.answer import ProcedureLine
from coding.cases import KeyProcedure
from coding.grading.diagnoses import mark_diagnoses
from coding.grading.procedures import mark_procedures
from tests.coding.grading.builders import answer_of, key_of
from tests.coding.small_tree import DAY, TREE


def marks(given, wanted, *, codes=("M17.11", "E11.65"), right=("M17.11", "E11.65")):
    answer, key = answer_of(*codes, procedures=given), key_of(*right, procedures=wanted)
    diagnoses = mark_diagnoses(answer, key, on=DAY, codes=TREE)
    return mark_procedures(answer, key, diagnoses=diagnoses, on=DAY, codes=TREE)


def lines(*codes):
    return tuple(ProcedureLine(code) for code in codes)


def wanted(*codes):
    return tuple(KeyProcedure(code) for code in codes)


@pytest.mark.parametrize(
    ("given", "key", "expected"),
    [
        (["OV-334"], ["OV-334"], "1"),
        (["ov334"], ["OV-334"], "1"),
        (["OV-344"], ["OV-334"], "3/4"),
        (["OV-324"], ["OV-334"], "3/4"),
        (["OV-354"], ["OV-334"], "1/2"),
        (["OV-354"], ["OV-314"], "1/4"),
        (["OV-634"], ["OV-334"], "0"),
        (["LB-110"], ["LB-230"], "0"),
        (["OV-334", "LB-110"], ["OV-334"], "1/2"),
        (["OV-334", "OV-344"], ["OV-334"], "1/2"),
        (["OV-334"], ["OV-334", "LB-110"], "1/2"),
        ([], ["OV-334"], "0"),
    ],
)
def test_codes_part_counts_levels_and_extra_lines(given, key, expected):
    assert marks(lines(*given), wanted(*key)).codes == Fraction(expected)


def test_accepted_procedure_earns_full_credit():
    assert marks(lines("OV-634"), (KeyProcedure("OV-334", accept=("OV-634",)),)).codes == 1


@pytest.mark.parametrize(
    ("given", "key", "expected"),
    [
        ([("Z5",), ()], [("Z5",), ()], "1"),
        ([(), ("RT",)], [("Z5",), ("RT",)], "2/3"),
        ([("RT",), ("Z5",)], [("Z5",), ("RT",)], "0"),
        ([("Z5", "LT"), ()], [("Z5",), ()], "2/3"),
        ([("z5",), ()], [("Z5",), ()], "1"),
        ([("XS",), ()], [(), ()], "0"),
        ([(), ()], [(), ()], None),
    ],
)
def test_modifiers_part_is_f1_over_line_and_modifier(given, key, expected):
    codes = ("OV-334", "MS-210")
    answer = tuple(ProcedureLine(code, modifiers=m) for code, m in zip(codes, given, strict=True))
    right = tuple(KeyProcedure(code, modifiers=m) for code, m in zip(codes, key, strict=True))
    found = marks(answer, right).modifiers
    assert found == (None if expected is None else Fraction(expected))


def test_documented_modifier_is_neither_wanted_nor_wrong():
    right = (KeyProcedure("OV-334", modifiers=("RT",), unlocks=("Z5",)),)
    assert marks((ProcedureLine("OV-334", modifiers=("RT", "Z5")),), right).modifiers == 1


def test_modifier_of_an_extra_line_is_wrong():
    right = (KeyProcedure("OV-334", modifiers=("Z5",)),)
    given = (
        ProcedureLine("OV-334", modifiers=("Z5",)),
        ProcedureLine("LB-110", modifiers=("RT",)),
    )
    assert marks(given, right).modifiers == Fraction(2, 3)


def test_units_part_is_the_share_of_lines_right():
    right = (KeyProcedure("OV-334"), KeyProcedure("J3301", units=4), KeyProcedure("LB-110"))
    given = (ProcedureLine("OV-334"), ProcedureLine("J3301", units=1))
    assert marks(given, right).units == Fraction(1, 3)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("M17.11", "E11.65"), "1"),
        (("M17.11",), "17/20"),
        (("E11.65", "M17.11"), "3/10"),
        (("E11.65",), "3/20"),
        (("R05.1",), "0"),
        ((), "0"),
    ],
)
def test_pointers_part_weighs_the_main_one_and_the_set(given, expected):
    right = (KeyProcedure("OV-334", pointers=("M17.11", "E11.65")),)
    answer = (ProcedureLine("OV-334", pointers=given),)
    assert marks(answer, right).pointers == Fraction(expected)


def test_pointer_at_a_near_diagnosis_counts_as_the_one_it_was_matched_with():
    right = (KeyProcedure("OV-334", pointers=("E11.65",)),)
    answer = (ProcedureLine("OV-334", pointers=("E11.9",)),)
    assert marks(answer, right, codes=("M17.11", "E11.9")).pointers == 1


def test_lines_of_one_code_are_matched_by_their_modifiers():
    right = tuple(KeyProcedure("MS-210", modifiers=(side,)) for side in ("RT", "LT"))
    given = tuple(ProcedureLine("MS-210", modifiers=(side,)) for side in ("LT", "RT"))
    found = marks(given, right)
    assert [pair.position for pair in found.pairs] == [1, 0]
    assert found.modifiers == 1


def test_parts_are_left_out_without_a_procedure_in_the_key():
    found = marks(lines("OV-334"), ())
    assert (found.codes, found.modifiers, found.units, found.pointers) == (None, None, None, None)
    assert found.extras == (0,)
