"""Two of a class's staff, or a learner and a teacher, who press at once: nobody meets an error,
and nothing is there twice or half."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coding.models import Attempt, Case, CaseVersion, Mark
from sandbox.accounts.models import User
from sandbox.authoring.models import DraftCase
from sandbox.authoring.services import begin_draft
from sandbox.authoring.template import new_case
from sandbox.classroom.models import Assignment, Course, CourseKey, Enrolment, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import enrol
from tests.claims.pages import client_of
from tests.copies import copied_database, new_database
from tests.factories import make_case, make_course, make_pair, make_user
from tests.processes import connected
from tests.races.rivals import meet
from tests.sandbox.classroom_pages import filled_in
from tests.sandbox.test_keys import typed, url_of
from tests.servers import VENDORS

Post = Callable[[], HttpResponse]
TEACHER, OTHER, LEARNER = "teacher", "other", "coder"


@dataclass(frozen=True)
class Meeting:
    """What two people do at once, in a class of the pair of `make_pair`; `check` looks at what is
    there afterwards. Where both change one thing, one of them `is_told` and nothing is stored."""

    name: str
    ready: Callable[[Course], tuple[Post, Post]]
    check: Callable[[], None]
    is_told: bool = False

    def __str__(self) -> str:
        return self.name


def post(user: str, url: str, data: dict[str, Any] | None = None) -> Post:
    """A form of somebody who has signed in, sent in a browser of its own."""
    session = client_of(make_user(user)).cookies["sessionid"].value

    def send() -> HttpResponse:
        client = Client()
        client.cookies["sessionid"] = session
        return client.post(url, data or {})

    return send


def two_courses_mend(course: Course) -> tuple[Post, Post]:
    """The same case, in a class each."""
    other = make_pair(make_user("x"), make_user("y"), course=_course_of(OTHER)).assignment.course
    return (
        post(TEACHER, url_of(course), typed(course, action="apply")),
        post(OTHER, url_of(other), typed(other, action="apply")),
    )


def begun_while_mended(course: Course) -> tuple[Post, Post]:
    """A learner begins the case in another week of the class."""
    made = Assignment.objects.create(course=course, title="Week 2", place=2)
    made.assigned_cases.create(case=make_case(), place=1)
    begin = reverse("classroom:start", args=[made.pk, make_case().pk])
    return post(TEACHER, url_of(course), typed(course, action="apply")), post(LEARNER, begin)


def two_remark(course: Course) -> tuple[Post, Post]:
    """Two remarkings of the same codings, which wait."""
    runs = []
    for who in (TEACHER, OTHER):
        answer = post(who, url_of(course), typed(course, action="apply"))()
        runs.append(int(answer["Location"].rstrip("/").rsplit("/", 1)[1]))
    urls = [reverse("classroom:remark", args=[course.pk, run]) for run in runs]
    return post(TEACHER, urls[0]), post(OTHER, urls[1])


def two_rosters(course: Course) -> tuple[Post, Post]:
    """The same new people, in a class each, the other way round."""
    people, other = ["ann", "bob"], _course_of(OTHER)
    rosters = [
        {"text": "username,name\n" + "".join(f"{name},\n" for name in names), "action": "take"}
        for names in (people, people[::-1])
    ]
    return (
        post(TEACHER, reverse("classroom:roster", args=[course.pk]), rosters[0]),
        post(OTHER, reverse("classroom:roster", args=[other.pk]), rosters[1]),
    )


def two_rename(course: Course) -> tuple[Post, Post]:
    """Two learners get one pseudonym."""
    told = {"role": "learner", "pseudonym": "Otter", "extra_time": "0"}
    rows = Enrolment.objects.filter(course=course, role="learner")
    urls = [reverse("classroom:person", args=[course.pk, row.pk]) for row in rows]
    return post(TEACHER, urls[0], told), post(OTHER, urls[1], told)


def two_publish(course: Course) -> tuple[Post, Post]:
    """Two authors' cases have one slug."""
    drafts = [
        begin_draft(make_user(who), source=new_case(slug="own-case")) for who in (TEACHER, OTHER)
    ]
    urls = [reverse("authoring:publish", args=[draft.pk]) for draft in drafts]
    return post(TEACHER, urls[0]), post(OTHER, urls[1])


