"""The workbench: what its page shows, and what the buttons of its sheet do."""

from typing import Any

import pytest
from django.urls import reverse

from coding.answer import Answer, DiagnosisLine, Passage, ProcedureLine
from coding.services import return_to_coder
from tests.coding.desk import ROWS, Desk, alone, pair
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SAVED = Answer(
    (DiagnosisLine("N39.0"), DiagnosisLine("B96.20")),
    (ProcedureLine("OV-324", units=1, pointers=("N39.0",)),),
)


def text(response: Any) -> str:
    return str(response.content.decode())


def outsider(desk: Desk) -> Desk:
    return desk.as_user(make_user("outsider"))


# -- the page ---------------------------------------------------------------------------------


def test_workbench_shows_note_and_empty_sheet() -> None:
    response = alone().get("workbench")
    desk = response.context["desk"]
    assert response.status_code == 200
    assert (desk.is_editable, desk.version_number, desk.sent_back) == (True, 0, "")
    assert (desk.encounter.patient, desk.encounter.place) == (
        "Rowan Ashdown, F, 54 years",
        "11 Office",
    )
    assert desk.encounter.provider == "Marin Quill, MD"
    assert '<span class="passage" id="p1"' in text(response)


def test_workbench_is_hidden_from_others() -> None:
    assert outsider(alone()).get("workbench").status_code == 404


def test_workbench_of_the_biller_is_empty_until_the_codes_are_finalised() -> None:
    desk = pair()
    desk.save(SAVED)
    biller = desk.as_user(make_user("biller"))
    assert biller.get("workbench").context["sheet"] is None
    desk.finalise(SAVED)
    sheet = biller.get("workbench").context["sheet"]
    assert [row.code for row in sheet.targets] == ["N39.0", "B96.20", "OV-324"]


def test_workbench_of_returned_codes_says_why() -> None:
    desk = pair()
    desk.finalise(SAVED)
    return_to_coder(desk.attempt.pk, actor=make_user("biller"), reason="Culture <points> wrong")
    response = desk.get("workbench")
    assert "Culture &lt;points&gt; wrong" in text(response)
    assert [row.code for row in response.context["sheet"].targets] == [
        "N39.0",
        "B96.20",
        "OV-324",
    ]


def test_workbench_needs_as_many_queries_for_a_long_sheet(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    desk = alone()
    desk.get("workbench")
    with django_assert_max_num_queries(14) as empty:
        desk.get("workbench")
    desk.save(desk.key_answer)
    with django_assert_num_queries(len(empty)):
        desk.get("workbench")


# -- saving ------------------------------------------------------------------------------------


def test_save_stores_the_sheet_and_leads_back() -> None:
    desk = alone()
    response = desk.sheet(**ROWS)
    assert (response.status_code, response.url) == (302, desk.url("workbench") + "#code-sheet")
    assert (desk.attempt.draft_answer, desk.attempt.draft_version) == (SAVED, 1)


def test_save_by_htmx_answers_with_sheet_and_note() -> None:
    desk = alone()
    response = desk.sheet(htmx=True, **ROWS)
    assert response.status_code == 200
    assert '<section id="code-sheet"' in text(response)
    assert 'id="note"' in text(response)
    assert "<html" not in text(response)


def test_autosave_answers_with_the_status_and_leaves_the_fields_alone() -> None:
    desk = alone()
    response = desk.sheet("autosave", htmx=True, new_d="sore thr", **ROWS)
    assert 'data-announce="Saved."' in text(response)
    assert 'id="sheet-version" value="1" hx-swap-oob="true"' in text(response)
    assert 'id="d1-code"' not in text(response)
    assert desk.attempt.draft_answer == SAVED


def test_save_repeated_changes_nothing_more() -> None:
    desk = alone()
    desk.sheet(**ROWS)
    response = desk.sheet(**(ROWS | {"version": 0}))
    assert (response.status_code, desk.attempt.draft_version) == (302, 1)


def test_main_pointer_goes_first_when_it_is_ticked() -> None:
    desk = alone()
    desk.sheet(**(ROWS | {"s1_pointer": ["d1", "d2"], "s1_main": "d2"}))
    assert desk.attempt.draft_answer.procedures[0].pointers == ("B96.20", "N39.0")
    desk.sheet(**(ROWS | {"s1_pointer": ["d1"], "s1_main": "d2"}))
    assert desk.attempt.draft_answer.procedures[0].pointers == ("N39.0",)


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"d1_code": "ZZZ"}, "d1-code"),
        ({"s1_units": "-4"}, "s1-units"),
        ({"s1_units": "9" * 40}, "s1-units"),
        ({"s1_modifiers": "LT RT XE XS XP"}, "s1-modifiers"),
        ({"s1_modifiers": "Q?"}, "s1-modifiers"),
        ({"s1_pointer": ["d9"]}, "s1-pointers"),
        ({"d1_evidence": ["5-999999"]}, "d1-evidence"),
    ],
)
def test_a_sheet_that_does_not_fit_comes_back_as_typed(
    htmx: bool, typed: dict[str, Any], field: str
) -> None:
    desk = alone()
    others = {"d2_code": "b9620", "new_s": "cult"}
    response = desk.sheet("up:d1", htmx=htmx, **(ROWS | others | typed))
    sheet = response.context["sheet"]
    assert response.status_code == 422
    assert [problem.target for problem in sheet.problems] == [field]
    assert f'href="#{field}"' in text(response)
    assert (sheet.diagnoses[1].code, sheet.new_service) == ("B96.20", "cult")
    for value in typed.values():
        assert all(part in text(response) for part in value) or field == "s1-pointers"
    assert desk.attempt.draft_version == 0


