"""The marking queue: in order, without names, with comments, overrides that are kept, releases."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from claims.models import BoxComment
from coding.models import Attempt, PassageComment
from coding.notes import passages
from coding.services import record_of
from sandbox.classroom.models import Course, KeptComment, MarkOverride, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import override_mark, release_work, unreleased
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def queue(course: Course, **query: Any) -> Any:
    url = reverse("classroom:marking", args=[course.pk])
    return client_of(make_user("teacher")).get(url, query)


def act(work: Work, action: str, *, user: str = "teacher", **told: Any) -> Any:
    assert work.assignment is not None
    url = reverse("classroom:marking", args=[work.assignment.course_id])
    data = {"at": work.attempt_id, "action": action, **told}
    return client_of(make_user(user)).post(url, data)


def marked(goal: Goal = Goal.CLOSED) -> Work:
    work = make_pair()
    play(work, goal=goal)
    return work


def test_queue_goes_case_by_case_without_names() -> None:
    coder = make_user("coder", display_name="Zebedee Quill")
    course = make_course(coder, make_user("biller"))
    works = [make_pair(coder, course=course, slug=slug) for slug in ("uti-e-coli",) * 2]
    works.append(make_pair(coder, course=course, slug="strep-throat-age-8"))
    for work in works:
        play(work, goal=Goal.CODED)
    page = queue(course)
    item = page.context["item"]
    assert (item.place, item.count, item.before, item.after) == (1, 3, None, works[1].attempt_id)
    assert "Zebedee" not in text(page)
    assert [(row.title, row.count) for row in page.context["cases"]] == [
        ("E. coli urinary tract infection", 2),
        ("Strep throat, age 8", 1),
    ]
    case = works[2].attempt.case_version.case_id
    assert queue(course, case=case).context["item"].attempt_id == works[2].attempt_id
    assert queue(course, at=works[1].attempt_id).context["item"].place == 2
    assert queue(course, at="junk").context["item"].place == 1


def test_queue_of_nothing_says_what_comes_here() -> None:
    assert "Nothing waits to be marked" in text(queue(make_course()))
    assert "Nothing is released" in text(queue(make_course(), released="1"))


def test_release_goes_on_to_the_next() -> None:
    course = make_course(make_user("coder"), make_user("biller"))
    works = [make_pair(course=course), make_pair(course=course)]
    for work in works:
        play(work, goal=Goal.CODED)
    answer = act(works[0], "release", after=works[1].attempt_id)
    assert answer.url.endswith(f"?at={works[1].attempt_id}")
    assert queue(course).context["item"].attempt_id == works[1].attempt_id
    released = queue(course, released="1").context["item"]
    assert (released.attempt_id, released.is_released) == (works[0].attempt_id, True)


def test_override_counts_is_told_and_is_kept() -> None:
    work = marked()
    act(work, "override", desk="coder", percent="62.5", reason="The query was well asked.")
    act(work, "override", desk="coder", percent="70", reason="Looked at again.")
    rows = list(MarkOverride.objects.order_by("pk").values_list("score", "automatic"))
    assert rows == [(Decimal("0.625"), 1), (Decimal("0.7"), 1)]
    assert work.assignment is not None
    course = work.assignment.course
    grades = client_of(make_user("teacher")).get(
        reverse("classroom:learner_marks", args=[course.pk, make_user("coder").pk])
    )
    assert "70%" in text(grades)
    assert "Marked by hand" in text(grades)
    marks = reverse("coding:marks", args=[work.attempt_id])
    coder = client_of(make_user("coder"))
    assert "Looked at again." not in text(coder.get(marks))
    release_work(unreleased(course), actor=make_user("teacher"))
    page = text(coder.get(marks))
    assert "Marked by hand: 70%" in page
    assert "the automatic mark was 100%" in page
    act(work, "override", desk="coder", percent="", reason="A slip of mine.")
    assert "70%" not in text(coder.get("/marks/"))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"percent": "101", "reason": "x"}, "percent"),
        ({"percent": "-1", "reason": "x"}, "percent"),
        ({"percent": "much", "reason": "x"}, "percent"),
        ({"percent": "50", "reason": " "}, "reason"),
    ],
)
def test_override_that_makes_no_sense_says_why(told: dict[str, str], field: str) -> None:
    page = act(marked(Goal.CODED), "override", desk="coder", **told)
    assert page.status_code == 422
    assert page.context["coder_form"].errors[field]
    assert not MarkOverride.objects.exists()


def test_override_waits_for_a_mark_and_knows_two_desks() -> None:
    work = marked(Goal.ANSWERED)
    page = act(work, "override", desk="biller", percent="50", reason="x")
    assert "no mark yet" in text(page)
    assert act(work, "override", desk="front", percent="50", reason="x").status_code == 400
    assert act(work, "dance").status_code == 400


def test_same_override_twice_is_one() -> None:
    work = marked()
    for _ in range(2):
        act(work, "override", desk="biller", percent="90", reason="x")
    assert MarkOverride.objects.count() == 1


def test_learner_overrides_nothing() -> None:
    work = marked()
    assert act(work, "release", user="coder").status_code == 404
    with pytest.raises(PermissionDenied):
        override_mark(work, actor=make_user("coder"), desk="coder", score=Decimal(1), reason="x")


def test_comments_hang_on_words_and_boxes_and_wait_for_the_release() -> None:
    work = marked()
    words = passages(record_of(Attempt.objects.get(pk=work.attempt_id)))[0].text
    act(work, "comment", quote=words, text="Read this again.")
    act(work, "box", field="member_id", text="Compare with the card.")
    assert PassageComment.objects.get().quote == words
    assert BoxComment.objects.get().field == "member_id"
    claim = Attempt.objects.get(pk=work.attempt_id).claims.get()
    url = reverse("claims:marks", args=[claim.pk])
    biller = client_of(make_user("biller"))
    assert "Compare with the card." not in text(biller.get(url))
    assert work.assignment is not None
    release_work(unreleased(work.assignment.course), actor=make_user("teacher"))
    page = text(biller.get(url))
    assert "Compare with the card." in page
    assert "#box-member-id" in page
    assert act(work, "comment", quote="not in the note", text="x").status_code == 422
    assert act(work, "box", field="member_id", text="").status_code == 422


def test_box_comment_is_taken_back_by_who_wrote_it() -> None:
    work = marked()
    claim = Attempt.objects.get(pk=work.attempt_id).claims.get()
    url = reverse("claims:comment", args=[claim.pk])
    teacher = client_of(make_user("teacher"))
    teacher.post(url, {"field": "member_id", "text": "Compare."})
    teacher.post(url, {"field": "member_id", "text": "Compare."})
    [comment] = BoxComment.objects.all()
    assert teacher.post(url, {"field": "nothing", "text": "x"}).status_code == 422
    teacher.post(url, {"remove": str(comment.pk)})
    assert not BoxComment.objects.exists()


def test_comments_are_kept_and_forgotten() -> None:
    work = marked(Goal.CODED)
    assert work.assignment is not None
    course = work.assignment.course
    url = reverse("classroom:kept_comments", args=[course.pk])
    teacher = client_of(make_user("teacher"))
    for _ in range(2):
        teacher.post(url, {"text": "Mind the laterality."})
    kept = KeptComment.objects.get()
    assert "data-use-comment" in text(queue(course))
    teacher.post(url, {"forget": str(kept.pk)})
    assert not KeptComment.objects.exists()
    assert "Write the comment to keep" in text(teacher.post(url, {"text": ""}, follow=True))
