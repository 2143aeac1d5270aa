"""Whatever is typed or forged at the coder's pages and the look-ups: a message at its field, or a
page that says why not. Never a server error, and nothing stored that does not fit."""

from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coding.answer import Answer
from coding.services import load_case
from tests.claims.pages import client_of
from tests.coding.desk import ROWS, Desk, alone
from tests.factories import make_practice, make_user
from tests.sandbox.nonsense import FUZZ, TEXT, page_of, says_why

pytestmark = pytest.mark.django_db

THIRTEEN = (
    "N39.0", "B96.20", "R30.0", "I10", "E11.9", "J02.0", "M17.11", "E03.9", "Z79.4", "K21.9",
    "F32.A", "L03.115", "H10.9",
)  # fmt: skip
MEGABYTE = "x" * 1_048_577

# -- the coder's sheet ------------------------------------------------------------------------


def many(count: int) -> dict[str, Any]:
    """A sheet with so many different diagnoses and no service."""
    codes = {f"d{place}_code": code for place, code in enumerate(THIRTEEN[:count], 1)}
    return {"row": [f"d{place}" for place in range(1, count + 1)], **codes}


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"d1_code": "N39.99"}, "d1-code", "“N39.99” is not ICD-10-CM"),
        ({"d1_code": "N39.0\x00A"}, "d1-code", "is not ICD-10-CM"),
        ({"d1_code": "🦆" * 60}, "d1-code", "is not ICD-10-CM"),
        ({"d1_code": ""}, "d1-code", "Type a code, or remove this row."),
        ({"d1_code": "OV-324"}, "d1-code", "it belongs under Services"),
        ({"d1_code": "N30-N39"}, "d1-code", "names a part of the code book"),
        ({"d2_code": "N39.0"}, "d2-code", "N39.0 stands twice"),
        ({"s1_code": "N39.0"}, "s1-code", "it belongs under Diagnoses"),
        ({"s1_code": "OV-999"}, "s1-code", "is not SPC or HCPCS Level II"),
        ({"s1_units": "-1"}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_units": "0"}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_units": "1.5"}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_units": "1e3"}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_units": "٣"}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_units": "1" * 5000}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_units": ""}, "s1-units", "a whole number from 1 to 999"),
        ({"s1_modifiers": "RT ZZ"}, "s1-modifiers", "“ZZ” is not a modifier"),
        ({"s1_modifiers": "RT RT"}, "s1-modifiers", "Modifier RT stands twice"),
        ({"s1_modifiers": "RT LT 50 Z5 XS"}, "s1-modifiers", "A line holds 4 modifiers"),
        ({"s1_pointer": ["d7"]}, "s1-pointers", "points at a diagnosis that is not on the sheet"),
        ({"s1_pointer": ["s1"]}, "s1-pointers", "points at a diagnosis that is not on the sheet"),
        ({"d1_evidence": ["9-9"]}, "d1-evidence", "The linked words are not in the note"),
        ({"s1_evidence": ["1-999999"]}, "s1-evidence", "The linked words are not in the note"),
        (many(13), "d13-code", "A claim holds twelve diagnoses"),
    ],
)
def test_sheet_names_what_does_not_fit_at_its_field(
    typed: dict[str, Any], field: str, message: str
) -> None:
    desk = alone()
    response = desk.sheet("save", **(ROWS | typed))
    problems = response.context["sheet"].problems
    assert (response.status_code, desk.attempt.draft_version) == (422, 0)
    assert [problem.target for problem in problems if message in problem.text] == [field]
    assert f'href="#{field}"' in page_of(response)
    assert all(text in page_of(response) for text in typed.values() if isinstance(text, str))


def test_sheet_refuses_a_thirteenth_diagnosis_that_is_added() -> None:
    desk = alone()
    response = desk.sheet("add-d", new_d=THIRTEEN[12], **many(12))
    sheet = response.context["sheet"]
    assert response.status_code == 422
    assert [problem.target for problem in sheet.problems] == ["new-d"]
    assert (sheet.new_diagnosis, len(sheet.diagnoses)) == (THIRTEEN[12], 12)


