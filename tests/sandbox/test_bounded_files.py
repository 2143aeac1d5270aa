"""Files that nobody should write, brought to every reader of files: one clear line each, and never
more memory or processor time than a file of 256 KiB is worth."""

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site

from claims.scenario import read_scenario
from coding.codebook.default import codebook
from coding.documents import DocumentError
from sandbox.authoring.queries import preview_of
from sandbox.authoring.template import new_case
from sandbox.classroom.roster import MAX_BYTES, read_roster
from tests.claims.test_scenario import TEXT as SCENARIO
from tests.coding.test_grade_command import GOOD as MARKING
from tests.limits import TooMuchWork, cpu_limit

GIGABYTE = 2**30
CPU = 60
"""Seconds for a command with all its files; it starts in about one."""

LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
)
BLOBS: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n" * 200_000,
    "nul": b"a\x00b",
    "binary": bytes(range(256)) * 900,
    "utf16": "claim:\n".encode("utf-16"),
    "invalid": b"claim: \xff\xfe\xc3(",
    "surrogate": b"claim: \xed\xa0\x80",
    "escape": b'claim: "\\ud800 \\U00110000"',
    "laughs": LAUGHS.encode(),
    "self": b"&a [*a]",
    "merge": b"a: &a {b: c}\nd: {<<: *a}",
    "tag": b"!!python/object/apply:os.system [id]",
    "deep-list": b"[" * 200_000,
    "deep-group": b"{a: " * 60_000,
    "deep-key": b"? " * 100_000,
    "deep-dash": b"- " * 100_000 + b"a",
    "deep-quote": b"'" * 200_001,
    "indents": b"".join(b" " * n + b"a:\n" for n in range(700)),
    "many-keys": b"".join(b"k%d: v\n" % n for n in range(20_000)),
    "many-documents": b"---\na: b\n" * 20_000,
    "long-key": b"k" * 200_000 + b": v",
    "long-line": b"claim: " + b"x" * 250_000,
    "too-large": b"x" * 300_000,
    "block": b"claim: |\n" + b"  line\n" * 30_000,
    "flow": b"claim: [" + b"a," * 100_000 + b"]",
    "comments": b"# " + b"#" * 250_000,
    "colons": b":" * 200_000,
    "json": b'{"claim": {"lines": [' + b"{}," * 60_000 + b"{}]}}",
}


def swapped(text: str, old: str, new: str) -> bytes:
    """The text with one of its values swapped."""
    assert old in text, old
    return text.replace(old, new, 1).encode()


def scenarios() -> Iterator[tuple[str, bytes]]:
    """Scenarios that are right but for one value."""
    number = "9" * 100_000
    lines = SCENARIO.index("  lines:")
    yield "good", SCENARIO.encode()
    for name, value in {
        "huge": number, "negative": "-1.00", "exponent": '"1e999999"', "nan": "NaN",
        "infinity": "Infinity", "arabic": "\u0661.\u0660\u0660", "blank": "", "group": "{a: b}",
    }.items():  # fmt: skip
        yield f"charge-{name}", swapped(SCENARIO, _value(SCENARIO, "charge"), value)
    for name, value in {
        "zero": "0000-00-00", "late": "9999-12-31", "february": "2026-02-30", "text": "soon",
        "huge": number,
    }.items():  # fmt: skip
        yield f"date-{name}", swapped(SCENARIO, _value(SCENARIO, "date"), value)
    codes = ", ".join(f"A{number:02}" for number in range(2_000))
    yield "diagnoses", swapped(SCENARIO, _value(SCENARIO, "diagnoses"), f"[{codes}]")
    some = SCENARIO[lines:].splitlines(keepends=True)
    yield "lines", (SCENARIO[:lines] + some[0] + "".join(some[1:]) * 300).encode()


def _value(text: str, field: str) -> str:
    """What first stands after the field's colon."""
    return next(
        line.split(": ", 1)[1].strip()
        for line in text.splitlines()
        if line.strip().lstrip("- {").startswith(f"{field}: ")
    )


