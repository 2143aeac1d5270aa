"""A learner challenges a finding; the instructor decides with a reason, and may mend the key."""

from typing import Any

import pytest
from django.urls import reverse

from coding.models import Challenge, Mark
from coding.queries import note_passages
from coding.services import (
    AlreadyDecided,
    NoReason,
    NoSuchFinding,
    NotInNote,
    challenge_finding,
    decide_challenge,
    erasing,
    mark_coding,
    release_marks,
)
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from tests.claims.pages import client_of
from tests.factories import make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db
WHY = "The line is about the organism."


@pytest.fixture
def work() -> Work:
    """A pair's released coding with one slip: one finding."""
    found = make_pair()
    play(found, goal=Goal.CODED, slip=found.attempt.parsed().pitfalls[0])
    release_marks(found.attempt_id, actor=make_user("teacher"))
    found.attempt.refresh_from_db()
    return found


def words(work: Work) -> str:
    return note_passages(work.attempt)[0]


def standing() -> int:
    """The mark that stands."""
    return Mark.objects.filter(stands=True).latest("pk").pk


def challenged(work: Work, **changes: Any) -> Challenge:
    told = {
        "number": 1, "mark": standing(), "place": 1, "quote": words(work),
        "guideline": "I.B.7", "argument": WHY,
    }  # fmt: skip
    return challenge_finding(work.attempt_id, actor=make_user("coder"), **{**told, **changes})


def typed(work: Work, **changes: str) -> dict[str, str]:
    told = {
        "version": "1", "mark": str(standing()), "place": "1", "quote": words(work),
        "guideline": "I.B.7", "argument": WHY,
    }  # fmt: skip
    return {**told, **changes}


def url(name: str, *args: int) -> str:
    return reverse(name, args=args)


def text(response: Any) -> str:
    return response.content.decode()


def test_challenge_keeps_what_the_finding_said(work):
    challenge = challenged(work)
    finding = Mark.objects.get(stands=True).report["findings"][0]
    assert (challenge.category, challenge.code, challenge.message) == (
        finding["category"],
        finding["code"],
        finding["message"],
    )
    assert challenge.status == "waiting"
    assert challenged(work, argument="Again.") == challenge
    assert Challenge.objects.count() == 1


@pytest.mark.parametrize("change", [{"place": 0}, {"place": 99}, {"number": 2}])
def test_challenge_of_no_finding_is_refused(work, change):
    with pytest.raises(NoSuchFinding):
        challenged(work, **change)


def test_challenge_from_a_page_of_before_the_codes_were_marked_again_is_a_conflict(work):
    """Else it would be about whatever finding stands at that place now."""
    told = typed(work)
    coding = work.attempt.versions.get()
    Mark.objects.filter(coding_version=coding).update(stands=False)
    mark_coding(coding, case_version=work.attempt.case_version)
    answer = client_of(make_user("coder")).post(url("coding:challenge", work.attempt_id), told)
    assert answer.status_code == 409
    assert "marked again since you opened the page" in text(answer)
    assert Challenge.objects.count() == 0


def test_who_challenges_second_is_told_and_reads_what_was_not_sent(work):
    desk = client_of(make_user("coder"))
    desk.post(url("coding:challenge", work.attempt_id), typed(work))
    second = typed(work, argument="It is also about the place.")
    page = text(desk.post(url("coding:challenge", work.attempt_id), second, follow=True))
    assert "what you wrote was not sent: It is also about the place." in page
    assert Challenge.objects.get().argument == WHY


def test_challenge_wants_words_of_the_note(work):
    with pytest.raises(NotInNote):
        challenged(work, quote="words that nobody wrote")


def test_challenge_before_the_release_finds_nothing():
    work = make_pair()
    play(work, goal=Goal.CODED, slip=work.attempt.parsed().pitfalls[0])
    with pytest.raises(NoSuchFinding):
        challenged(work)
    answer = client_of(make_user("coder")).post(
        url("coding:challenge", work.attempt_id), typed(work)
    )
    assert answer.status_code == 409


def test_decision_has_a_reason_and_is_made_once(work):
    challenge, teacher = challenged(work), make_user("teacher")
    with pytest.raises(NoReason):
        decide_challenge(challenge.pk, actor=teacher, accepted=True, reason=" ")
    decided = decide_challenge(challenge.pk, actor=teacher, accepted=True, reason="You are right.")
    assert (decided.status, decided.decided_by) == ("accepted", teacher)
    again = decide_challenge(challenge.pk, actor=teacher, accepted=True, reason="Again.")
    assert again.reason == "You are right."
    with pytest.raises(AlreadyDecided):
        decide_challenge(challenge.pk, actor=teacher, accepted=False, reason="No.")


