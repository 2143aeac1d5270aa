"""What is set, to whom, by when: the builder, the learners' lists, attempts, extensions, pairs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from coding.models import Attempt
from sandbox.accounts.models import User
from sandbox.classroom.models import (
    Assignment,
    Course,
    Extension,
    Mode,
    Seat,
    Work,
)
from sandbox.classroom.player import Goal, play
from sandbox.classroom.queries import assigned_to_start
from sandbox.classroom.services import create_assignment, extend_for
from tests.claims.pages import client_of
from tests.coding.desk import Desk
from tests.factories import make_case, make_course, make_pair, make_user
from tests.sandbox.classroom_pages import edit_assignment, filled_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def text(response: Any) -> str:
    return response.content.decode()


def assigned(**settings: Any) -> Assignment:
    """One case set to a class of ann and bob."""
    course = make_course(make_user("ann"), make_user("bob"))
    cases = settings.pop("cases", None) or [make_case()]
    return create_assignment(course, title="Week 1", cases=cases, **settings)


def start(assignment: Assignment, user: str = "ann") -> Any:
    case = assignment.cases.first()
    url = reverse("classroom:start", args=[assignment.pk, case.pk])
    return client_of(make_user(user)).post(url)


def works(user: str = "ann") -> int:
    return Work.objects.filter(seats__user__username=user).distinct().count()


# -- the builder ------------------------------------------------------------------------------


def test_builder_sets_what_is_typed_in_the_classes_time_zone() -> None:
    course, teacher = make_course(), client_of(make_user("teacher"))
    first, second = make_case(), make_case("strep-throat-age-8")
    url = reverse("classroom:new_assignment", args=[course.pk])
    told = filled_in(teacher.get(url).context["form"]) | {
        "title": "Week 2",
        "cases": [first.pk, second.pk],
        "opens_at": "2026-03-01T08:00",
        "due_at": "2026-03-10T23:59",
        "late_rule": "lower",
        "late_percent": "20",
        "mode": "pairs",
        "attempts_allowed": "3",
    }
    page = teacher.post(url, told, follow=True)
    made = Assignment.objects.get()
    assert made.due_at == datetime(2026, 3, 11, 3, 59, tzinfo=UTC)
    assert (made.late_rule, made.late_percent, made.mode) == ("lower", 20, "pairs")
    assert list(made.listed_cases()) == [first, second]
    assert "Mar 10, 2026, 23:59 EDT" in text(page)
    again = teacher.get(reverse("classroom:assignment", args=[made.pk]))
    assert 'value="2026-03-10T23:59"' in text(again)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"opens_at": "2026-03-10T08:00", "due_at": "2026-03-09T08:00"}, "due_at"),
        ({"feedback": "due"}, "feedback"),
        ({"key_release": "due"}, "key_release"),
        ({"late_rule": "close"}, "late_rule"),
        ({"title": None}, "title"),
        ({"cases": []}, "cases"),
        ({"cases": ["999999"]}, "cases"),
        ({"cases": [str(2**63)]}, "cases"),
        ({"cases": ["9" * 5000]}, "cases"),
        ({"attempts_allowed": "0"}, "attempts_allowed"),
        ({"coding_share": "101"}, "coding_share"),
        ({"due_at": "yesterday"}, "due_at"),
        ({"due_at": "9999-12-31T23:59"}, "due_at"),
        ({"opens_at": "0001-01-01T00:00"}, "opens_at"),
        ({"time_limit": "1"}, "time_limit"),
    ],
)
def test_builder_says_what_is_wrong_at_its_field(change: dict[str, Any], field: str) -> None:
    assignment = assigned()
    page = edit_assignment(client_of(make_user("teacher")), assignment, **change)
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert Assignment.objects.get().title == "Week 1"


def ticking(url: str, **typed: Any) -> Any:
    """The builder after its button that ticks cases was pressed."""
    return client_of(make_user("teacher")).post(url, typed | {"action": "tick"})


def test_builder_ticks_the_cases_of_a_difficulty_beside_those_that_are_ticked() -> None:
    course = make_course()
    easy, hard = make_case(), make_case("knee-injection-diabetes")
    url = reverse("classroom:new_assignment", args=[course.pk])
    assert ticking(url, difficulty="3").context["form"].ticked() == [hard]
    page = ticking(url, difficulty="3", cases=[easy.pk])
    assert set(page.context["form"].ticked()) == {easy, hard}
    assert f"2 cases, about {easy.minutes + hard.minutes} minutes" in text(page)
    every = ticking(url, difficulty="nonsense", skill="nonsense", cases=["9" * 5000])
    assert set(every.context["form"].ticked()) == {easy, hard}


def test_builder_keeps_what_was_typed_while_cases_are_ticked_and_stores_nothing() -> None:
    course = make_course()
    make_case()
    url = reverse("classroom:new_assignment", args=[course.pk])
    fresh = client_of(make_user("teacher")).get(url).context["form"]
    typed = filled_in(fresh) | {"title": "Week 2", "due_at": "2026-03-10T23:59", "mode": "pairs"}
    page = ticking(url, **typed)
    kept = filled_in(page.context["form"])
    assert {name: kept[name] for name in ("title", "due_at", "mode")} == {
        name: typed[name] for name in ("title", "due_at", "mode")
    }
    assert 'value="2026-03-10T23:59"' in text(page)
    half = ticking(url, title="", due_at="soon", attempts_allowed="")
    assert (half.status_code, "field-error" in text(half)) == (200, False)
    assert 'value="soon"' in text(half)
    assert not Assignment.objects.exists()


def test_builder_ticks_cases_of_an_assignment_that_is_set_and_stores_nothing() -> None:
    assignment = assigned()
    before = assignment.cases.get()
    more = make_case("knee-injection-diabetes")
    url = reverse("classroom:assignment", args=[assignment.pk])
    fresh = client_of(make_user("teacher")).get(url).context["form"]
    shown = ticking(url, **filled_in(fresh) | {"title": "Mine", "difficulty": "3"}).context["form"]
    assert set(shown.ticked()) == {before, more}
    assert (shown.seen, shown["title"].value()) == (fresh.seen, "Mine")
    assert Assignment.objects.get().title == "Week 1"
    assert list(assignment.cases.all()) == [before]


def test_first_button_of_the_builder_saves_for_it_is_the_one_that_enter_presses() -> None:
    url = reverse("classroom:assignment", args=[assigned().pk])
    form = text(client_of(make_user("teacher")).get(url)).split("novalidate>")[1]
    first = re.findall(r"<button[^>]*>", form)[0]
    assert "name=" not in first
    assert 'value="tick"' in form


def test_case_at_which_somebody_works_stays() -> None:
    work = make_pair()
    other = make_case("strep-throat-age-8")
    teacher = client_of(make_user("teacher"))
    refused = edit_assignment(teacher, work.assignment, cases=[other.pk])
    assert (refused.status_code, "somebody works" in text(refused).lower()) == (409, True)
    assert list(work.assignment.cases.all()) == [work.attempt.case_version.case]
    desks = edit_assignment(teacher, work.assignment, mode="coder")
    assert desks.status_code == 409


def test_assignments_are_moved_copied_and_deleted() -> None:
    first = assigned()
    second = create_assignment(first.course, title="Week 2", cases=[make_case()])
    teacher = client_of(make_user("teacher"))

    def titles() -> list[str]:
        page = teacher.get(reverse("classroom:assignments", args=[first.course_id]))
        return [row.title for row in page.context["assignments"]]

    teacher.post(reverse("classroom:order", args=[second.pk]), {"by": "up"})
    assert titles() == ["Week 2", "Week 1"]
    teacher.post(reverse("classroom:order", args=[second.pk]), {"by": "up"})
    assert titles() == ["Week 2", "Week 1"]
    teacher.post(reverse("classroom:copy_assignment", args=[first.pk]))
    assert titles() == ["Week 2", "Week 1", "Week 1 (copy)"]
    start(first)
    kept = teacher.post(reverse("classroom:delete_assignment", args=[first.pk]))
    gone = teacher.post(reverse("classroom:delete_assignment", args=[second.pk]))
    assert (kept.status_code, gone.status_code) == (409, 302)
    assert titles() == ["Week 1", "Week 1 (copy)"]


def test_preview_counts_nowhere() -> None:
    assignment = assigned()
    teacher = client_of(make_user("teacher"))
    url = reverse("classroom:preview", args=[assignment.pk, assignment.cases.get().pk])
    first, again = teacher.post(url), teacher.post(url)
    assert first.url == again.url
    work = Work.objects.get()
    play(work, goal=Goal.CODED)
    assert "(preview)" in text(teacher.get(first.url))
    for name in ("attempts", "course", "marking"):
        page = text(teacher.get(reverse(f"classroom:{name}", args=[assignment.course_id])))
        assert first.url not in page, name
    assert teacher.get("/coder/").context["worklist"].coded == []
    teacher.post(reverse("classroom:delete_assignment", args=[assignment.pk]))
    assert not Attempt.objects.exists()


# -- beginning --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "desks"),
    [(Mode.BOTH, {"coder", "biller"}), (Mode.CODER, {"coder"}), (Mode.BILLER, {"biller"})],
)
def test_learner_sits_at_the_desks_of_the_mode(mode: Mode, desks: set[str]) -> None:
    start(assigned(mode=mode))
    own = Seat.objects.filter(user__username="ann").values_list("desk", flat=True)
    assert set(own) == desks


def test_starting_twice_gives_the_same_work() -> None:
    assignment = assigned(attempts_allowed=3)
    assert start(assignment).url == start(assignment).url
    assert works() == 1


def test_assignment_opens_and_closes() -> None:
    now = timezone.now()
    early = assigned(opens_at=now + HOUR)
    assert start(early).status_code == 409
    [row] = client_of(make_user("ann")).get("/coder/").context["to_start"]
    assert (row.is_open, row.number) == (False, 1)
    Assignment.objects.update(opens_at=None, due_at=now - HOUR, late_rule="close")
    assert start(early).status_code == 409
    assert client_of(make_user("ann")).get("/coder/").context["to_start"] == []
    Assignment.objects.update(late_rule="accept")
    [late] = client_of(make_user("ann")).get("/coder/").context["to_start"]
    assert (late.is_open, late.is_late) == (True, True)
    assert start(early).status_code == 302


@pytest.mark.parametrize(("rest", "how"), [("paused_at", "paused"), ("archived_at", "over")])
def test_nothing_is_begun_while_the_class_is_at_rest(rest: str, how: str) -> None:
    assignment = assigned()
    Course.objects.update(**{rest: timezone.now()})
    refused = start(assignment)
    assert (refused.status_code, works()) == (409, 0)
    assert f"{assignment.course} is {how}. Nothing was begun." in text(refused)
    assert "<h1>This cannot be begun now</h1>" in text(refused)
    assert "moved this first" not in text(refused)
    Course.objects.update(**{rest: None})
    assert (start(assignment).status_code, works()) == (302, 1)


def test_work_in_a_closed_assignment_can_be_seen_and_not_changed() -> None:
    assignment = assigned()
    desk = start(assignment).url
    Assignment.objects.update(due_at=timezone.now() - HOUR, late_rule="close")
    ann = client_of(make_user("ann"))
    page = ann.get(desk)
    assert "This assignment closed on" in text(page)
    sheet = reverse("coding:sheet", args=[Attempt.objects.get().pk])
    assert ann.post(sheet, {"action": "save", "version": "0"}).status_code == 403
    extend_for(
        assignment,
        actor=make_user("teacher"),
        user=make_user("ann"),
        due_at=timezone.now() + HOUR,
        more_attempts=0,
        reason="",
    )
    assert "This assignment closed on" not in text(ann.get(desk))
    assert ann.post(sheet, {"action": "save", "version": "0"}).status_code != 403


def test_attempts_are_counted_and_end_with_the_key() -> None:
    assignment = assigned(mode=Mode.CODER, attempts_allowed=2)
    start(assignment)
    assert assigned_to_start(make_user("ann")) == []
    play_coding()
    [again] = assigned_to_start(make_user("ann"))
    assert (again.number, again.allowed) == (2, 2)
    start(assignment)
    assert works() == 2
    play_coding()
    assert assigned_to_start(make_user("ann")) == []
    start(assignment)
    assert works() == 2
    give_more(assignment)
    [third] = assigned_to_start(make_user("ann"))
    assert (third.number, third.allowed) == (3, 3)
    Attempt.objects.update(released_at=timezone.now())
    assert assigned_to_start(make_user("ann")) == []
    start(assignment)
    assert works() == 2


def give_more(assignment: Assignment) -> None:
    extend_for(
        assignment,
        actor=make_user("teacher"),
        user=make_user("ann"),
        due_at=None,
        more_attempts=1,
        reason="Was ill",
    )


def play_coding() -> None:
    """Ann codes her newest attempt right."""
    work = Work.objects.filter(seats__user__username="ann").order_by("pk").last()
    assert work is not None
    desk = Desk(work, make_user("ann"))
    desk.finalise(desk.key_answer)


# -- extensions -------------------------------------------------------------------------------


def test_extension_is_given_and_taken_back() -> None:
    assignment = assigned(due_at=timezone.now() - HOUR, late_rule="close")
    teacher = client_of(make_user("teacher"))
    url = reverse("classroom:extend", args=[assignment.pk])
    ann: User = make_user("ann")
    told = {"learner": ann.pk, "due_at": "2099-01-01T12:00", "reason": "Was ill"}
    assert "Was ill" in text(teacher.post(url, told, follow=True))
    assert [row.case_id for row in assigned_to_start(ann)] == [assignment.cases.get().pk]
    assert assigned_to_start(make_user("bob")) == []
    teacher.post(url, {"learner": ann.pk, "more_attempts": "0"})
    assert not Extension.objects.exists()
    wrong = teacher.post(url, {"learner": make_user("stranger").pk, "due_at": "x"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"learner", "due_at"})
    never = teacher.post(url, {"learner": ann.pk, "due_at": "9999-12-31T23:59"})
    assert "Write a year from 1900 to 2199." in text(never)


# -- pairs ------------------------------------------------------------------------------------


def test_clock_tells_the_time_with_what_is_extra() -> None:
    assignment = assigned(time_limit=60)
    desk = start(assignment).url
    ann = client_of(make_user("ann"))
    assert "60 of 60 minutes left." in text(ann.get(desk))
    assignment.course.enrolments.filter(user__username="ann").update(extra_time=50)
    assert "90 of 90 minutes left." in text(ann.get(desk))
    Attempt.objects.update(created_at=timezone.now() - timedelta(minutes=100))
    page = text(ann.get(desk))
    assert "The 90 minutes are over. You can go on" in page
    Assignment.objects.update(time_limit=None)
    assert "minutes left" not in text(ann.get(desk))
