"""Marks and key: nothing before the release, everything after it."""

from dataclasses import replace
from typing import Any

import pytest

from coding.answer import Answer
from coding.services import return_to_coder
from tests.coding.desk import ROWS, Desk, alone, pair
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def slip(desk: Desk) -> Answer:
    """The right answer of the knee case with the slips of a beginner."""
    right = desk.key_answer
    visit, injection, drug = right.procedures
    lines = (
        replace(visit, modifiers=(), pointers=("M17.11",)),
        injection,
        replace(drug, units=1),
    )
    knee, sugar = right.diagnoses[:2]
    return Answer((knee, replace(sugar, code="E11.9")), lines)


def released(answer: Answer | None = None) -> Desk:
    desk = alone("knee-injection-diabetes")
    desk.finalise(answer or slip(desk))
    desk.post("release")
    return desk


def secrets(desk: Desk) -> list[str]:
    """Words that only the key and the unrevealed hints say."""
    parsed = desk.attempt.parsed()
    items = (*parsed.key.diagnoses, *parsed.key.procedures)
    told = [words for item in items for words in (item.rationale, item.guideline) if words]
    lessons = [pitfall.lesson for pitfall in parsed.pitfalls]
    codes = [code for item in items for code in (item.code, *item.accept)]
    return [*told, *lessons, *parsed.hints[desk.attempt.hints_used :], *codes]


def leaks(desk: Desk, response: Any, *, own: tuple[str, ...] = ()) -> list[str]:
    """The secrets that a response tells, but for codes that the learner typed."""
    sent = response.content.decode() + str(response.headers)
    return [secret for secret in secrets(desk) if secret[:40] in sent and secret not in own]


def test_no_page_tells_the_key_before_the_release() -> None:
    desk = pair("knee-injection-diabetes")
    wrong = ROWS | {"d1_code": "R52", "d2_code": "R73.9", "s1_code": "OV-314"}
    posts = [
        desk.sheet(**(wrong | {"s1_units": "no"})),
        desk.sheet("autosave", htmx=True, **wrong),
        desk.sheet("save", htmx=True, **wrong),
        desk.post("hint", {"shown": 0}),
    ]
    pages = [desk.get("workbench"), desk.get("finalise"), desk.get("marks")]
    frozen = desk.post("finalise", {"version": desk.attempt.draft_version})
    after = [desk.get("workbench"), desk.get("marks"), desk.client.get("/coder/")]
    assert [leaks(desk, page) for page in (*posts, *pages, frozen, *after)] == [[]] * 11


def test_hints_tell_no_more_than_was_asked_for() -> None:
    desk = alone("knee-injection-diabetes")
    response = desk.post("hint", {"shown": 0}, htmx=True)
    assert leaks(desk, response) == []
    assert leaks(desk, desk.get("workbench")) == []


def test_marks_before_the_release_say_only_that() -> None:
    desk = pair()
    desk.finalise()
    response = desk.get("marks")
    assert (response.status_code, "page" in response.context) == (200, False)
    assert "Not released yet" in response.content.decode()


def test_marks_before_the_release_are_seen_by_the_instructor() -> None:
    desk = pair("knee-injection-diabetes")
    desk.finalise(slip(desk))
    page = desk.as_user(make_user("teacher")).get("marks").context["page"]
    assert (page.score, page.is_released) == ("82.33%", False)


def test_marks_of_nothing_say_so() -> None:
    desk = pair()
    assert "Nothing to mark yet" in desk.get("marks").content.decode()
    teacher = desk.as_user(make_user("teacher"))
    assert "Nothing to mark yet" in teacher.get("marks").content.decode()


def test_marks_come_with_their_sums() -> None:
    page = released().get("marks").context["page"]
    assert [(part.name, part.share, part.reached, part.product) for part in page.parts] == [
        ("Diagnoses", "40%", "76.67%", "30.67%"),
        ("Services", "25%", "100%", "25%"),
        ("Modifiers", "10%", "66.67%", "6.67%"),
        ("Units", "5%", "66.67%", "3.33%"),
        ("Pointers", "10%", "66.67%", "6.67%"),
        ("Sequence", "10%", "100%", "10%"),
    ]
    assert (page.score, page.earned, page.is_capped) == ("82.33%", "82.33%", False)
    assert (page.strict_key, page.strict_union, page.case_pass) == ("80%", "80%", False)


