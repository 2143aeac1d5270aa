"""The author's guide of the payers: every field that is read is in it, and its example works."""

import re
from pathlib import Path

import pytest

from claims.payer import terms
from claims.payer.library import FOLDER
from tests.claims.payer.test_lint import folder, lint

__all__ = ["folder"]

GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
READERS = re.findall(r"\"([a-z_0-9]+)\"", Path(terms.__file__).read_text(encoding="utf-8"))
VALUES = {"in", "out", "standard", "pair", "package", "exclusive", "age_min", "age_max"}
"""Words in quotes in the readers that are values and no fields, and stand in the guide too."""


def read_fields() -> list[str]:
    """The names in quotes in the module that reads the terms: fields, and the values above."""
    return sorted({name for name in READERS if len(name) > 1 and not name.isdigit()} - VALUES)


@pytest.mark.parametrize("field", [name for name in read_fields() if name != "fee"])
def test_every_field_that_is_read_is_in_the_guide(field: str):
    assert f"`{field}`" in GUIDE


def test_example_of_the_guide_is_a_payer_without_problems(folder: Path):
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert example is not None
    (folder / "SBX06.yaml").write_text(example[1], encoding="utf-8")
    assert lint(folder) == []
