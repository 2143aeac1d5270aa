"""An instructor sets the scrubber of an assignment; drafts follow, sent claims do not."""

import pytest
from django.urls import reverse

from claims.models import BillingSetup, Claim
from sandbox.classroom.models import Assignment, Enrolment
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import enrol
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user
from tests.sandbox.classroom_pages import edit_assignment

pytestmark = pytest.mark.django_db


def choose(assignment: Assignment, strength: str):
    return edit_assignment(client_of(make_user("teacher")), assignment, scrubber=strength)


def test_drafts_follow_and_sent_claims_keep_theirs():
    course = make_course(make_user("coder"), make_user("biller"))
    draft, sent = make_pair(course=course), make_pair(slug="strep-throat-age-8", course=course)
    play(draft, goal=Goal.OPENED)
    play(sent, goal=Goal.SENT)
    for work in (draft, sent):
        assert "is set" in choose(work.assignment, "off").content.decode()
    found = dict(Claim.objects.values_list("attempt_id", "scrubber"))
    assert found == {draft.attempt_id: "off", sent.attempt_id: "full"}
    assert Assignment.objects.get(pk=draft.assignment_id).scrubber == "off"
    assert BillingSetup.objects.get(attempt=draft.attempt_id).scrubber == "off"


def test_list_of_assignments_says_how_strict_it_is():
    html = choose(make_pair().assignment, "basic").content.decode()
    assert "<td>Basic</td>" in html


def test_word_that_is_no_strength_changes_nothing():
    assignment = make_pair().assignment
    page = choose(assignment, "relaxed")
    assert page.status_code == 422
    assert page.context["form"].errors["scrubber"]
    assert Assignment.objects.get(pk=assignment.pk).scrubber == "full"


def test_assistant_sees_the_strength_and_may_not_set_it():
    work = make_pair()
    enrol(work.assignment.course, user=make_user("aide"), role=Enrolment.Role.ASSISTANT)
    aide = client_of(make_user("aide"))
    builder = reverse("classroom:assignment", args=[work.assignment_id])
    assert aide.post(builder, {"scrubber": "off"}).status_code == 403
    html = aide.get(reverse("classroom:assignments", args=[work.assignment.course_id]))
    assert "<td>Full</td>" in html.content.decode()
    assert builder not in html.content.decode()