def test_a_header_is_warned_of_and_saved() -> None:
    desk = alone()
    response = desk.sheet(htmx=True, **(ROWS | {"d1_code": "R30"}))
    assert response.status_code == 200
    assert response.context["sheet"].diagnoses[0].warning == (
        "R30 is a header, not a billable code. Choose a code below it."
    )
    assert desk.attempt.draft_answer.diagnoses[0].code == "R30"


def test_a_stale_sheet_comes_back_beside_what_is_stored() -> None:
    desk = alone()
    desk.sheet(**ROWS)
    for htmx in (True, False):
        response = desk.sheet(htmx=htmx, **(ROWS | {"version": 0, "s1_units": "7"}))
        sheet = response.context["sheet"]
        assert response.status_code == 409
        assert (sheet.lines[0].units, sheet.stored.lines[0].units) == ("7", "1")
        assert "The sheet was changed in another tab" in text(response)
    assert desk.attempt.draft_answer == SAVED


def test_a_stale_sheet_can_be_kept() -> None:
    desk = alone()
    desk.sheet(**ROWS)
    response = desk.sheet("keep:1", **(ROWS | {"version": 0, "s1_units": "7"}))
    assert response.status_code == 302
    assert desk.attempt.draft_answer.procedures[0].units == 7


def test_htmx_swaps_the_stale_sheet_in() -> None:
    desk = alone()
    desk.sheet(**ROWS)
    typed = ROWS | {"version": 0, "s1_units": "7"}
    response = desk.sheet("autosave", htmx=True, **typed)
    headers = ("HX-Retarget", "HX-Reswap", "HX-Reselect")
    assert [response[name] for name in headers] == ["#code-sheet", "outerHTML", "#code-sheet"]


# -- buttons -----------------------------------------------------------------------------------


def test_add_by_words_offers_codes() -> None:
    desk = alone()
    response = desk.sheet("add-d", new_d="sore throat")
    assert response.status_code == 422
    assert 'value="add-d:J02.9"' in text(response)


def test_add_chosen_code() -> None:
    desk = alone()
    desk.sheet("add-d:J02.9", new_d="sore throat")
    assert desk.attempt.draft_answer == Answer((DiagnosisLine("J02.9"),))


def test_remove_and_undo_without_script() -> None:
    desk = alone()
    desk.sheet(**ROWS)
    response = desk.sheet("remove:d1", **ROWS)
    page = desk.client.get(response.url)
    assert [line.code for line in desk.attempt.draft_answer.diagnoses] == ["B96.20"]
    assert "Removed N39.0." in text(page)
    rows = ROWS | {"row": ["d2", "s1"], "s1_pointer": [], "removed": page.context["sheet"].undo}
    desk.sheet("undo", **rows)
    assert desk.attempt.draft_answer == SAVED


def test_undo_ignores_a_forged_token() -> None:
    desk = alone()
    response = desk.sheet("undo", removed="WyJkIl0:forged", **ROWS)
    assert (response.status_code, desk.attempt.draft_answer) == (302, SAVED)


def test_down_changes_the_order() -> None:
    desk = alone()
    desk.sheet("down:d1", **ROWS)
    assert [line.code for line in desk.attempt.draft_answer.diagnoses] == ["B96.20", "N39.0"]


