"""An instructor sets the scrubber of an assignment; drafts follow, sent claims do not."""

import pytest
from django.urls import reverse

from claims.models import BillingSetup, Claim
from sandbox.classroom.models import Assignment, Enrolment
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import enrol
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user

pytestmark = pytest.mark.django_db


def choose(assignment: Assignment, strength: str, *, user: str = "teacher"):
    url = reverse("classroom:scrubber", args=[assignment.pk])
    return client_of(make_user(user)).post(url, {"strength": strength}, follow=True)


def test_drafts_follow_and_sent_claims_keep_theirs():
    course = make_course(make_user("coder"), make_user("biller"))
    draft, sent = make_pair(course=course), make_pair(slug="strep-throat-age-8", course=course)
    play(draft, goal=Goal.OPENED)
    play(sent, goal=Goal.SENT)
    for work in (draft, sent):
        page = choose(work.assignment, "off")
        assert page.status_code == 200
    found = dict(Claim.objects.values_list("attempt_id", "scrubber"))
    assert found == {draft.attempt_id: "off", sent.attempt_id: "full"}
    assert Assignment.objects.get(pk=draft.assignment_id).scrubber == "off"
    assert BillingSetup.objects.get(attempt=draft.attempt_id).scrubber == "off"


def test_work_begun_later_has_the_assignments_strength():
    course = make_course(make_user("coder"), make_user("biller"))
    assignment = make_pair(course=course).assignment
    html = choose(assignment, "basic").content.decode()
    assert "scrubber basic" in html
    assert '<option value="basic" selected>' in html


def test_word_that_is_no_strength_changes_nothing():
    assignment = make_pair().assignment
    assert "Choose full, basic or off." in choose(assignment, "relaxed").content.decode()
    assert Assignment.objects.get(pk=assignment.pk).scrubber == "full"


def test_assistant_sees_the_strength_and_may_not_set_it():

    work = make_pair()
    enrol(work.assignment.course, user=make_user("aide"), role=Enrolment.Role.ASSISTANT)
    assert choose(work.assignment, "off", user="aide").status_code == 403
    url = reverse("classroom:course", args=[work.assignment.course_id])
    html = client_of(make_user("aide")).get(url).content.decode()
    assert reverse("classroom:scrubber", args=[work.assignment_id]) not in html