@pytest.mark.parametrize(
    ("action", "target"),
    [("link", "link-evidence"), ("add-d", "new-d"), ("add-s", "new-s"), ("add-d:\x00", "new-d")],
)
def test_sheet_names_a_button_that_has_nothing_to_do(action: str, target: str) -> None:
    response = alone().sheet(action, **ROWS)
    assert [problem.target for problem in response.context["sheet"].problems] == [target]
    assert (response.status_code, page_of(response).count("field-error")) == (422, 1)


@pytest.mark.parametrize(
    ("day", "code", "warning"),
    [
        ("2026-03-10", "N39", "N39 is a header, not a billable code."),
        ("2026-03-10", "G35", "G35 was retired: its last day was "),
        ("2025-09-30", "G35.D", "G35.D was not yet in force on "),
        ("2015-06-01", "N39.0", ""),
        ("2031-06-01", "N39.0", ""),
    ],
)
def test_sheet_warns_of_a_code_that_the_day_does_not_allow(
    day: str, code: str, warning: str
) -> None:
    desk = alone_on(day)
    response = desk.sheet("save", htmx=True, **(ROWS | {"d1_code": code}))
    (row, *_) = response.context["sheet"].diagnoses
    assert (response.status_code, row.error) == (200, "")
    assert row.warning.startswith(warning)
    assert bool(row.warning) == bool(warning)
    assert desk.attempt.draft_answer.diagnoses[0].code == code
    assert desk.get("finalise").status_code == 200


def alone_on(day: str) -> Desk:
    """A learner alone at a copy of the case whose visit was on another day."""
    source = (site.CASES_DIR / "uti-e-coli.md").read_text(encoding="utf-8")
    source = source.replace("  date: 2026-03-10", f"  date: {day}")
    source = source.replace("slug: uti-e-coli", "slug: another-day")
    load_case(source, path="another-day.md")
    learner = make_user("ada")
    desk = Desk(make_practice(learner, "another-day"), learner)
    desk.client.force_login(learner)
    return desk


@pytest.mark.parametrize(
    "rows", [["x9", "d0", "d10000", "s", "d1 ", "__class__"], [], ["d1", "d1"], ["\x00", "é"]]
)
def test_sheet_leaves_out_rows_that_make_no_sense(rows: list[str]) -> None:
    desk = alone()
    response = desk.sheet("save", **(ROWS | {"row": rows}))
    assert response.status_code == 302
    assert len(desk.attempt.draft_answer.diagnoses) == rows.count("d1") // 2


@pytest.mark.parametrize("version", ["", "1.5", "one", "-1", "9" * 40, "0\x00", "²"])
def test_sheet_of_no_version_cannot_be_read(version: str) -> None:
    desk = alone()
    assert says_why(desk.sheet("save", **(ROWS | {"version": version})), 400)
    assert says_why(desk.sheet(f"keep:{version}", **ROWS), 400)
    assert says_why(desk.post("finalise", {"version": version}), 400)
    assert says_why(desk.post("hint", {"shown": version}), 400)
    assert desk.attempt.draft_version == 0


def test_form_that_is_too_large_cannot_be_read() -> None:
    desk = alone()
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.coder)
    client.get(desk.url("workbench"))
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    for data in ({"new-d": MEGABYTE}, {"row": ["d1"] * 2001}):
        assert says_why(client.post(desk.url("sheet"), data, headers=headers), 413)


def test_modifiers_past_all_sense_are_cut_short() -> None:
    response = alone().sheet("save", **(ROWS | {"s1_modifiers": "RT ZZ " * 20_000}))
    assert response.status_code == 422
    assert len(response.content) < 1_000_000


def test_finalise_needs_a_diagnosis_and_a_service() -> None:
    desk = alone()
    for sheet in ({}, many(1), {"row": ["s1"], "s1_code": "OV-324", "s1_units": "1"}):
        desk.sheet("save", **sheet)
        response = desk.post("finalise", {"version": desk.attempt.draft_version})
        assert response.status_code == 422
        assert "at least one diagnosis and one service" in page_of(response)
    assert not desk.attempt.versions.exists()


