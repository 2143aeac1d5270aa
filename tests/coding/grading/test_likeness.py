"""How near a diagnosis is to the key's."""

from fractions import Fraction

import pytest

from coding.conventions import excludes1_conflicts
from coding.grading.likeness import Likeness, likeness
from coding.grading.report import Category
from tests.coding.small_tree import DAY, TREE


@pytest.mark.parametrize(
    ("answer", "key", "credit", "category"),
    [
        ("N39.0", "N39.0", "1", None),
        ("n390", "N39.0", "1", None),
        ("S52.531D", "S52.531A", "3/4", Category.WRONG_SEVENTH),
        ("S52.531", "S52.531A", "3/5", Category.NOT_SPECIFIC),
        ("E11", "E11.65", "3/5", Category.NOT_SPECIFIC),
        ("J02.9", "J02.0", "3/5", Category.UNDER_SPECIFIED),
        ("M17.10", "M17.11", "3/5", Category.UNDER_SPECIFIED),
        ("N18.30", "N18.31", "3/5", Category.UNDER_SPECIFIED),
        ("M17.12", "M17.11", "2/5", Category.WRONG_SIDE),
        ("S61.412A", "S61.411A", "2/5", Category.WRONG_SIDE),
        ("S52.532A", "S52.531A", "2/5", Category.WRONG_SIDE),
        ("W01.1XXA", "W01.0XXA", "2/5", Category.WRONG_SUBCATEGORY),
        ("J02.8", "J02.0", "2/5", Category.WRONG_SUBCATEGORY),
        ("S52.532D", "S52.531A", "3/10", Category.WRONG_SUBCATEGORY),
        ("E11.9", "E11.65", "3/10", Category.WRONG_SUBCATEGORY),
        ("I10", "I12.9", "1/10", Category.WRONG_CATEGORY),
        ("E10.9", "E11.65", "1/10", Category.WRONG_CATEGORY),
        ("M25.531", "M17.11", "0", Category.EXTRA),
        ("", "N39.0", "0", Category.EXTRA),
        ("?", "Q99", "0", Category.EXTRA),
    ],
)
def test_likeness_follows_the_tree(answer, key, credit, category):
    found = likeness(answer, key, on=DAY, codes=TREE)
    assert found == Likeness(Fraction(credit), category)


def test_excludes1_conflicts_names_each_pair_once():
    codes = ["E10.9", "F32.9", "E11.65", "Z72.0", "F33.1", "E11.65"]
    assert excludes1_conflicts(codes) == (("E10.9", "E11.65"), ("F32.9", "F33.1"))
    assert excludes1_conflicts(["M54.50", "M54.41"]) == (("M54.50", "M54.41"),)
    assert excludes1_conflicts(["R51.9", "G43.909"]) == ()
