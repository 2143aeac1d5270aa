"""A class from its start to its end: made, changed, copied, paused, moved, told, archived."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from claims.models import Claim
from coding.models import Attempt
from sandbox.classroom.keys import apply_key, version_for
from sandbox.classroom.models import ClassMove, Course, Enrolment, KeptComment, Notice
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import move_batch, start_class_move
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_practice, make_user
from tests.sandbox.classroom_pages import filled_in

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def post(page: str, course: Course, *, user: str = "teacher", **told: Any) -> Any:
    url = reverse(f"classroom:{page}", args=[course.pk])
    return client_of(make_user(user)).post(url, told, follow=True)


def test_who_was_made_an_instructor_starts_a_class() -> None:
    ann = client_of(make_user("ann"))
    refused = ann.get(reverse("classroom:new_course"))
    assert (refused.status_code, "because they see answer keys" in text(refused)) == (403, True)
    with pytest.raises(CommandError):
        call_command("make_instructor", "nobody")
    call_command("make_instructor", "ann", stdout=io.StringIO())
    form = ann.get(reverse("classroom:new_course")).context["form"]
    page = ann.post(
        reverse("classroom:new_course"), filled_in(form) | {"name": "Evening"}, follow=True
    )
    assert "Nothing is set" in text(page)
    assert Enrolment.objects.get(user__username="ann").role == "instructor"
    again = ann.post(reverse("classroom:new_course"), {"name": ""})
    assert (again.status_code, "Give the class a name." in text(again)) == (422, True)
    call_command("make_instructor", "ann", "--remove", stdout=io.StringIO())
    assert ann.get(reverse("classroom:new_course")).status_code == 200, "she runs one already"


def test_settings_are_kept() -> None:
    course = make_course()
    told = {"name": "N", "term": "T", "time_zone": "UTC", "stuck_after": "5", "is_blind": "on"}
    post("settings", course, **told)
    course = Course.objects.get()
    assert (str(course), course.time_zone, course.stuck_after) == ("N T", "UTC", 5)
    assert course.is_blind
    page = post("settings", course, **told | {"time_zone": "Moon/Base"})
    assert page.status_code == 422


def test_settings_beside_a_copy_that_failed_are_saved_as_settings() -> None:
    course = make_course(make_user("ann"))
    page = post("copy", course, name="")
    settings = reverse("classroom:settings", args=[course.pk])
    assert page.status_code == 422
    assert f'<form method="post" action="{settings}"' in text(page)


def test_copy_takes_what_is_set_and_nobody() -> None:
    work = make_pair()
    course, case = work.assignment.course, work.attempt.case_version.case
    version = version_for(course, case)
    apply_key(
        course,
        base=version,
        key=version.parsed().key,
        actor=make_user("teacher"),
        reason="Looked at again.",
        never_lower=True,
    )
    KeptComment.objects.create(course=course, text="Look at the laterality.")
    post("copy", course, name="Next", term="Spring")
    new = Course.objects.get(name="Next")
    [assignment] = new.assignments.all()
    assert list(assignment.cases.all()) == [case]
    assert (assignment.title, assignment.due_at) == (work.assignment.title, None)
    assert version_for(new, case) == version_for(course, case) != version
    assert [row.text for row in new.kept_comments.all()] == ["Look at the laterality."]
    assert [str(row.user.username) for row in new.enrolments.all()] == ["teacher"]
    assert not assignment.work.exists()


def test_archived_class_can_be_read_and_not_worked_in() -> None:
    work = make_pair()
    course = work.assignment.course
    post("archive", course)
    coder = client_of(make_user("coder"))
    desk = reverse("coding:workbench", args=[work.attempt_id])
    assert "is over. You can look" in text(coder.get(desk))
    sheet = reverse("coding:sheet", args=[work.attempt_id])
    assert coder.post(sheet, {"action": "save", "version": "0"}).status_code == 403
    assert coder.get("/coder/").context["worklist"].to_code == []
    teacher = client_of(make_user("teacher"))
    assert teacher.get("/instructor/").context["courses"] == []
    [card] = teacher.get("/instructor/?archived=1").context["courses"]
    assert card.pk == course.pk
    post("archive", course, action="restore")
    assert coder.post(sheet, {"action": "save", "version": "0"}).status_code != 403


def test_paused_class_stands_still_until_it_goes_on() -> None:
    work = make_pair()
    course = work.assignment.course
    play(work, goal=Goal.OPENED)
    claim = Claim.objects.get()
    biller = client_of(make_user("biller"))
    submit = reverse("claims:submit", args=[claim.pk])
    post("pause", course)
    page = text(biller.get(reverse("claims:claim", args=[claim.pk])))
    assert "is paused" in page
    assert submit not in page
    refused = biller.post(submit, {"key": "k", "version": claim.version})
    assert (refused.status_code, "is paused" in text(refused)) == (403, True)
    assert Claim.objects.get().version == claim.version
    post("pause", course, action="resume")
    assert submit in text(biller.get(reverse("claims:claim", args=[claim.pk])))


def test_paused_class_does_not_stop_practice() -> None:
    ann = make_user("ann")
    post("pause", make_course(ann))
    practice = make_practice(ann)
    sheet = reverse("coding:sheet", args=[practice.attempt_id])
    answer = client_of(ann).post(sheet, {"action": "save", "version": "0"})
    assert answer.status_code != 403


# -- moving the calendars ---------------------------------------------------------------------


def test_class_moves_to_the_next_day_once() -> None:
    course = make_course(make_user("coder"), make_user("biller"))
    works = [
        make_pair(course=course),
        make_pair(course=course, slug="strep-throat-age-8"),
        make_pair(course=course, slug="knee-injection-diabetes"),
    ]
    play(works[0], goal=Goal.SENT)
    play(works[1], goal=Goal.CLOSED)
    before = dict(Attempt.objects.values_list("pk", "scenario_date"))
    page = post("move", course, step="day")
    move = ClassMove.objects.get()
    assert (move.total, "0 of 2" in text(page)) == (2, True)
    url = reverse("classroom:moving", args=[course.pk, move.pk])
    teacher = client_of(make_user("teacher"))
    assert "Every open case of the class has moved on." in text(teacher.post(url, follow=True))
    teacher.post(url)
    moved = dict(Attempt.objects.values_list("pk", "scenario_date"))
    for work, days in zip(works, (1, 0, 1), strict=True):
        assert moved[work.attempt_id] - before[work.attempt_id] == timedelta(days=days)


def test_move_that_is_going_on_is_gone_on_with() -> None:
    course = make_course(make_user("coder"), make_user("biller"))
    make_pair(course=course)
    teacher = make_user("teacher")
    first = start_class_move(course, actor=teacher, step="day")
    assert start_class_move(course, actor=teacher, step="week") == first
    assert "The calendars are being moved" in text(
        client_of(teacher).get(reverse("classroom:course", args=[course.pk]))
    )
    assert move_batch(first.pk, actor=teacher) == 0
    assert start_class_move(course, actor=teacher, step="week") != first


def test_week_brings_what_falls_due() -> None:
    course = make_course(make_user("coder"), make_user("biller"))
    work = make_pair(course=course)
    play(work, goal=Goal.SENT)
    teacher = make_user("teacher")
    for _ in range(5):
        move_batch(start_class_move(course, actor=teacher, step="week").pk, actor=teacher)
    assert Claim.objects.get().state == "paid"


# -- telling the class ------------------------------------------------------------------------


def test_notice_reaches_every_learner_until_it_is_put_away() -> None:
    course = make_course(make_user("ann"), make_user("bob"))
    post("tell", course, text="Look at <b>modifier 25</b>.")
    notice = Notice.objects.get()
    ann, bob = client_of(make_user("ann")), client_of(make_user("bob"))
    assert "Look at &lt;b&gt;modifier 25" in text(ann.get("/coder/"))
    assert "modifier 25" in text(ann.get("/practice/"))
    assert "modifier 25" not in text(client_of(make_user("other")).get("/coder/"))
    ann.post(reverse("classroom:read_notice", args=[notice.pk]))
    assert "modifier 25" not in text(ann.get("/coder/"))
    assert "modifier 25" in text(bob.get("/coder/"))
    post("tell", course, back=str(notice.pk))
    assert "modifier 25" not in text(bob.get("/coder/"))


def test_page_that_shows_all_is_not_sent_again() -> None:
    course = make_course(make_user("ann"))
    ann, url = client_of(make_user("ann")), reverse("classroom:told")
    shown = ann.get("/coder/").context["told"].version
    assert ann.get(url, {"shown": shown}).status_code == 204
    post("tell", course, text="Ten minutes left.")
    fresh = ann.get(url, {"shown": shown})
    assert (fresh.status_code, "Ten minutes left." in text(fresh)) == (200, True)
    post("pause", course)
    assert "is paused" in text(ann.get(url, {"shown": fresh.context["told"].version}))


def test_nothing_is_told_without_words() -> None:
    course = make_course(make_user("ann"))
    assert "Write what the class should read" in text(post("tell", course, text=" "))
    assert "at most 500 characters" in text(post("tell", course, text="x" * 501))
    assert not Notice.objects.exists()


# -- messages between the desks ---------------------------------------------------------------


def test_desks_of_a_pair_write_to_each_other() -> None:
    work = make_pair()
    play(work, goal=Goal.OPENED)
    coder, biller = client_of(make_user("coder")), client_of(make_user("biller"))
    say = reverse("classroom:say", args=[work.attempt_id])
    answer = coder.post(say, {"text": "Is <b>this</b> right?", "from": "codes"})
    assert answer.url.endswith("#desk-talk")
    claim = reverse("claims:claim", args=[Claim.objects.get().pk])
    page = text(biller.get(claim))
    assert "Is &lt;b&gt;this" in page
    assert text(biller.get("/biller/")).count("Message from") == 1
    assert biller.post(say, {"text": "Look again.", "from": "claim"}).url.startswith(claim)
    assert "Message from" not in text(biller.get("/biller/"))
    assert "Look again." in text(coder.get("/coder/"))
    empty = coder.post(say, {"text": ""})
    assert "Write what the other desk should read." in text(empty)
    long = coder.post(say, {"text": "x" * 501})
    assert (long.status_code, "x" * 501 in text(long)) == (422, True)


def test_nothing_is_added_to_the_messages_of_a_class_that_is_over() -> None:
    work = make_pair()
    coder, course = client_of(make_user("coder")), work.assignment.course
    say = reverse("classroom:say", args=[work.attempt_id])
    desk = reverse("coding:workbench", args=[work.attempt_id])
    post("pause", course)
    assert coder.post(say, {"text": "While we wait."}).status_code == 302
    assert f'action="{say}"' in text(coder.get(desk))
    post("archive", course)
    late = coder.post(say, {"text": "After the end."})
    assert (late.status_code, "is over. Your message was not sent." in text(late)) == (409, True)
    assert "<h1>The class is over</h1>" in text(late)
    assert "You can still see your work and marks." in text(late)
    assert "moved this first" not in text(late)
    assert "readonly>After the end.</textarea>" in text(late)
    assert f'href="{desk}"' in text(late)
    page = text(coder.get(desk))
    assert ("While we wait." in page, say in page, "After the end." in page) == (True, False, False)


def test_who_works_alone_has_nobody_to_write_to() -> None:
    work = make_practice()
    user = work.seats.first().user
    page = text(client_of(user).get(reverse("coding:workbench", args=[work.attempt_id])))
    assert "desk-talk" not in page