def deleted_while(name: str, *, by: str = OTHER, **data: str) -> Callable[..., tuple[Post, Post]]:
    """An assignment that nobody has begun is deleted while somebody does something with it."""

    def ready(course: Course) -> tuple[Post, Post]:
        made = Assignment.objects.create(course=course, title="Week 2", place=2)
        made.assigned_cases.create(case=make_case(), place=1)
        told = {key: value.format(learner=make_user(LEARNER).pk) for key, value in data.items()}
        args = [made.pk, make_case().pk] if name == "start" else [made.pk]
        delete = reverse("classroom:delete_assignment", args=[made.pk])
        return post(by, reverse(f"classroom:{name}", args=args), told), post(TEACHER, delete)

    return ready


def draft_deleted_while_saved(course: Course) -> tuple[Post, Post]:
    """In two tabs of its author."""
    draft = begin_draft(make_user(TEACHER), source=new_case(slug="own-case"))
    told = {"source": draft.source + "\nMore.", "version": "1", "action": "save"}
    edit, delete = (reverse(f"authoring:{name}", args=[draft.pk]) for name in ("edit", "delete"))
    return post(TEACHER, edit, told), post(TEACHER, delete)


def two_set_the_class(course: Course) -> tuple[Post, Post]:
    """Both have had the settings open; one changes the term, one the name."""
    url = reverse("classroom:settings", args=[course.pk])
    told = filled_in(client_of(make_user(TEACHER)).get(url).context["form"])
    return (
        post(TEACHER, url, told | {"term": "Spring 2031"}),
        post(OTHER, url, told | {"name": "Theirs"}),
    )


def two_set_the_assignment(course: Course) -> tuple[Post, Post]:
    """Both have had the builder open; one changes the title, one the attempts."""
    url = reverse("classroom:assignment", args=[course.assignments.get().pk])
    told = filled_in(client_of(make_user(TEACHER)).get(url).context["form"])
    return (
        post(TEACHER, url, told | {"title": "Week 9"}),
        post(OTHER, url, told | {"attempts_allowed": "7"}),
    )


def edited_while_mended(course: Course) -> tuple[Post, Post]:
    """The title of an assignment changes that has the case."""
    url = reverse("classroom:assignment", args=[course.assignments.get().pk])
    told = filled_in(client_of(make_user(OTHER)).get(url).context["form"])
    return (
        post(TEACHER, url_of(course), typed(course, action="apply")),
        post(OTHER, url, told | {"title": "Week 9"}),
    )


def _course_of(name: str) -> Course:
    return make_course(instructor=make_user(name))


def one_mark_stands() -> None:
    """Each coding has one mark that stands."""
    stand = Mark.objects.filter(stands=True)
    assert stand.count() == stand.values("coding_version").distinct().count() > 0


def versions_are_counted() -> None:
    """The versions of a case have numbers from one on."""
    for case in Case.objects.all():
        numbers = list(case.versions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, CaseVersion.objects.filter(case=case).count() + 1))


def nobody_has_the_old_key() -> None:
    """Who began before and who began meanwhile."""
    mended = CourseKey.objects.get().case_version
    assert {row.case_version for row in Attempt.objects.all()} == {mended}
    assert Attempt.objects.count() == 2


def mended_and_edited() -> None:
    """Both came through."""
    assert CourseKey.objects.count() == 1
    assert Assignment.objects.get().title == "Week 9"


