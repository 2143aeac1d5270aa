"""Long proofs and their short versions are the same tests, on more and on fewer values."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

SEED = 1


def some_of(rows: Sequence[tuple[Any, ...]], *, short: int) -> list[Any]:
    """All rows of arguments as parameters of a test. `short` of them, always the same, are for
    every run of the tests; `make prove` takes the others."""
    often = set(Random(SEED).sample(range(len(rows)), short))
    return [
        pytest.param(*row, marks=() if number in often else pytest.mark.prove)
        for number, row in enumerate(rows)
    ]