def test_finalise_twice_is_finalised_once() -> None:
    desk = alone()
    desk.sheet("save", **ROWS)
    version = desk.attempt.draft_version
    codes = [desk.post("finalise", {"version": version}).status_code for _ in range(2)]
    assert (codes, desk.attempt.versions.count()) == ([302, 302], 1)
    assert says_why(desk.post("finalise", {"version": version + 1}), 409)
    assert says_why(desk.sheet("save", **(ROWS | {"s1_units": "2"})), 409)


def test_finalise_from_a_stale_page_is_refused() -> None:
    desk = alone()
    desk.sheet("save", **ROWS)
    desk.sheet("save", **(ROWS | {"s1_units": "2"}))
    assert says_why(desk.post("finalise", {"version": 1}), 409)
    assert desk.attempt.coding_open


# -- lists and look-ups -----------------------------------------------------------------------


@pytest.fixture
def reader() -> Client:
    return client_of(make_user("reader"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?q=%22%20OR%20%2A", 200),
        ("?q=NEAR(a+b)&system=icd10cm,icd10cm", 200),
        ("?q=%F0%9F%A6%86&on=0001-01-01", 200),
        ("?q=pain&on=9999-12-31", 200),
        ("?q=%ff%fe", 200),
        ("?q=a%00b", 400),
        ("?q=pain&system=cpt", 400),
        ("?q=pain&on=never", 400),
    ],
)
def test_search_survives_nonsense(reader: Client, query: str, status: int) -> None:
    assert reader.get(reverse("coding:search") + query).status_code == status
    assert reader.get(reverse("coding:codes") + query).status_code == 200


@pytest.mark.parametrize("system", ["icd10cm", "spc", "hcpcs", "modifier", "pos", "cpt", "x" * 99])
def test_code_that_never_was_does_not_exist(reader: Client, system: str) -> None:
    for code in ("junk", "%00", "%27", "x" * 3000, "%C3%A9", "..%2f"):
        assert says_why(reader.get(f"/coding/codes/{system}/{code}/"), 404)
    for day in ("0001-01-01", "9999-12-31", "never"):
        assert reader.get(f"/coding/codes/icd10cm/N39.0/?on={day}").status_code == 200


@pytest.mark.parametrize(
    "query", ["?difficulty=9", "?difficulty=one", "?skill=junk", "?skill=%00&difficulty=%00"]
)
def test_shelf_shows_all_for_a_filter_that_makes_no_sense(reader: Client, query: str) -> None:
    make_practice(make_user("reader"))
    (choice,) = reader.get(reverse("practice:home") + query).context["choices"]
    assert choice.slug == "uti-e-coli"


def test_case_that_is_not_there_cannot_be_begun(reader: Client) -> None:
    for path in ("/practice/start/junk/", "/assignments/1/start/1/", "/claims/open/1/"):
        assert says_why(reader.post(path), 404)


# -- anything at all --------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        *("row", "version", "new-d", "new-s", "target", "evidence_target", "passage"),
        *("start", "end", "operation", "removed"),
        *(f"{row}-{part}" for row in ("d1", "d2", "s1") for part in ("code", "evidence")),
        *(f"s1-{part}" for part in ("modifiers", "units", "pointer", "main")),
    ]
)
ACTIONS = st.builds(
    lambda verb, rest: f"{verb}{rest}",
    st.sampled_from(
        [
            *("save", "autosave", "add-d", "add-s", "up", "down", "remove", "undo", "link"),
            *("evidence", "unlink", "clear", "keep", "finalise", ""),
        ]
    ),
    st.one_of(st.just(""), TEXT.map(lambda text: f":{text}")),
)


def test_sheet_survives_anything() -> None:
    desk = alone()

    @FUZZ
    @given(ACTIONS, st.dictionaries(NAMES, st.lists(TEXT, min_size=1, max_size=4)), st.booleans())
    def post(action: str, fields: dict[str, list[str]], htmx: bool) -> None:
        shown = {"version": [str(desk.attempt.draft_version)], "row": ["d1", "d2", "s1"]}
        data = {**shown, **fields, "action": action}
        response = desk.post("sheet", data, htmx=htmx)
        assert response.status_code in {200, 302, 400, 409, 422}
        assert isinstance(desk.attempt.draft_answer, Answer)
        assert desk.get("workbench").status_code == 200

    post()
