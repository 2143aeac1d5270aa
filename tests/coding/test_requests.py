"""The numbers that a request names."""

import pytest

from coding.requests import row_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("", None),
        ("-7", None),
        ("7.0", None),
        (" 7", None),
        ("٧", None),
        ("seven", None),
    ],
)
def test_number_of_a_row(text: str, number: int | None):
    assert row_number(text) == number
