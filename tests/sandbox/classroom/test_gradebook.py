"""The gradebook: computed from the marks, written to files that no spreadsheet executes."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from claims.models import BillingMark
from coding.models import Mark
from sandbox.classroom.models import Course, Mode
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import create_assignment, start_assigned
from sandbox.spreadsheets import csv_response, safe_cell, xlsx_response
from tests.claims.pages import client_of
from tests.factories import make_case, make_course, make_user

pytestmark = pytest.mark.django_db
EVIL = "=HYPERLINK(1)"


def a_class() -> Course:
    """Ann has closed a case with a slip, bob has coded his half of a pair."""
    ann, bob = make_user("ann", display_name=EVIL), make_user("bob", display_name="Bob")
    course, case = make_course(ann, bob), make_case()
    both = create_assignment(course, title="+Both", cases=[case], coding_share=40)
    work = start_assigned(both, case=case, seats=dict.fromkeys(("coder", "biller"), ann))
    play(work, goal=Goal.CLOSED, slip=work.attempt.parsed().pitfalls[0])
    pairs = create_assignment(course, title="Pairs", cases=[case], mode=Mode.PAIRS)
    pair = start_assigned(pairs, case=case, seats={"coder": bob, "biller": ann})
    play(pair, goal=Goal.CLOSED)
    return course


def get(course: Course, name: str = "gradebook", **query: str) -> Any:
    url = reverse(f"classroom:{name}", args=[course.pk])
    return client_of(make_user("teacher")).get(url, query)


def test_marks_are_what_the_rules_say_of_the_stored_marks() -> None:
    course = a_class()
    rows = {row.name: row for row in get(course).context["rows"]}
    coding = Mark.objects.filter(
        coding_version__attempt__work__assignment__title="+Both", coding_version__number=1
    ).get()
    billing = BillingMark.objects.filter(claim__attempt__work__assignment__title="+Both").get()
    assert coding.score < 1
    whole = (coding.score * 40 + billing.score * 60) / 100
    assert rows[EVIL].cells[0].mark == whole
    pair = BillingMark.objects.filter(claim__attempt__work__assignment__title="Pairs").get()
    assert rows[EVIL].cells[1].mark == pair.score
    assert rows["Bob"].cells[0].mark is None
    assert rows["Bob"].cells[1].mark == 1
    assert rows[EVIL].mean_mark == (whole + pair.score) / 2


def test_csv_holds_the_same_and_no_formula() -> None:
    course = a_class()
    answer = get(course, "export")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0] == ["Learner", "'+Both", "Pairs", "Mean"]
    shown = {row.name: row for row in get(course).context["rows"]}
    assert {row[0] for row in rows[1:]} == {f"'{EVIL}", "Bob"}
    bob = next(row for row in rows if row[0] == "Bob")
    assert bob[1] == ""
    assert Decimal(bob[3]) == shown["Bob"].mean_mark


def test_workbook_holds_the_same_and_no_formula() -> None:
    course = a_class()
    sheet = load_workbook(io.BytesIO(get(course, "export", format="xlsx").content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert f"'{EVIL}" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}


def test_skills_are_means_of_the_cases_that_practise_them() -> None:
    course = a_class()
    answer = get(course, "export", of="skills")
    header, *rows = csv.reader(io.StringIO(answer.content.decode()))
    assert "Diagnosis pointers" in header
    at = header.index("Diagnosis pointers")
    by_name = {row[0]: row[at] for row in rows}
    coding = Mark.objects.get(
        coding_version__attempt__work__assignment__title="+Both", coding_version__number=1
    )
    assert (Decimal(by_name[f"'{EVIL}"]), Decimal(by_name["Bob"])) == (coding.score, 1)


FORMULAS = [*"=+-@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
"""What spreadsheets take for the start of one (OWASP), in full width too."""


@pytest.mark.parametrize("start", FORMULAS)
def test_text_that_begins_like_a_formula_is_neutralised(start: str) -> None:
    assert safe_cell(f"{start}1") == f"'{start}1"
    assert safe_cell("plain") == "plain"
    told = csv_response("x", ["a"], [[f"{start}1"], [Decimal("-1")]]).content.decode()
    assert f"'{start}1" in told
    assert told.rstrip().endswith("-1")
    book = load_workbook(io.BytesIO(xlsx_response("x", ["a"], [[f"{start}1"]]).content))
    assert book.active is not None
    assert book.active["A2"].data_type == "s"


@pytest.mark.parametrize("parted", [";", ",", "\t"])
def test_half_of_a_text_is_no_cell_of_its_own(parted: str) -> None:
    """Wherever a spreadsheet parts cells: quotes keep a text in one."""
    told = csv_response("x", ["a"], [[f"Ann{parted}=1+1", Decimal("0.5"), None]]).content.decode()
    row = list(csv.reader(io.StringIO(told), delimiter=parted))[1]
    assert row[0].startswith(f"Ann{parted}=1+1")
    assert not any(cell.startswith("=") for cell in row)
    assert told.splitlines()[1].endswith(',0.5,""')


def test_every_file_for_a_spreadsheet_is_written_in_one_place() -> None:
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for room in ("coding", "claims", "sandbox")
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        if re.search(r"csv\.writer|DictWriter|openpyxl|text/csv", path.read_text("utf-8"))
    }
    assert found == {
        "sandbox/spreadsheets.py",
        "sandbox/classroom/roster.py",  # fills a hidden field, which the roster's form reads back
        "coding/codebook/changes.py",  # a table of the code sets, written by whoever builds them
    }


def test_learner_of_another_class_is_not_found() -> None:
    course = a_class()
    stranger = make_user("stranger")
    url = reverse("classroom:learner_marks", args=[course.pk, stranger.pk])
    assert client_of(make_user("teacher")).get(url).status_code == 404
