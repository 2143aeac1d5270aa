"""The pairing is worth the most that any pairing is."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.grading.assignment import best_pairs


def worth(values: list[list[int]], pairs: tuple[int | None, ...]) -> int:
    return sum(values[row][column] for row, column in enumerate(pairs) if column is not None)


def most(values: list[list[int]]) -> int:
    """By trying every pairing."""
    rows, columns = len(values), len(values[0])
    places = [*range(columns), *[None] * rows]
    tries = permutations(places, rows)
    return max(sum(values[at][to] for at, to in enumerate(way) if to is not None) for way in tries)


tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(-2, 9), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(tables)
def test_best_pairs_are_worth_the_most(values):
    pairs = best_pairs(values)
    used = [column for column in pairs if column is not None]
    assert len(used) == len(set(used))
    assert worth(values, pairs) == most(values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], ()),
        ([[]], (None,)),
        ([[0, 0]], (None,)),
        ([[1, 2], [1, 3]], (0, 1)),
        ([[5, 4], [4, 0]], (1, 0)),
        ([[3], [4], [2]], (None, 0, None)),
    ],
)
def test_best_pairs_leave_out_what_is_worth_nothing(values, expected):
    assert best_pairs(values) == expected


def test_best_pairs_of_fifty_lines_are_found_at_once():
    values = [[(row * column) % 97 for column in range(50)] for row in range(50)]
    assert len(set(best_pairs(values)) - {None}) >= 49
