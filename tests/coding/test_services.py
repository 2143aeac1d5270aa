"""The writers of the coder's desk."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.models import Attempt, CodingVersion, Mark
from coding.services import (
    AlreadyReturned,
    CodingClosed,
    DateBack,
    EmptySheet,
    NoHint,
    NoReason,
    NothingCoded,
    StaleDraft,
    finalise_coding,
    release_marks,
    return_to_coder,
    save_draft,
    set_scenario_date,
    start_attempt,
    use_hint,
)
from tests.coding.desk import Desk, alone
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db

ANSWER = Answer((DiagnosisLine("N39.0"),), (ProcedureLine("OV-324", units=1, pointers=("N39.0",)),))
OTHER = Answer((DiagnosisLine("R30.0"),))


def save(desk: Desk, answer: Answer, *, version: int) -> Attempt:
    return save_draft(desk.attempt.pk, actor=desk.coder, answer=answer, expected_version=version)


def finalise(desk: Desk, *, version: int) -> CodingVersion:
    return finalise_coding(desk.attempt.pk, actor=desk.coder, expected_version=version)


def test_start_attempt_begins_on_the_day_of_the_encounter() -> None:
    version = make_case().versions.get()
    attempt = start_attempt(version, hints_allowed=True)
    assert (attempt.scenario_date, attempt.hints_allowed) == (date(2026, 3, 10), True)
    assert (attempt.coding_open, attempt.draft_version) == (True, 0)
    assert attempt.draft_answer == Answer()


def test_save_draft_stores_the_whole_sheet() -> None:
    desk = alone()
    save(desk, ANSWER, version=0)
    save(desk, OTHER, version=1)
    assert (desk.attempt.draft_answer, desk.attempt.draft_version) == (OTHER, 2)


def test_save_draft_refuses_a_stale_page() -> None:
    desk = alone()
    save(desk, ANSWER, version=0)
    with pytest.raises(StaleDraft) as caught:
        save(desk, OTHER, version=0)
    assert caught.value.url == desk.url("workbench")
    assert (desk.attempt.draft_answer, desk.attempt.draft_version) == (ANSWER, 1)


def test_save_draft_of_what_is_stored_changes_nothing() -> None:
    desk = alone()
    save(desk, ANSWER, version=0)
    assert save(desk, ANSWER, version=0).draft_version == 1
    assert desk.attempt.draft_version == 1


def test_save_draft_after_finalising_is_refused() -> None:
    desk = alone()
    desk.finalise()
    with pytest.raises(CodingClosed):
        save(desk, OTHER, version=desk.attempt.draft_version)


def test_finalise_freezes_and_marks() -> None:
    desk = alone()
    version = desk.finalise(ANSWER)
    mark = Mark.objects.get(coding_version=version)
    assert (version.number, version.answer, version.finalised_by) == (1, ANSWER, desk.coder)
    assert version.finalised_on == desk.attempt.scenario_date
    assert mark.case_version == desk.attempt.case_version
    assert mark.report["score"] == str(mark.score)
    assert mark.findings.count() == len(mark.report["findings"])
    assert not desk.attempt.coding_open


def test_finalise_of_the_right_answer_scores_all() -> None:
    mark = Mark.objects.get(coding_version=alone().finalise())
    assert (str(mark.score), str(mark.strict), mark.capped) == ("1.0000", "1.0000", False)
    assert list(mark.findings.all()) == []


def test_finalise_again_gives_the_same_version() -> None:
    desk = alone()
    first = desk.finalise()
    assert finalise(desk, version=desk.attempt.draft_version) == first
    assert CodingVersion.objects.count() == 1


@pytest.mark.parametrize("answer", [Answer(), OTHER, Answer((), ANSWER.procedures)])
def test_finalise_refuses_a_sheet_with_nothing_to_bill(answer: Answer) -> None:
    desk = alone()
    saved = desk.save(answer)
    with pytest.raises(EmptySheet):
        finalise(desk, version=saved.draft_version)
    assert desk.attempt.coding_open
    assert not CodingVersion.objects.exists()


def test_finalise_refuses_a_stale_page() -> None:
    desk = alone()
    desk.save(ANSWER)
    with pytest.raises(StaleDraft):
        finalise(desk, version=0)
    assert not CodingVersion.objects.exists()


def test_return_opens_the_sheet_with_the_last_version_on_it() -> None:
    desk = alone()
    desk.finalise(ANSWER)
    back = return_to_coder(desk.attempt.pk, actor=make_user("bo"), reason="  Pointer of line 1 ")
    attempt = desk.attempt
    assert (attempt.coding_open, attempt.draft_answer) == (True, ANSWER)
    assert (back.reason, back.answered_by) == ("Pointer of line 1", None)


def test_return_makes_an_earlier_finalise_stale() -> None:
    desk = alone()
    desk.finalise(ANSWER)
    earlier = desk.attempt.draft_version
    return_to_coder(desk.attempt.pk, actor=desk.coder, reason="Look again")
    with pytest.raises(StaleDraft):
        finalise(desk, version=earlier)


def test_finalise_answers_the_return() -> None:
    desk = alone()
    desk.finalise(ANSWER)
    back = return_to_coder(desk.attempt.pk, actor=desk.coder, reason="Look again")
    second = finalise(desk, version=desk.attempt.draft_version)
    back = desk.attempt.returns.get(pk=back.pk)
    assert (second.number, back.answered_by) == (2, second)
    assert Mark.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_return_needs_a_reason(reason: str) -> None:
    desk = alone()
    desk.finalise(ANSWER)
    with pytest.raises(NoReason):
        return_to_coder(desk.attempt.pk, actor=desk.coder, reason=reason)


def test_return_before_the_first_version_is_refused() -> None:
    desk = alone()
    with pytest.raises(NothingCoded):
        return_to_coder(desk.attempt.pk, actor=desk.coder, reason="Look again")


def test_return_twice_is_refused() -> None:
    desk = alone()
    desk.finalise(ANSWER)
    return_to_coder(desk.attempt.pk, actor=desk.coder, reason="Look again")
    with pytest.raises(AlreadyReturned):
        return_to_coder(desk.attempt.pk, actor=desk.coder, reason="And again")
    assert desk.attempt.returns.count() == 1


def test_release_shows_marks_once_and_for_good() -> None:
    desk = alone()
    desk.finalise(ANSWER)
    first = release_marks(desk.attempt.pk, actor=desk.coder)
    again = release_marks(desk.attempt.pk, actor=make_user("bo"))
    assert first.released_at == again.released_at == desk.attempt.released_at
    assert desk.attempt.released_by == desk.coder


def test_release_before_the_first_version_is_refused() -> None:
    desk = alone()
    with pytest.raises(NothingCoded):
        release_marks(desk.attempt.pk, actor=desk.coder)
    assert desk.attempt.released_at is None


def test_use_hint_reveals_one_at_a_time() -> None:
    desk = alone()
    use_hint(desk.attempt.pk, shown=0)
    use_hint(desk.attempt.pk, shown=0)
    use_hint(desk.attempt.pk, shown=1)
    assert desk.attempt.hints_used == 2


def exhausted(desk: Desk) -> None:
    for shown in range(len(desk.attempt.parsed().hints)):
        use_hint(desk.attempt.pk, shown=shown)


def forbidden(desk: Desk) -> None:
    Attempt.objects.filter(pk=desk.attempt.pk).update(hints_allowed=False)


@pytest.mark.parametrize("prepare", [exhausted, forbidden, Desk.finalise])
def test_use_hint_refuses(prepare: Callable[[Desk], object]) -> None:
    desk = alone()
    prepare(desk)
    used = desk.attempt.hints_used
    with pytest.raises(NoHint):
        use_hint(desk.attempt.pk, shown=used)
    assert desk.attempt.hints_used == used


def test_scenario_date_moves_forward_only() -> None:
    desk = alone()
    attempt, today = desk.attempt, desk.attempt.scenario_date
    set_scenario_date(attempt, day=today + timedelta(days=3))
    set_scenario_date(attempt, day=today + timedelta(days=3))
    with pytest.raises(DateBack):
        set_scenario_date(attempt, day=today)
    assert desk.attempt.scenario_date == today + timedelta(days=3)
