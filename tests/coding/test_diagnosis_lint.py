"""What the lint says of the diagnoses of a key beside each other."""

import pytest

from tests.coding.test_cases import changed, problems


def test_lint_refuses_codes_that_exclude_each_other():
    case = changed("- code: B96.20", "- code: E10.9\n    - code: E11.9\n      role: required")
    assert (
        "uti-small.md:27: key.diagnoses: E10.9 and E11.9 exclude each other; keep one"
        in problems(case)
    )


@pytest.mark.parametrize(("seventh", "again"), [("A", False), ("B", False), ("D", True)])
def test_lint_refuses_a_place_at_a_later_treatment(seventh: str, again: bool):
    """Where, doing what and as whom are told once; the cause (W, X) goes on being told."""
    injury = f"S52.532{seventh}\n      role: required"
    place = "W18.30XD\n      role: optional\n    - code: Y92.017"
    case = changed("- code: B96.20", f"- code: {injury}\n    - code: {place}")
    said = "Y92.017 is told at the first treatment of an injury alone; take it out"
    assert [said in row for row in problems(case)].count(True) == again
    assert not any("W18.30XD is told" in row for row in problems(case))
