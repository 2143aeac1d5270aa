"""`check_cases`: every case of the library fits, and what does not is said in one line each."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

CASES = Path(__file__).parent / "cases"


def check(*paths: Path, twins: int = 3) -> tuple[list[str], str]:
    """The lines printed, and the error raised at the end."""
    out = StringIO()
    try:
        call_command("check_cases", *map(str, paths), "--twins", str(twins), stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_every_case_of_the_library_fits():
    count = len(list(settings.CASES_DIR.glob("*.md")))
    assert check() == ([f"{count} cases, 0 problems"], "")


def test_folders_and_files_are_checked():
    assert check(CASES) == (["5 cases, 0 problems"], "")
    assert check(CASES / "bench-clean.md") == (["1 case, 0 problems"], "")


def test_problems_of_codes_and_payer_stand_in_the_order_of_the_file(tmp_path: Path):
    source = (CASES / "bench-clean.md").read_text(encoding="utf-8")
    source = source.replace("code: B96.20", "code: B96.2").replace('"105.91"', '"105.92"')
    path = tmp_path / "bench-clean.md"
    path.write_text(source, encoding="utf-8")
    lines, error = check(path)
    places = [line.removeprefix(f"{path}:").partition(":")[0] for line in lines[:-1]]
    assert places == sorted(places, key=int)
    assert lines[-1] == f"1 case, {len(places)} problems"
    assert error == f"{len(places)} problems to mend."
    assert any("expect." in line for line in lines)
    assert any("key.diagnoses[2]" in line for line in lines)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "begin with a line"),
        (b"\xff\xfe", "is not UTF-8 text; save it as UTF-8"),
        (b"---\nslug: x\n---\nNote.\n", "title: is missing; add it"),
    ],
)
def test_file_that_is_no_case_has_one_problem(tmp_path: Path, content: bytes, message: str):
    path = tmp_path / "broken.md"
    path.write_bytes(content)
    lines, error = check(path)
    assert len(lines) == 2
    assert lines[0].startswith(f"{path}:")
    assert message in lines[0]
    assert (lines[1], error) == ("1 case, 1 problem", "1 problem to mend.")


def test_file_that_is_not_there_has_one_problem(tmp_path: Path):
    path = tmp_path / "nowhere.md"
    lines, _ = check(path)
    assert lines == [f"{path}:1: cannot be read: No such file or directory", "1 case, 1 problem"]


def test_line_of_a_problem_is_the_line_of_the_file(tmp_path: Path):
    path = tmp_path / "bench-clean.md"
    source = (CASES / "bench-clean.md").read_text(encoding="utf-8").replace('"105.91"', '"1.00"')
    path.write_text(source, encoding="utf-8")
    line = source.splitlines().index('  paid: "1.00"') + 1
    assert check(path)[0][0] == (
        f'{path}:{line}: expect.paid: the payer says "105.91", the file "1.00"'
    )


TWINNED = "colles-fracture-first-visit.md"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    source = (settings.CASES_DIR / TWINNED).read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / TWINNED
    path.write_text(source.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "modifier: LT, wrong: RT",
            "modifier: RT, wrong: RT",
            "the scrubber holds the right claim",
        ),
        ("code: S52.532}", "code: S52.5X2}", "S52.5X2A is not an ICD-10-CM code"),
        ("title: Colles fracture", "title: <<side.Word>> fracture", "the same in every twin"),
        ("words: Raking leaves", "words: Raking the <<day>>", "nothing to fill in"),
        ("date: <<day>>\n  place", "date: 2026-06-11\n  place", "is not the twin's day"),
        ("<<fall.words>>, FOOSH", "slipped, FOOSH", "is not in the note word for word"),
    ],
)
def test_a_twin_that_does_not_fit_is_told_by_its_seed(
    tmp_path: Path, old: str, new: str, said: str
):
    lines, _ = check(changed(tmp_path, old, new), twins=30)
    assert any(said in line for line in lines), lines


def test_a_group_that_is_filled_in_nowhere_is_told(tmp_path: Path):
    path = changed(tmp_path, "twins:\n", "twins:\n  idle: [a, b]\n")
    lines, _ = check(path)
    assert "twins: idle is filled in nowhere" in lines[0]


def test_only_so_many_twins_are_filled_in(tmp_path: Path):
    path = changed(tmp_path, "code: S52.532}", "code: S52.5X2}")
    assert check(path, twins=0) == (["1 case, 0 problems"], "")


def test_what_is_wrong_in_another_note_names_it(tmp_path: Path):
    path = changed(tmp_path, "Radius moved back into line, skin not opened", "Radius put back")
    lines, _ = check(path)
    assert any("(the messy note)" in line for line in lines), lines