def test_marks_that_an_error_limits_say_by_what() -> None:
    desk = alone("knee-injection-diabetes")
    right = desk.key_answer
    answer = replace(right, diagnoses=(replace(right.diagnoses[0], code="M17.1"),))
    page = released(answer).get("marks").context["page"]
    assert (page.is_capped, page.cap, len(page.gates)) == (True, "69%", 1)
    assert page.is_held == (page.earned != page.score)


def test_marks_show_the_key_beside_the_answer() -> None:
    page = released().get("marks").context["page"]
    assert [
        (pair.yours and pair.yours.code, pair.key and pair.key.code) for pair in page.services
    ] == [
        ("OV-334", "OV-334"),
        ("MS-210", "MS-210"),
        ("J3301", "J3301"),
    ]
    drug = page.services[2]
    assert [(it.name, it.text, it.is_off) for it in drug.yours.details] == [
        ("Modifiers", "none", False),
        ("Units", "1", True),
        ("Points at", "M17.11", False),
    ]
    assert [(pair.yours and pair.yours.code, pair.credit) for pair in page.diagnoses] == [
        ("M17.11", "100%"),
        ("E11.9", "30%"),
        (None, "0%"),
    ]


def test_marks_show_each_finding_with_note_and_source() -> None:
    desk = released()
    response = desk.get("marks")
    finding = response.context["page"].findings[0]
    assert (finding.category, finding.code, finding.chosen) == (
        "wrong subcategory",
        "E11.65",
        "E11.9",
    )
    assert finding.quote in desk.attempt.parsed().note
    assert finding.rationale[:40] in response.content.decode()


def test_marks_of_the_right_answer_find_nothing() -> None:
    desk = alone("knee-injection-diabetes")
    page = released(desk.key_answer).get("marks").context["page"]
    assert (page.score, page.findings, page.case_pass) == ("100%", [], True)


def test_marks_of_an_earlier_version_stay_in_reach() -> None:
    desk = released()
    return_to_coder(desk.attempt.pk, actor=desk.coder, reason="Look again")
    desk.finalise()
    page = desk.get("marks").context["page"]
    assert (page.version, list(page.versions), page.score) == (2, [1, 2], "100%")
    assert ", coded again: 100%</h1>" in desk.get("marks").content.decode()
    first = desk.get("marks", version="1")
    assert first.context["page"].score == "82.33%"
    assert "coded again:" not in first.content.decode()
    assert "Version 1: counts" in first.content.decode()
    assert desk.get("marks", version="7").status_code == 404


def test_marks_are_hidden_from_others() -> None:
    assert released().as_user(make_user("outsider")).get("marks").status_code == 404


# -- release -----------------------------------------------------------------------------------


def test_release_is_the_instructors() -> None:
    desk = pair()
    desk.finalise()
    response = desk.as_user(make_user("teacher")).post("release")
    assert (response.status_code, response.url) == (302, desk.url("marks"))
    assert desk.attempt.released_by == make_user("teacher")
    assert "page" in desk.get("marks").context


def test_release_repeated_changes_nothing() -> None:
    desk = released()
    first = desk.attempt.released_at
    assert desk.post("release").status_code == 302
    assert desk.attempt.released_at == first


def test_release_of_nothing_is_too_early() -> None:
    assert alone().post("release").status_code == 409


def test_release_needs_post() -> None:
    assert alone().get("release").status_code == 405


def test_release_does_not_exist_for_others() -> None:
    assert alone().as_user(make_user("outsider")).post("release").status_code == 404


@pytest.mark.parametrize("user", ["coder", "biller"])
def test_release_is_forbidden_to_learners_in_a_course(user: str) -> None:
    desk = pair()
    desk.finalise()
    assert desk.as_user(make_user(user)).post("release").status_code == 403
    assert desk.attempt.released_at is None