def both_are_in_both() -> None:
    """Everybody of the rosters has one account, and is in both classes."""
    assert User.objects.filter(username__in=["ann", "bob"]).count() == 2
    assert Enrolment.objects.filter(user__username__in=["ann", "bob"]).count() == 4


def one_otter() -> None:
    """Nobody shares a pseudonym."""
    assert Enrolment.objects.filter(pseudonym__iexact="otter").count() == 1


def one_case_published() -> None:
    """One draft became the case, in one version."""
    assert DraftCase.objects.exclude(case=None).count() == 1
    assert CaseVersion.objects.filter(case__slug="own-case").count() == 1


def one_setting_changed() -> None:
    """One of the two is stored; the other was not put in its place."""
    course = Course.objects.get(enrolments__user__username=OTHER)
    assert (course.term == "Spring 2031") + (course.name == "Theirs") == 1


def one_assignment_changed() -> None:
    """One of the two is stored; the other was not put in its place."""
    assignment = Assignment.objects.get()
    assert (assignment.title == "Week 9") + (assignment.attempts_allowed == 7) == 1


def no_half_assignment() -> None:
    """What is deleted has left nothing, and what was begun stays."""
    assert Work.objects.filter(assignment=None).count() == 0


def no_half_draft() -> None:
    """Nothing of the draft is left."""
    assert DraftCase.objects.count() == 0


MEETINGS = (
    Meeting("mend", two_courses_mend, versions_are_counted),
    Meeting("mend-and-begin", begun_while_mended, nobody_has_the_old_key),
    Meeting(
        "begin-and-mend", lambda course: begun_while_mended(course)[::-1], nobody_has_the_old_key
    ),
    Meeting("mend-and-edit", edited_while_mended, mended_and_edited),
    Meeting("edit-and-mend", lambda course: edited_while_mended(course)[::-1], mended_and_edited),
    Meeting("remark", two_remark, one_mark_stands),
    Meeting("rosters", two_rosters, both_are_in_both),
    Meeting("pseudonym", two_rename, one_otter),
    Meeting("publish", two_publish, one_case_published),
    Meeting("delete-and-begin", deleted_while("start", by=LEARNER), no_half_assignment),
    Meeting("delete-and-delete", deleted_while("delete_assignment"), no_half_assignment),
    Meeting("delete-and-move", deleted_while("order"), no_half_assignment),
    Meeting(
        "delete-and-extend",
        deleted_while("extend", learner="{learner}", more_attempts="1"),
        no_half_assignment,
    ),
    Meeting("delete-and-pair", deleted_while("pairs"), no_half_assignment),
    Meeting("delete-and-save", draft_deleted_while_saved, no_half_draft),
    Meeting("settings", two_set_the_class, one_setting_changed, is_told=True),
    Meeting("assignment", two_set_the_assignment, one_assignment_changed, is_told=True),
)
SAMPLE = {"mend"}
"""What is met each time; the rest by `make prove`."""


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    "meeting",
    [
        pytest.param(one, id=str(one), marks=() if one.name in SAMPLE else pytest.mark.prove)
        for one in MEETINGS
    ],
)
def test_rival_at_every_query(
    meeting: Meeting, vendor: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), new_database(vendor, tmp_path) as base:
        with connected(base), transaction.atomic():
            work = make_pair()
            play(work, goal=Goal.CODED)
            course = work.assignment.course
            enrol(course, user=make_user(OTHER), role=Enrolment.Role.INSTRUCTOR)
            mine, theirs = meeting.ready(course)
        with copied_database(base, tmp_path) as url, connected(url):
            queries = meet(mine, theirs, at=0).queries
        for at in range(1, queries + 1):
            with copied_database(base, tmp_path) as url, connected(url):
                met = meet(mine, theirs, at=at)
                told = {met.request.status_code, met.rival.status_code}
                assert told <= {200, 302, 404, 409, 422}
                assert told & {200, 302}
                assert told == {302, 422} or not meeting.is_told
                meeting.check()
