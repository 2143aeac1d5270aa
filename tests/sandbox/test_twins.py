"""Twins and untidy notes at the screen: who meets which patient, and whose key marks it."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from claims.models import Claim
from coding.cases import right_answer
from coding.cases.mending import accepting
from coding.models import Attempt, CaseVersion, Mark
from coding.services import finalise_coding, mend_key, save_draft
from sandbox.classroom.keys import preview_key
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import begin_assigned, start_practice, start_practice_audit
from sandbox.factories import AssignmentFactory
from tests.factories import make_case, make_course, make_user

SLUG = "colles-fracture-first-visit"


@pytest.fixture
def case(db):
    return make_case(SLUG)


def code(attempt, user):
    """Code the attempt right by its own key."""
    save_draft(attempt.pk, actor=user, answer=right_answer(attempt.parsed()), expected_version=0)
    finalise_coding(attempt.pk, actor=user, expected_version=1)


def set_to(*learners, case, **settings):
    course = make_course(*learners)
    assignment = AssignmentFactory(course=course, cases=[case], **settings)
    return [begin_assigned(assignment, case=case, user=user).attempt for user in learners]


def test_the_listing_says_that_a_case_has_twins_and_notes(case):
    assert case.has_twins
    assert case.messes == ["typical", "clean", "messy"]
    assert not make_case().has_twins


def test_who_practises_again_meets_another_patient(case):
    ada = make_user("ada")
    first = start_practice(ada, case=case)
    assert start_practice(ada, case=case) == first
    play(first, goal=Goal.CLOSED)
    second = start_practice(ada, case=case)
    assert (first.attempt.twin, second.attempt.twin) == (0, 1)
    assert first.attempt.parsed().patient != second.attempt.parsed().patient
    assert second.attempt.scenario_date == second.attempt.parsed().encounter.date


def test_who_audits_again_audits_another_patient(case):
    ada = make_user("ada")
    first = start_practice_audit(ada, case=case)
    Attempt.objects.filter(pk=first.attempt_id).update(released_at="2026-01-01T00:00:00Z")
    second = start_practice_audit(ada, case=case)
    assert (first.attempt.twin, second.attempt.twin) == (0, 1)
    patient = second.attempt.parsed()
    codes = [line.code for line in second.attempt.audited_answer.diagnoses]
    assert codes[0][:7] == patient.key.diagnoses[0].code[:7]


def test_a_case_without_twins_is_the_same_each_time(db):
    ada, case = make_user("ada"), make_case()
    work = start_practice(ada, case=case)
    play(work, goal=Goal.CLOSED)
    assert start_practice(ada, case=case).attempt.twin == 0


def test_practice_takes_the_note_that_is_asked_for(case, client):
    client.force_login(make_user("ada"))
    client.post(reverse("practice:start", args=[SLUG]), {"mess": "messy"})
    attempt = Attempt.objects.get()
    assert attempt.mess == "messy"
    page = client.get(reverse("coding:workbench", args=[attempt.pk])).content.decode()
    assert "FOOSH" in page
    assert "Setting out tomato plants" in page


@pytest.mark.parametrize("asked", ["", "tidy", "CLEAN", "x" * 500])
def test_practice_takes_the_usual_note_when_what_is_asked_for_is_none(case, client, asked):
    client.force_login(make_user("ada"))
    client.post(reverse("practice:start", args=[SLUG]), {"mess": asked})
    assert Attempt.objects.get().mess == "typical"


def test_a_case_with_one_note_has_it_for_all(db):
    work = start_practice(make_user("ada"), case=make_case(), mess="messy")
    assert work.attempt.mess == "typical"


def test_learners_of_an_assignment_meet_the_same_patient_unless_it_has_twins(case):
    ann, bob = make_user("ann"), make_user("bob")
    assert [attempt.twin for attempt in set_to(ann, bob, case=case)] == [0, 0]


def test_neighbours_meet_other_patients_where_the_assignment_has_twins(case):
    learners = [make_user(name) for name in ("ann", "bob", "cem")]
    attempts = set_to(*learners, case=case, twins=True, mess="clean")
    assert [attempt.twin for attempt in attempts] == [1, 2, 3]
    assert {attempt.mess for attempt in attempts} == {"clean"}
    told = {(a.parsed().patient.name, a.parsed().encounter.date) for a in attempts}
    assert len(told) > 1


def test_every_twin_is_marked_by_its_own_key_and_billed_for_its_own_patient(case):
    learners = [make_user(f"learner{number}") for number in range(6)]
    for attempt in set_to(*learners, case=case, twins=True):
        play(Work.objects.get(attempt=attempt), goal=Goal.ANSWERED)
        mark = Mark.objects.get(coding_version__attempt=attempt)
        assert mark.score == 1
        claim = Claim.objects.get(attempt=attempt)
        assert claim.boxes.patient_name == attempt.parsed().patient.name
        assert claim.boxes.diagnoses[0] == attempt.parsed().key.diagnoses[0].code
        assert claim.state == "paid"
    assert len({claim.boxes.diagnoses[0] for claim in Claim.objects.all()}) == 2
    out = io.StringIO()
    call_command("check_marks", stdout=out)


def test_a_mended_key_follows_every_patient(case):
    learners = [make_user(f"learner{number}") for number in range(6)]
    attempts = set_to(*learners, case=case, twins=True)
    for attempt, user in zip(attempts, learners, strict=True):
        code(attempt, user)
    version = CaseVersion.objects.get(case=case)
    left = next(a for a in attempts if a.parsed().key.diagnoses[0].code == "S52.532A")
    key = accepting(left.parsed().key, "S52.532A", "S52.502A")
    mended = mend_key(
        version, key=key, actor=make_user("teacher"), reason="Argued well.", twin=left.twin
    )
    for attempt in attempts:
        own = attempt.parsed().key.diagnoses[0].code
        assert attempt.parsed(by=mended).key.diagnoses[0].code == own
        assert attempt.parsed(by=mended).key.diagnoses[0].accept == ("S52.502A",)
    course = left.work.assignment.course
    found = preview_key(course, base=version, key=key, never_lower=True, twin=left.twin)
    assert (found.codings, found.up, found.down) == (6, 0, 0)


def test_the_page_of_a_key_shows_it_as_the_learner_had_it(case, client):
    learners = [make_user(f"learner{number}") for number in range(6)]
    attempts = set_to(*learners, case=case, twins=True)
    left = next(a for a in attempts if a.parsed().key.diagnoses[0].code == "S52.532A")
    client.force_login(make_user("teacher"))
    answer = client.get(
        reverse("classroom:accept", args=[left.pk]), {"code": "S52.532A", "accept": "S52.502A"}
    )
    assert answer.status_code == 302
    assert f"twin={left.twin}" in answer.url
    page = client.get(answer.url).content.decode()
    assert "S52.532A" in page
    assert "S52.502A" in page
    assert "This case has twins" in page
    plain = answer.url.replace(f"twin={left.twin}", "twin=nonsense")
    assert "S52.531A" in client.get(plain).content.decode()


def test_the_assignment_form_sets_twins_and_notes(case, client):
    course = make_course(make_user("ann"))
    client.force_login(make_user("teacher"))
    page = client.get(reverse("classroom:new_assignment", args=[course.pk])).content.decode()
    assert "Each learner has another patient" in page
    assert "Untidy" in page
    client.post(
        reverse("classroom:new_assignment", args=[course.pk]),
        {
            "title": "Twins", "mode": "both", "partner": "typical", "late_rule": "accept",
            "late_percent": 10, "attempts_allowed": 1, "counts": "best", "feedback": "hand",
            "key_release": "hand", "scrubber": "full", "coding_share": 50, "twins": "on",
            "mess": "messy", "cases": [case.pk],
        },
    )  # fmt: skip
    assignment = course.assignments.get()
    assert (assignment.twins, assignment.mess) == (True, "messy")