def test_evidence_is_linked_by_selection_and_by_list() -> None:
    desk = alone()
    note = desk.attempt.parsed().note
    start = note.index("Burning")
    desk.sheet("evidence", start=start, end=start + 7, target="d1", operation="mark", **ROWS)
    linked = (Passage(start, start + 7, "Burning"),)
    assert desk.attempt.draft_answer.diagnoses[0].evidence == linked
    kept = {"d1_evidence": [f"{start}-{start + 7}"]}
    desk.sheet("link", evidence_target="d2", passage=[f"{start}-{start + 7}"], **ROWS, **kept)
    assert [line.evidence for line in desk.attempt.draft_answer.diagnoses] == [linked, linked]


def test_evidence_is_taken_away_again() -> None:
    desk = alone()
    kept = ROWS | {"d1_evidence": ["20-30", "40-50"]}
    desk.sheet("unlink:d1:20-30", **kept)
    assert [(p.start, p.end) for p in desk.attempt.draft_answer.diagnoses[0].evidence] == [(40, 50)]
    desk.sheet("evidence", start=10, end=60, target="d1", operation="remove", **kept)
    assert desk.attempt.draft_answer.diagnoses[0].evidence == ()


def test_finalise_button_saves_and_leads_to_the_question() -> None:
    desk = alone()
    response = desk.sheet("finalise", **ROWS)
    assert (response.status_code, response.url) == (302, desk.url("finalise"))
    assert desk.sheet("finalise", htmx=True, **ROWS)["HX-Redirect"] == desk.url("finalise")
    assert desk.attempt.draft_answer == SAVED


# -- doors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sheet", "hint"])
def test_moves_need_post(name: str) -> None:
    assert alone().get(name).status_code == 405


@pytest.mark.parametrize("name", ["sheet", "hint"])
def test_moves_do_not_exist_for_others(name: str) -> None:
    desk = outsider(alone())
    assert desk.post(name, {"version": 0, "shown": 0}).status_code == 404


@pytest.mark.parametrize("name", ["sheet", "hint"])
@pytest.mark.parametrize("user", ["biller", "teacher"])
def test_moves_are_forbidden_to_other_desks(name: str, user: str) -> None:
    desk = pair().as_user(make_user(user))
    assert desk.post(name, {"version": 0, "shown": 0}).status_code == 403
    assert desk.attempt.draft_version == 0


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_sheet_without_a_version_makes_no_sense(version: str) -> None:
    assert alone().sheet(version=version).status_code == 400


def test_sheet_after_finalising_is_too_late() -> None:
    desk = alone()
    desk.finalise(SAVED)
    assert desk.sheet(**(ROWS | {"s1_units": "7"})).status_code == 409
    assert desk.attempt.draft_answer == SAVED


def test_sheet_of_strange_keys_is_read_as_far_as_it_makes_sense() -> None:
    desk = alone()
    desk.sheet(row=["x1", "d0", "d1", "d1", "s1; DROP"], d1_code="N39.0")
    assert desk.attempt.draft_answer == Answer((DiagnosisLine("N39.0"),))


def test_markup_that_is_typed_stays_text() -> None:
    response = alone().sheet(**(ROWS | {"d1_code": "<script>alert(1)</script>"}))
    assert "<script>alert" not in text(response)
    assert "&lt;script&gt;alert(1)" in text(response)


# -- hints -------------------------------------------------------------------------------------


def test_hint_is_revealed_once() -> None:
    desk = alone()
    hints = desk.attempt.parsed().hints
    first = desk.post("hint", {"shown": 0}, htmx=True)
    again = desk.post("hint", {"shown": 0}, htmx=True)
    for response in (first, again):
        assert response.context["desk"].hints.shown == hints[:1]
        assert hints[1] not in text(response)
    assert desk.post("hint", {"shown": 1}).url == desk.url("workbench") + "#hints"
    assert desk.attempt.hints_used == 2


def test_hint_in_an_assignment_without_hints_is_refused() -> None:
    desk = pair()
    assert desk.post("hint", {"shown": 0}).status_code == 409
    assert "Show a hint" not in text(desk.get("workbench"))


def test_search_is_offered_for_the_date_of_service() -> None:
    url = f"{reverse('coding:search')}?system=icd10cm&amp;on=2026-03-10"
    assert f'data-url="{url}"' in text(alone().get("workbench"))
