"""Two of a class's staff have one page open: who saves second is told, and loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from sandbox.classroom.models import Assignment, Course, Enrolment
from sandbox.classroom.services import create_assignment
from tests.claims.pages import client_of
from tests.factories import make_case, make_course, make_user
from tests.sandbox.classroom_pages import filled_in

pytestmark = pytest.mark.django_db
TOLD = "This was changed since you opened the page"


@dataclass(frozen=True)
class Page:
    """A page that two have open: what each of them types, and what is read of the database."""

    name: str
    first: dict[str, str]
    second: dict[str, str]
    named: str
    stored: Callable[[], object]
    kept: tuple[object, object]


PAGES = (
    Page(
        "assignment",
        {"title": "Theirs"},
        {"title": "Mine", "attempts_allowed": "4"},
        "Title",
        lambda: Assignment.objects.get().title,
        ("Theirs", "Mine"),
    ),
    Page(
        "settings",
        {"term": "Spring 2031", "stuck_after": "25"},
        {"term": "Fall 2031"},
        "Term, Stuck after, in minutes",
        lambda: Course.objects.get().term,
        ("Spring 2031", "Fall 2031"),
    ),
    Page(
        "person",
        {"extra_time": "50"},
        {"extra_time": "25"},
        "Extra time, in percent",
        lambda: Enrolment.objects.get(user__username="ann").extra_time,
        (50, 25),
    ),
    Page(
        "pairs",
        {"coder-0": "ann", "biller-0": "bob"},
        {"coder-0": "bob", "biller-0": "ann"},
        "the pairs",
        lambda: Assignment.objects.get().pairs.get().coder.username,
        ("ann", "bob"),
    ),
    Page(
        "weights",
        {"diagnoses": "30", "procedures": "70", "reason": "Theirs."},
        {"diagnoses": "60", "procedures": "40", "reason": "Mine."},
        "Diagnoses, Services",
        lambda: Assignment.objects.get().shares["diagnoses"],
        (30, 60),
    ),
)
PARTS = dict.fromkeys(("modifiers", "units", "pointers", "sequence", "evidence"), "0")


def address(shown: Page) -> str:
    if shown.name == "settings":
        return reverse("classroom:settings", args=[Course.objects.get().pk])
    if shown.name == "person":
        ann = Enrolment.objects.get(user__username="ann")
        return reverse("classroom:person", args=[ann.course_id, ann.pk])
    return reverse(f"classroom:{shown.name}", args=[Assignment.objects.get().pk])


def typed(shown: Page, form: Any, told: dict[str, str]) -> dict[str, Any]:
    """The form as it is shown, with what somebody types into it."""
    return filled_in(form) | (PARTS if shown.name == "weights" else {}) | told


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_second_of_two_is_told_and_may_still_save(shown: Page) -> None:
    course = make_course(*(make_user(name, display_name="") for name in ("ann", "bob")))
    create_assignment(course, title="Week 1", cases=[make_case()])
    teacher, url = client_of(make_user("teacher")), address(shown)
    theirs, mine = (teacher.get(url).context["form"] for _ in range(2))

    done = teacher.post(url, typed(shown, theirs, shown.first))
    assert done.status_code == 302, done.context["form"].errors
    answer = teacher.post(url, typed(shown, mine, shown.second))
    assert answer.status_code == 422
    assert f"{TOLD}: {shown.named}" in answer.text
    assert all(f'value="{value}"' in answer.text for value in shown.second.values())
    assert shown.stored() == shown.kept[0]

    again = typed(shown, answer.context["form"], shown.second)
    assert teacher.post(url, again).status_code == 302
    assert shown.stored() == shown.kept[1]


@pytest.fixture
def week() -> Assignment:
    course = make_course(*(make_user(name, display_name="") for name in ("ann", "bob", "cy", "di")))
    return create_assignment(course, title="Week 1", cases=[make_case()])


def test_same_page_sent_twice_is_saved_twice(week: Assignment) -> None:
    teacher, url = client_of(make_user("teacher")), reverse("classroom:assignment", args=[week.pk])
    told = filled_in(teacher.get(url).context["form"]) | {"title": "Week 9"}
    assert [teacher.post(url, told).status_code for _ in range(2)] == [302, 302]
    assert Assignment.objects.get().title == "Week 9"


def test_no_pair_that_was_typed_is_dropped(week: Assignment) -> None:
    teacher, url = client_of(make_user("teacher")), reverse("classroom:pairs", args=[week.pk])
    names = ("ann", "bob", "cy", "di")
    alone = {f"coder-{place}": name for place, name in enumerate(names)}
    assert teacher.post(url, alone).status_code == 302
    mine = filled_in(teacher.get(url).context["form"])
    pairs = {"coder-0": "ann", "biller-0": "bob", "coder-1": "cy", "biller-1": "di"}
    assert teacher.post(url, pairs).status_code == 302

    typed_by_me = mine | {"coder-0": "di", "coder-3": "ann"}
    answer = teacher.post(url, typed_by_me)
    assert (answer.status_code, TOLD in answer.text) == (422, True)
    assert teacher.post(url, typed_by_me | {"seen": answer.context["form"].seen}).status_code == 302
    assert sorted(pair.coder.username for pair in week.pairs.all()) == sorted(names)


def test_other_time_zone_is_a_change_of_the_times_that_are_shown(week: Assignment) -> None:
    Assignment.objects.update(due_at=datetime(2031, 3, 3, 22, tzinfo=UTC))
    teacher, url = client_of(make_user("teacher")), reverse("classroom:assignment", args=[week.pk])
    told = filled_in(teacher.get(url).context["form"])
    told |= {"due_at": "2031-03-03T17:00", "title": "Week 9"}
    Course.objects.update(time_zone="America/Los_Angeles")
    answer = teacher.post(url, told)
    assert (answer.status_code, f"{TOLD}: Due." in answer.text) == (422, True)
    assert Assignment.objects.get().title == "Week 1"


def test_new_assignment_has_nothing_that_somebody_could_have_changed(week: Assignment) -> None:
    url = reverse("classroom:new_assignment", args=[week.course_id])
    assert 'name="seen"' not in client_of(make_user("teacher")).get(url).text


def test_ticking_cases_on_an_older_page_does_not_make_it_a_fresh_one(week: Assignment) -> None:
    teacher, url = client_of(make_user("teacher")), reverse("classroom:assignment", args=[week.pk])
    typed = filled_in(teacher.get(url).context["form"]) | {"title": "Mine"}
    Assignment.objects.update(title="Theirs")
    shown = teacher.post(url, typed | {"action": "tick"})
    answer = teacher.post(url, filled_in(shown.context["form"]))
    assert (answer.status_code, f"{TOLD}: Title" in answer.text) == (422, True)
    assert Assignment.objects.get().title == "Theirs"


def test_pairs_proposed_on_an_older_page_do_not_replace_newer_ones(week: Assignment) -> None:
    teacher, url = client_of(make_user("teacher")), reverse("classroom:pairs", args=[week.pk])
    proposed = filled_in(teacher.get(url, {"deal": "1"}).context["form"])
    assert teacher.post(url, {"coder-0": "di", "biller-0": "cy"}).status_code == 302
    assert teacher.post(url, proposed).status_code == 422
    assert week.pairs.get().coder.username == "di"


def test_page_that_nobody_overtook_is_saved_and_what_was_proposed_is_no_change() -> None:
    course = make_course(*(make_user(name, display_name="") for name in ("ann", "bob")))
    assignment = create_assignment(course, title="Week 1", cases=[make_case()])
    teacher = client_of(make_user("teacher"))
    url = reverse("classroom:pairs", args=[assignment.pk])
    proposed = teacher.get(url, {"deal": "1"}).context["form"]
    assert teacher.post(url, filled_in(proposed)).status_code == 302
    assert assignment.pairs.count() == 1
