"""The build: once, in one step, and nothing when nothing changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from coding.codebook import open_codebook
from coding.codebook.build import build, built_from, fingerprint
from coding.codebook.changes import Change, Wording, read_changes, write_changes
from coding.codebook.icd10cm import SourceMismatch, read_rows

CODES = Path(settings.CODES_DIR)


def silent(share, doing):
    """Nobody watches the progress."""


def test_build_makes_a_book_and_then_leaves_it_alone(tmp_path):
    path, told = tmp_path / "shelf" / "book.sqlite3", []
    assert build(path, folder=CODES, progress=lambda share, doing: told.append(share)) is True
    assert told == sorted(told)
    assert told[-1] == 1.0
    stamp = path.stat().st_mtime_ns
    assert build(path, folder=CODES, progress=silent) is False
    assert path.stat().st_mtime_ns == stamp
    assert [file.name for file in path.parent.iterdir()] == ["book.sqlite3"]
    assert open_codebook(path).release.name.startswith("ICD-10-CM FY2026")


def test_an_up_to_date_book_is_told_without_loading_the_tabular_list(book):
    script = (
        "import sys; from pathlib import Path; from coding.codebook.build import build;"
        f"built = build(Path({str(settings.CODEBOOK_PATH)!r}), folder=Path({str(CODES)!r}),"
        " progress=lambda share, doing: None);"
        "sys.exit(built or 'simple_icd_10_cm' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, check=False)
    assert done.returncode == 0


def test_fingerprint_follows_every_table(tmp_path):
    shutil.copytree(CODES, tmp_path / "codes")
    same = fingerprint(tmp_path / "codes")
    with (tmp_path / "codes" / "abbreviations.csv").open("a") as file:
        file.write("zzz,,\n")
    assert same == fingerprint(CODES)
    assert fingerprint(tmp_path / "codes") != same


def test_built_from_of_no_book_is_empty(tmp_path):
    (tmp_path / "text").write_text("no database")
    assert [built_from(tmp_path / name) for name in ("none", "text")] == ["", ""]


def test_a_failed_build_leaves_no_file(tmp_path):
    with pytest.raises(OSError, match=r"\.csv"):
        build(tmp_path / "book.sqlite3", folder=tmp_path, progress=silent)
    assert list(tmp_path.iterdir()) == []


def test_a_change_list_of_another_release_is_refused():
    changes = read_changes(CODES / "icd10cm_changes_2025_10.csv")
    day = changes["G35.A"].day
    wrong = Change(day, "I10", "", None, Wording("Some other title", billable=True))
    with pytest.raises(SourceMismatch, match="I10"):
        list(read_rows({**changes, "I10": wrong}))


def test_the_change_list_has_the_published_counts():
    changes = read_changes(CODES / "icd10cm_changes_2025_10.csv").values()
    counts = [
        sum(change.is_new_code for change in changes),
        sum(change.is_retired for change in changes),
        sum(change.is_retitled for change in changes),
    ]
    assert counts == [487, 28, 38]


def test_changes_are_written_as_they_are_read(tmp_path):
    original = CODES / "icd10cm_changes_2025_10.csv"
    write_changes(tmp_path / "copy.csv", read_changes(original).values())
    assert (tmp_path / "copy.csv").read_text() == original.read_text()