def test_learner_challenges_on_the_marks_page_and_reads_the_decision(work):
    desk, marks = client_of(make_user("coder")), url("coding:marks", work.attempt_id)
    assert "Challenge this finding" in text(desk.get(marks))
    assert "Challenge this finding" not in text(client_of(make_user("biller")).get(marks))
    sent = desk.post(url("coding:challenge", work.attempt_id), typed(work))
    assert sent.url == f"{marks}?version=1#finding-1"
    assert "waiting" in text(desk.get(marks))
    course, challenge = work.assignment.course_id, Challenge.objects.get()
    teacher = client_of(make_user("teacher"))
    board = text(teacher.get(url("classroom:course", course)))
    assert "1 challenge to decide" in board
    assert WHY in text(teacher.get(url("classroom:challenges", course)))
    decide = url("classroom:decide", course, challenge.pk)
    assert teacher.post(decide, {"action": "decline", "reason": "Read I.B.7."}).status_code == 302
    news = text(desk.get(url("classroom:coder")))
    assert "Read I.B.7." in news
    desk.post(url("coding:decision_seen", work.attempt_id, challenge.pk))
    assert "Read I.B.7." not in text(desk.get(url("classroom:coder")))
    assert "Read I.B.7." in text(desk.get(marks))


def test_accepting_can_go_on_to_the_key_with_the_alternative(work):
    challenge = challenged(work)
    Challenge.objects.update(code="N39.0", chosen="N30.00")
    teacher, course = client_of(make_user("teacher")), work.assignment.course_id
    decide = url("classroom:decide", course, challenge.pk)
    answer = teacher.post(decide, {"action": "accept-key", "reason": "Both are right."})
    case = work.attempt.case_version.case_id
    assert answer.url == f"{url('classroom:key', course, case)}?code=N39.0&accept=N30.00"
    assert 'value="N30.00"' in text(teacher.get(answer.url))


def test_decision_without_reason_stays_on_the_page(work):
    challenge = challenged(work)
    decide = url("classroom:decide", work.assignment.course_id, challenge.pk)
    teacher = client_of(make_user("teacher"))
    answer = teacher.post(decide, {"action": "accept", "reason": ""})
    assert answer.status_code == 422
    assert "Say why in at most 500 characters" in text(answer)
    assert teacher.post(decide, {"action": "junk", "reason": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"quote": ""}, "Choose words of the note"),
        ({"quote": "not there"}, "Select a valid choice"),
        ({"guideline": ""}, "Name the guideline"),
        ({"argument": " "}, "Say why the finding is wrong."),
    ],
)
def test_incomplete_challenge_comes_back_with_what_was_typed(work, changes, says):
    desk = client_of(make_user("coder"))
    answer = desk.post(url("coding:challenge", work.attempt_id), typed(work, **changes))
    page = text(answer)
    assert answer.status_code == 422
    assert says in page
    assert WHY in page or "argument" in changes
    assert Challenge.objects.count() == 0


def test_nobody_challenges_alone():
    work = make_practice()
    play(work, goal=Goal.CODED, slip=work.attempt.parsed().pitfalls[0])
    release_marks(work.attempt_id, actor=make_user())
    desk = client_of(make_user())
    assert "Challenge this finding" not in text(desk.get(url("coding:marks", work.attempt_id)))
    answer = desk.post(url("coding:challenge", work.attempt_id), typed(work))
    assert answer.status_code == 403


def test_instructor_goes_from_a_finding_to_the_key_with_the_alternative(work):
    finding = {
        "code": "N39.0",
        "answer": "N30.00",
        "credit": "0.10",
        "category": "wrong category",
        "message": "It only lies near.",
    }
    with erasing():
        Mark.objects.update(report={**Mark.objects.get().report, "findings": [finding]})
    marks = url("coding:marks", work.attempt_id)
    page = text(client_of(make_user("teacher")).get(marks))
    link = f"{url('classroom:accept', work.attempt_id)}?code=N39.0&amp;accept=N30.00"
    assert link in page
    assert link not in text(client_of(make_user("coder")).get(marks))
    there = client_of(make_user("teacher")).get(link.replace("&amp;", "&"), follow=True)
    assert 'value="N30.00"' in text(there)
