"""Undo and redo on the code sheet: step by step, both ways, through reloads."""

from dataclasses import replace

import pytest

from coding.answer import Answer, DiagnosisLine
from coding.models import DraftStep
from coding.services import CodingClosed, StaleDraft, return_to_coder, step_draft
from coding.services.coding import MAX_STEPS
from tests.coding.desk import Desk, alone

pytestmark = pytest.mark.django_db


def codes(desk: Desk) -> list[str]:
    return [line.code for line in desk.attempt.draft_answer.diagnoses]


def put(desk: Desk, *wanted: str) -> None:
    desk.save(Answer(diagnoses=tuple(DiagnosisLine(code) for code in wanted)))


def step(desk: Desk, by: int) -> bool:
    version = desk.attempt.draft_version
    found = step_draft(desk.attempt.pk, actor=desk.coder, by=by, expected_version=version)
    return found is not None


@pytest.fixture
def desk() -> Desk:
    found = alone()
    put(found, "N39.0")
    put(found, "N39.0", "B96.20")
    put(found, "B96.20")
    return found


def test_every_change_can_be_taken_back_and_done_again(desk):
    seen = [codes(desk)]
    while step(desk, -1):
        seen.append(codes(desk))
    assert seen == [["B96.20"], ["N39.0", "B96.20"], ["N39.0"], []]
    while step(desk, 1):
        pass
    assert codes(desk) == ["B96.20"]


def test_new_change_after_an_undo_forgets_what_was_undone(desk):
    step(desk, -1)
    put(desk, "I10")
    assert not step(desk, 1)
    step(desk, -1)
    assert codes(desk) == ["N39.0", "B96.20"]


def test_every_step_is_a_version_of_its_own(desk):
    before = desk.attempt.draft_version
    step(desk, -1)
    assert desk.attempt.draft_version == before + 1
    with pytest.raises(StaleDraft):
        step_draft(desk.attempt.pk, actor=desk.coder, by=-1, expected_version=before)


def test_history_is_bounded(desk):
    for number in range(MAX_STEPS + 20):
        put(desk, "I10" if number % 2 else "N39.0")
    assert DraftStep.objects.count() <= MAX_STEPS + 2


def test_finalised_codes_take_no_step_and_returned_codes_begin_afresh(desk):
    desk.finalise()
    with pytest.raises(CodingClosed):
        step(desk, -1)
    return_to_coder(desk.attempt.pk, actor=desk.coder, reason="Look again.")
    assert not step(desk, -1)


@pytest.mark.parametrize("htmx", [False, True])
def test_buttons_of_the_sheet(desk, htmx):
    answer = desk.sheet("step-back", htmx=htmx)
    assert answer.status_code == (200 if htmx else 302)
    assert codes(desk) == ["N39.0", "B96.20"]
    if htmx:
        assert "Undone." in answer.content.decode()
    desk.sheet("step-forth", htmx=htmx)
    assert codes(desk) == ["B96.20"]
    told = desk.sheet("step-forth", htmx=True).content.decode()
    assert "There is nothing to redo." in told


def test_stale_page_steps_nowhere(desk):
    data = {"version": "1", "action": "step-back"}
    assert desk.post("sheet", data).status_code == 409
    assert codes(desk) == ["B96.20"]


def test_evidence_comes_back_too():
    desk = alone()
    right = desk.key_answer
    desk.save(right)
    desk.save(replace(right, diagnoses=right.diagnoses[:1]))
    step(desk, -1)
    assert desk.attempt.draft_answer == right
