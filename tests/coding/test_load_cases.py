"""Case files into the database: again and again without harm."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from coding.models import Case, CaseVersion
from coding.services import load_case
from tests.coding.desk import alone

pytestmark = pytest.mark.django_db

SOURCE = (settings.CASES_DIR / "uti-e-coli.md").read_text(encoding="utf-8")
RETITLED = SOURCE.replace("title: E. coli urinary tract infection", "title: Burning, two days")


def run(*paths: Path, **options: bool) -> tuple[str, str]:
    """What the command prints, and what it complains of."""
    out, err = StringIO(), StringIO()
    call_command("load_cases", *map(str, paths), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_load_cases_says_what_it_did(write: Callable[[str, str], Path]) -> None:
    path = write("uti-e-coli.md", SOURCE)
    assert run(path) == ("uti-e-coli: new\n", "")
    assert run(path) == ("uti-e-coli: unchanged\n", "")
    write("uti-e-coli.md", RETITLED)
    assert run(path) == ("uti-e-coli: new version\n", "")
    assert run(path, quiet=True) == ("", "")


def test_load_cases_reads_a_folder(write: Callable[[str, str], Path]) -> None:
    folder = write("uti-e-coli.md", SOURCE).parent
    write("notes.txt", "not a case")
    assert run(folder) == ("uti-e-coli: new\n", "")


def test_load_cases_names_file_and_line_and_goes_on(write: Callable[[str, str], Path]) -> None:
    bad = write("bad.md", "no front matter")
    good = write("uti-e-coli.md", SOURCE)
    missing = good.with_name("gone.md")
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match=r"^2 case files not loaded\.$"):
        call_command("load_cases", str(bad), str(missing), str(good), stdout=out, stderr=err)
    assert out.getvalue() == "uti-e-coli: new\n"
    first, second = err.getvalue().splitlines()
    assert first.startswith(f"{bad}:1: ")
    assert second.startswith(f"{missing}:1: ")


def test_load_case_fills_the_listing() -> None:
    load_case(SOURCE, path="uti-e-coli.md")
    case = Case.objects.get()
    parsed = case.versions.get().parsed()
    assert (case.slug, case.title, case.difficulty) == ("uti-e-coli", parsed.title, 1)
    assert (case.skills, case.service_date) == (list(parsed.skills), parsed.encounter.date)
    assert (case.teaches_coder, case.teaches_biller) == (
        parsed.teaches.coder,
        parsed.teaches.biller,
    )


def test_a_changed_file_updates_the_listing_and_keeps_the_old_version() -> None:
    load_case(SOURCE, path="a.md")
    load_case(RETITLED, path="a.md")
    assert Case.objects.get().title == "Burning, two days"
    assert [v.number for v in CaseVersion.objects.order_by("number")] == [1, 2]
    assert CaseVersion.objects.get(number=1).parsed().title == "E. coli urinary tract infection"


def test_a_new_title_is_not_a_new_key() -> None:
    load_case(SOURCE, path="a.md")
    load_case(RETITLED, path="a.md")
    assert CaseVersion.objects.values("key_digest").distinct().count() == 1


def test_going_back_to_an_older_text_is_a_version_of_its_own() -> None:
    for source in (SOURCE, RETITLED, SOURCE):
        load_case(source, path="a.md")
    assert [v.number for v in CaseVersion.objects.order_by("number")] == [1, 2, 3]


def test_an_attempt_keeps_the_version_that_it_began_on() -> None:
    desk = alone()
    load_case(RETITLED, path="a.md")
    assert desk.attempt.case_version.number == 1


def test_line_ends_of_another_system_change_nothing() -> None:
    load_case(SOURCE, path="a.md")
    assert load_case(SOURCE.replace("\n", "\r\n"), path="a.md").outcome.value == "unchanged"
