"""What a class has set is not practised until its marks are out: practice shows the key."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coding.models import Attempt
from coding.services import release_marks
from sandbox.classroom.holding import HeldByClass, held_cases
from sandbox.classroom.models import Assignment, Enrolment, LateRule, Work
from sandbox.classroom.services import start_practice, start_practice_audit
from tests.claims.bench import hands_of
from tests.factories import make_case, make_course, make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db


def release(work: Work) -> None:
    """The class's marks of that work are out."""
    release_marks(work.attempt_id, actor=None)


def test_a_case_is_held_from_its_setting_until_its_marks_are_out():
    work = make_pair()
    case = make_case()
    coder = make_user("coder")
    assert held_cases(coder.pk) == {case.pk}
    hands_of(work).code()
    assert held_cases(coder.pk) == {case.pk}
    release(work)
    assert held_cases(coder.pk) == frozenset()


@pytest.mark.parametrize("begin", [start_practice, start_practice_audit])
def test_nobody_begins_to_practise_what_is_held(begin):
    work = make_pair()
    with pytest.raises(HeldByClass):
        begin(make_user("coder"), case=make_case())
    assert Work.objects.count() == 1
    hands_of(work).code()
    release(work)
    assert begin(make_user("coder"), case=make_case()).assignment is None


@pytest.mark.parametrize(
    ("change", "is_held"),
    [
        ({}, True),
        ({"opens_at": timedelta(days=1)}, False),
        ({"due_at": -timedelta(days=1)}, True),
        ({"due_at": -timedelta(days=1), "late_rule": LateRule.CLOSE}, False),
    ],
)
def test_what_is_not_begun_is_held_while_it_may_be(change, is_held):
    """What opens later is not told; what is closed cannot be done any more."""
    learner = make_user("late")
    work = make_pair(course=make_course(learner, make_user("coder"), make_user("biller")))
    times = {
        name: timezone.now() + told if isinstance(told, timedelta) else told
        for name, told in change.items()
    }
    Assignment.objects.filter(pk=work.assignment_id).update(**times)
    assert (held_cases(learner.pk) == {make_case().pk}) == is_held


def test_nothing_is_held_for_staff_outsiders_and_classes_that_are_over():
    work = make_pair()
    assert held_cases(make_user("teacher").pk) == held_cases(make_user("else").pk) == frozenset()
    Enrolment.objects.filter(user=make_user("coder")).update(role=Enrolment.Role.FORMER)
    assert held_cases(make_user("coder").pk) == frozenset()
    work.assignment.course.archived_at = timezone.now()
    work.assignment.course.save()
    assert held_cases(make_user("biller").pk) == frozenset()


def test_practice_that_was_begun_before_goes_on_and_shows_its_key_after_the_class_does(
    client: Client,
):
    coder = make_user("coder")
    own = make_practice(coder)
    hands_of(own).code()
    work = make_pair(coder)
    client.force_login(coder, backend="django.contrib.auth.backends.ModelBackend")
    workbench = reverse("coding:workbench", args=[own.attempt_id])
    url = reverse("coding:release", args=[own.attempt_id])
    assert url not in client.get(workbench).content.decode()
    assert client.post(url).status_code == 403
    assert Attempt.objects.get(pk=own.attempt_id).released_at is None
    hands_of(work).code()
    release(work)
    assert url in client.get(workbench).content.decode()
    assert client.post(url).status_code == 302


@pytest.mark.parametrize("page", ["home", "path"])
def test_shelf_and_path_say_why_a_case_cannot_be_begun(client: Client, page: str):
    work = make_pair()
    coder = make_user("coder")
    client.force_login(coder, backend="django.contrib.auth.backends.ModelBackend")
    start = reverse("practice:start", args=[make_case().slug])
    html = unescape(client.get(reverse(f"practice:{page}")).content.decode())
    assert ("Set in your class" in html, start in html) == (True, False)
    refused = client.post(start)
    assert refused.status_code == 409
    assert "moved this first" not in refused.content.decode()
    hands_of(work).code()
    release(work)
    html = unescape(client.get(reverse(f"practice:{page}")).content.decode())
    assert ("Set in your class" in html, start in html) == (False, True)
