"""``grade``: files in their order, refusals on their own line, exit 1, never a traceback."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

GOOD = """on: 2026-03-10
key:
  diagnoses:
    - {code: M17.11, role: first}
    - {code: E11.65, role: required, accept: []}
  procedures:
    - {code: OV-334, modifiers: [Z5], units: 1, pointers: [E11.65]}
    - {code: MS-210, modifiers: [RT], units: 1, pointers: [M17.11]}
    - {code: J3301, modifiers: [], units: 4, pointers: [M17.11]}
answer:
  diagnoses: [M17.11, E11.9]
  procedures:
    - {code: OV-334, modifiers: [], units: 1, pointers: [M17.11]}
    - {code: MS-210, modifiers: [RT], units: 1, pointers: [M17.11]}
    - {code: J3301, modifiers: [], units: 1, pointers: [M17.11]}
"""


@pytest.fixture
def files(tmp_path: Path):
    """Write texts to numbered files; their paths."""

    def write(*texts: str | bytes) -> list[str]:
        paths = [tmp_path / f"{number}.yaml" for number in range(1, len(texts) + 1)]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return [str(path) for path in paths]

    return write


def test_grade_prints_one_json_object_a_line(files, capsys):
    call_command("grade", *files(GOOD, GOOD.replace("E11.9", "E11.65")), "--json")
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["score"], first["strict"]["key"]) == ("0.8233", "0.8000")
    assert list(first) == ["score", "capped", "gates", "parts", "strict", "findings"]
    assert second["parts"]["diagnoses"] == "1.0000"


def test_grade_answers_the_good_files_beside_a_bad_one(files, capsys):
    paths = [*files(GOOD, "on: soon", GOOD), "/no/such/file.yaml"]
    with pytest.raises(SystemExit) as ended:
        call_command("grade", *paths, "--json")
    assert ended.value.code == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.get("score") for row in rows] == ["0.8233", None, "0.8233", None]
    assert rows[1] == {"file": paths[1], "error": f"{paths[1]}:1: key: is missing; add it"}
    assert rows[3] == {
        "file": paths[3],
        "error": f"{paths[3]}:1: cannot be read: No such file or directory",
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1: the file is empty"),
        (b"\xff\xfe", "1: is not UTF-8 text; save it as UTF-8"),
        (b"x" * 300_000, "1: is larger than 256 KiB; split or shorten it"),
        (b"key: [", "1: "),
        (b"a: &a [*a]", "1: anchors (&) and aliases (*) are refused"),
    ],
)
def test_grade_refuses_what_is_no_marking_file(files, capsys, content, message):
    (path,) = files(content)
    with pytest.raises(SystemExit) as ended:
        call_command("grade", path)
    assert ended.value.code == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"{path}:{message}")


def test_grade_prints_a_table_for_people(files, capsys):
    (path,) = files(GOOD.replace("[M17.11, E11.9]", "[M17.11, E11]"))
    call_command("grade", path)
    printed = capsys.readouterr().out.splitlines()
    assert printed[:3] == [path, "  score       0.6900  capped", "  diagnoses   0.8667"]
    assert "  ! invalid code: E11 only heads other codes and cannot be sent." in printed
    assert "  - line 1, modifier missing: OV-334 lacks modifier Z5, which the note supports." in (
        printed
    )


def test_grade_says_how_to_make_a_missing_codebook(files, capsys, settings, tmp_path):
    settings.CODEBOOK_PATH = tmp_path / "none.sqlite3"
    with pytest.raises(SystemExit) as ended:
        call_command("grade", *files(GOOD), "--json")
    assert ended.value.code == 1
    assert "build_codebook" in capsys.readouterr().err
