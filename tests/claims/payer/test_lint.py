"""The lint of the payers' files: the shipped ones are clean, each slip is told with its line."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.management.commands.check_payers import DAY_OF_SERVICE
from claims.payer.library import FOLDER
from claims.payer.lint import lint_payers
from coding.codebook.default import codebook


def lint(folder: Path) -> list[str]:
    return [str(row) for row in lint_payers(folder, codes=codebook(), on=DAY_OF_SERVICE)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "payers"))


def swap(path: Path, old: str, new: str) -> int:
    """Change the first such text of a file; the line on which it stands."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_payers_of_the_sandbox_are_clean():
    assert lint(FOLDER) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exclusions: [PV-721,", "exclusions: [PV-999,", '"PV-999" is not a procedure'),
        ("      lab: {", "      labs: {", "is not a benefit that fixtures/codes names"),
        ("column1: OV-*", "column1: QQ-*", '"QQ-*" is not a procedure'),
        ("column2: G2211,", "column2: OV-*,", "pairs a procedure with itself"),
        ("kind: package}", "kind: package, modifiers: [QQ]}", '"QQ" is not a modifier'),
        (
            "kind: package}",
            "kind: package}\n  - {column1: OV-*, column2: G2211, indicator: 0}",
            "stand here twice",
        ),
        (
            "kind: package}",
            "kind: package}\n  - {column1: G2211, column2: OV-*, indicator: 0}",
            "the other way round",
        ),
        ("indicator: 0, kind", "indicator: 1, modifiers: [], kind", "and no modifier"),
        ("  id: SBX01", "  id: SBX09", 'must be the name of the file, "SBX01"'),
        ("filing_limit_days: 90", "filing_limit_days: soon", "soon"),
        ("SBX-POL-001,", "SBX-POL-999,", "SBX-POL-999"),
    ],
)
def test_slip_of_a_payer_is_told(folder, old, new, said):
    line = swap(folder / "SBX01.yaml", old, new)
    found = lint(folder)
    assert len(found) == 1, found
    assert said in found[0]
    path, _, rest = found[0].partition(":")
    assert path == "fixtures/payers/SBX01.yaml"
    assert abs(int(rest.partition(":")[0]) - line) <= 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("diagnoses: [N39.0,", "diagnoses: [N99.99999,", '"N99.99999" is not a diagnosis'),
        ("  MS-210: {", "  MS-9999: {", "is not a procedure"),
        ("required_modifiers: [LT,", "required_modifiers: [LL,", '"LL" is not a modifier'),
        ("indicator: 1,", "indicator: 5,", "is not one of"),
    ],
)
def test_slip_of_the_shared_edits_is_told(folder, old, new, said):
    swap(folder / "edits.yaml", old, new)
    found = lint(folder)
    assert len(found) == 1, found
    assert said in found[0]


def test_practice_that_does_not_fit_is_told(folder):
    swap(folder / "practice.yaml", 'npi: "9990000017"', 'npi: "9990000018"')
    assert lint(folder) == [
        "fixtures/payers/practice.yaml:4: npi: must begin with 9 and pass the NPI check digit"
    ]


def test_command_is_clean_and_fails_for_a_slip(folder, capsys):
    call_command("check_payers")
    assert capsys.readouterr().out == "Payers: 0 problems\n"
    swap(folder / "SBX01.yaml", "column1: OV-*", "column1: QQ-*")
    with pytest.raises(CommandError, match="1 to mend"):
        call_command("check_payers", folder)