def limited() -> None:
    """What the process may use."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE))


@pytest.mark.parametrize("command", ["adjudicate", "scrub", "grade"])
def test_command_says_of_each_file_what_is_wrong(command: str, tmp_path: Path) -> None:
    files = dict(BLOBS)
    if command == "grade":
        files |= {"good": MARKING.encode()}
    else:
        files |= dict(scenarios())
    for name, content in files.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)
    (tmp_path / "folder.yaml").mkdir()
    names = [*sorted(path.name for path in tmp_path.iterdir()), "missing.yaml", "/dev/zero"]
    done = subprocess.run(
        [sys.executable, str(Path(site.BASE_DIR, "manage.py")), command, *names, "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        preexec_fn=limited,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stderr) == (1, "")
    told = done.stdout.splitlines()
    assert len(told) == len(names)
    bad = {name for name, line in zip(names, told, strict=True) if '"error"' in line[:400]}
    assert bad >= {f"{name}.yaml" for name in BLOBS} | {"folder.yaml", "missing.yaml", "/dev/zero"}
    assert "good.yaml" not in bad
    assert max(map(len, told)) < 200_000


@pytest.mark.parametrize("name", BLOBS)
def test_pasted_scenario_is_refused_in_bounded_time(name: str) -> None:
    with cpu_limit(), pytest.raises(DocumentError) as refused:
        read_scenario(BLOBS[name].decode("utf-8", "replace"), path="scenario")
    assert len(str(refused.value)) < 1_000


NOTES = {
    "letters": "x" * 200_000,
    "addresses": "a@" * 100_000,
    "dots": "a." * 100_000,
    "sentences": "A. " * 60_000,
    "digits": "1" * 200_000,
    "hyphens": "1-" * 100_000,
    "numbers": "219-09-9999 " * 16_000,
    "dashes": "- " * 100_000,
    "items": "- a\n" * 50_000,
    "bars": "|" * 200_000,
    "rows": "| a | b |\n|---|---|\n" * 10_000,
    "headings": "## a\n" * 40_000,
    "hashes": "#" * 200_000,
    "quotes": ">" * 200_000,
    "stars": "*" * 200_000,
    "ticks": "`" * 200_000,
    "brackets": "[" * 200_000,
    "links": "[a](b" * 40_000,
    "angles": "<" * 200_000,
    "tags": "<b>" * 60_000,
    "entities": "&amp;" * 40_000,
    "spaces": " " * 200_000 + "x",
    "lines": "\n" * 200_000,
    "tokens": "\ue0001\ue001" * 50_000,
    "combining": "Z" + "\u0351" * 90_000,
    "stops": ". " * 100_000,
    "quotes-end": ".)\"'" * 50_000,
    "abbreviations": "e.g. " * 40_000,
    "braces": "{}" * 90_000,
}


@pytest.mark.parametrize("name", NOTES)
def test_preview_of_a_note_takes_bounded_time(name: str) -> None:
    source = new_case(slug="a-case")
    head, _, _ = source.rpartition("---\n")
    text = f"{head}---\n{NOTES[name]}\n"
    codebook()
    with cpu_limit(30):
        shown = preview_of(text)
    assert len(shown.note) < 20_000_000
    assert "<script" not in shown.note


@pytest.mark.parametrize(
    "content",
    [
        b"username\n" + b"a," * 99_000,
        b'username\n"' + b"a" * 190_000,
        b"username\n" + b'""' * 90_000,
        b"username\n" + b"1-" * 90_000,
        b"username,name\n" + b"".join(b"u%d,%s\n" % (n, b"x" * 200) for n in range(900)),
        b"\r" * MAX_BYTES,
        b"," * MAX_BYTES,
        b"\x00" * MAX_BYTES,
        b"\xef\xbb\xbf" * 60_000,
    ],
)
def test_roster_is_read_in_bounded_time(content: bytes) -> None:
    with cpu_limit():
        read = read_roster(content)
    assert read.problem or read.rows
    assert all(len(row.problem) < 200 for row in read.rows)


def test_limit_on_the_processor_holds() -> None:
    """The test's own: a pattern that tries every way of reading a text is stopped."""
    with pytest.raises(TooMuchWork), cpu_limit(1):
        re.fullmatch("(a+)+b", "a" * 60)
