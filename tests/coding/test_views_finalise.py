"""Finalising: the question, and the freezing."""

import pytest

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.models import CodingVersion
from tests.coding.desk import Desk, alone, pair
from tests.factories import make_user

pytestmark = pytest.mark.django_db

DOUBTFUL = Answer((DiagnosisLine("R30"),), (ProcedureLine("OV-324", units=1),))


def begun(answer: Answer | None = None) -> Desk:
    desk = alone()
    desk.save(answer or desk.key_answer)
    return desk


def test_question_lists_what_speaks_against_the_codes() -> None:
    sheet = begun(DOUBTFUL).get("finalise").context["sheet"]
    assert [(it.label, it.message) for it in sheet.warnings] == [
        ("Diagnosis A", "R30 is a header, not a billable code. Choose a code below it.")
    ]
    assert [it.label for it in sheet.open_points] == ["Diagnosis A", "Line 1", "Line 1"]


def test_question_about_good_codes_has_no_doubts() -> None:
    sheet = begun().get("finalise").context["sheet"]
    assert (sheet.warnings, sheet.open_points) == ([], [])


def test_finalise_freezes_in_spite_of_warnings() -> None:
    desk = begun(DOUBTFUL)
    response = desk.post("finalise", {"version": 1})
    assert (response.status_code, response.url) == (302, desk.url("workbench"))
    assert CodingVersion.objects.get().answer == DOUBTFUL
    assert "These codes are frozen." in desk.get("workbench").content.decode()


def test_finalise_repeated_freezes_once() -> None:
    desk = begun()
    responses = [desk.post("finalise", {"version": 1}) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert CodingVersion.objects.count() == 1


def test_finalise_of_a_sheet_changed_meanwhile_is_too_late() -> None:
    desk = begun()
    desk.save(DOUBTFUL)
    assert desk.post("finalise", {"version": 1}).status_code == 409
    assert not CodingVersion.objects.exists()


def test_finalise_of_another_draft_than_the_frozen_one_is_too_late() -> None:
    desk = begun()
    desk.finalise(DOUBTFUL)
    assert desk.post("finalise", {"version": 1}).status_code == 409


def test_finalise_of_nothing_says_what_is_missing() -> None:
    desk = alone()
    response = desk.post("finalise", {"version": 0})
    assert response.status_code == 422
    assert "A claim needs at least one diagnosis and one service." in response.content.decode()


def test_question_about_no_codes_says_so_first_and_offers_no_finalising() -> None:
    desk = alone()
    page = desk.get("finalise").content.decode()
    assert "<h1>There is nothing to finalise yet</h1>" in page
    assert "A claim needs at least one diagnosis and one service." in page
    assert (">Finalise</button>" in page, page.count("btn-primary")) == (False, 1)
    desk.save(Answer((DiagnosisLine("N39.0"),), ()))
    page = desk.get("finalise").content.decode()
    assert "<h1>These codes are not complete</h1>" in page
    assert (">Finalise</button>" in page, "N39.0" in page) == (False, True)


def test_question_after_finalising_leads_to_the_workbench() -> None:
    desk = alone()
    desk.finalise()
    assert desk.get("finalise").url == desk.url("workbench")


def test_finalise_without_a_version_makes_no_sense() -> None:
    assert begun().post("finalise", {}).status_code == 400


def test_finalise_takes_no_other_method() -> None:
    desk = begun()
    assert desk.client.put(desk.url("finalise")).status_code == 405


def test_finalise_does_not_exist_for_others() -> None:
    desk = begun().as_user(make_user("outsider"))
    assert [desk.get("finalise").status_code, desk.post("finalise").status_code] == [404, 404]


@pytest.mark.parametrize("user", ["biller", "teacher"])
def test_finalise_is_forbidden_to_other_desks(user: str) -> None:
    desk = pair()
    desk.save(desk.key_answer)
    assert desk.as_user(make_user(user)).post("finalise", {"version": 1}).status_code == 403
    assert not CodingVersion.objects.exists()
