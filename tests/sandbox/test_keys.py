"""A course mends a key: the page, the preview, the class marked again, and who is told."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coding.key_form import KeyForm
from coding.models import Attempt, CaseVersion, Mark
from coding.services import release_marks
from sandbox.classroom.keys import version_for
from sandbox.classroom.models import Course, CourseRemarking, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_assigned, start_practice
from sandbox.classroom.services.marking import override_mark
from tests.claims.pages import client_of
from tests.factories import make_course, make_pair, make_user

pytestmark = pytest.mark.django_db
WHY = "The note allows it."


@pytest.fixture
def course() -> Course:
    """Two pairs: one that coded right, one that left the organism out of the pointers."""
    people = [make_user(name) for name in ("ada", "bo", "cy", "di")]
    found = make_course(*people)
    for coder, biller in (people[:2], people[2:]):
        work = make_pair(coder, biller, course=found)
        pitfalls = work.attempt.parsed().pitfalls
        play(work, goal=Goal.CODED, slip=pitfalls[0] if coder.username == "cy" else None)
    return found


def case_of(course: Course) -> Any:
    return Attempt.objects.filter(work__assignment__course=course).first().case_version.case


def url_of(course: Course) -> str:
    return reverse("classroom:key", args=[course.pk, case_of(course).pk])


def typed(course: Course, **changes: str) -> dict[str, str]:
    """The form as it stands with some fields changed."""
    version = version_for(course, case_of(course))
    form = KeyForm(key=version.parsed().key, initial={"version": version.pk})
    data = {name: str(form[name].value() or "") for name in form.fields}
    data = {name: value for name, value in data.items() if not name.endswith("-remove")}
    return {**data, "reason": WHY, "never_lower": "on", **changes}


def slip_of(course: Course) -> dict[str, str]:
    """The pointers of the case's first pitfall, as the key would have them."""
    lines = case_of(course).newest().parsed().pitfalls[0].change.lines
    return {f"p{number}-pointers": " ".join(line.pointers) for number, line in lines.items()}


def teacher() -> Client:
    return client_of(make_user("teacher"))


def text(response: Any) -> str:
    return response.content.decode()


def test_course_page_leads_to_its_keys(course):
    page = text(teacher().get(reverse("classroom:course", args=[course.pk])))
    assert reverse("classroom:keys", args=[course.pk]) in page
    listed = text(teacher().get(reverse("classroom:keys", args=[course.pk])))
    assert url_of(course) in listed
    assert "As written" in listed


def test_unchanged_key_changes_no_mark(course):
    response = teacher().post(url_of(course), typed(course, action="preview"))
    assert response.status_code == 200
    assert "No mark of the class would change." in text(response)


def test_key_that_somebody_mended_meanwhile_is_not_undone(course):
    stale = typed(course, action="apply", ruled_out="N10")
    assert teacher().post(url_of(course), typed(course, action="apply")).status_code == 302
    refused = teacher().post(url_of(course), stale)
    assert refused.status_code == 422
    assert "was mended since you opened this page" in text(refused)
    assert (CaseVersion.objects.count(), CourseRemarking.objects.count()) == (2, 1)
    form = refused.context["form"]
    assert form["ruled_out"].value() == "N10"
    again = stale | {"version": str(form["version"].value())}
    assert teacher().post(url_of(course), again).status_code == 302


def test_preview_names_who_gains_and_stores_nothing(course):
    response = teacher().post(url_of(course), typed(course, action="preview", **slip_of(course)))
    page = text(response)
    assert page.count("Raised") == 1
    assert page.count("Kept") == 1
    assert "Apply to the class" in page
    assert CaseVersion.objects.count() == 1


def test_apply_marks_the_class_again_and_tells_who_was_told(course):
    for attempt in Attempt.objects.all():
        release_marks(attempt.pk, actor=make_user("teacher"))
    client, data = teacher(), typed(course, action="apply", **slip_of(course))
    response = client.post(url_of(course), data)
    run = CourseRemarking.objects.get()
    progress = reverse("classroom:remarking", args=[course.pk, run.pk])
    assert response.url == progress
    page = text(client.get(progress))
    assert "0 of 2" in page
    batch = reverse("classroom:remark", args=[course.pk, run.pk])
    assert batch in page
    assert client.post(batch).url == progress
    assert "2 of 2" in text(client.get(progress))
    assert WHY in text(client.get(reverse("classroom:keys", args=[course.pk])))
    changed = Mark.objects.filter(
        stands=True, coding_version__attempt__work__seats__user__username="cy"
    )
    assert changed.first().case_version.mends is not None
    desk = client_of(make_user("cy"))
    news = text(desk.get(reverse("classroom:coder")))
    assert "A mark of yours changed" in news
    assert WHY in news
    change = run.remarking.changes.get(
        coding_version__attempt__work__seats__user__username="cy",
        coding_version__attempt__work__seats__desk="coder",
    )
    desk.post(reverse("coding:seen", args=[change.coding_version.attempt_id, change.pk]))
    assert "A mark of yours changed" not in text(desk.get(reverse("classroom:coder")))


def test_mark_that_was_given_by_hand_stays_and_both_are_told(course):
    work = Work.objects.get(seats__user__username="cy", seats__desk="coder")
    marker = make_user("teacher")
    override_mark(work, actor=marker, desk="coder", score=Decimal("0.9"), reason="Seen.")
    release_marks(work.attempt_id, actor=marker)
    client = teacher()
    page = text(client.post(url_of(course), typed(course, action="preview", **slip_of(course))))
    assert page.count("Stays: marked by hand") == 1
    assert "Raised" not in page
    client.post(url_of(course), typed(course, action="apply", **slip_of(course)))
    run = CourseRemarking.objects.get()
    client.post(reverse("classroom:remark", args=[course.pk, run.pk]))
    desk = client_of(make_user("cy"))
    assert "by hand stays, and counts" in text(desk.get(reverse("classroom:coder")))
    assert "90%" in text(desk.get("/marks/"))


def test_htmx_gets_the_progress_alone(course):
    client = teacher()
    client.post(url_of(course), typed(course, action="apply"))
    run = CourseRemarking.objects.get()
    batch = reverse("classroom:remark", args=[course.pk, run.pk])
    part = text(client.post(batch, headers={"HX-Request": "true"}))
    assert part.strip().startswith("<div")
    assert "2 of 2" in part
    assert "hx-post" not in part


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reason": ""}, "Say why the key changes"),
        ({"d1-accept": "Q99.99"}, "Q99.99"),
        ({"d1-evidence": "words that are not there"}, "words that are not there"),
        ({"p1-units": "0"}, "greater than or equal to 1"),
        ({"new_code": "ZZZ"}, "ZZZ"),
        ({"d1-role": "optional"}, "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_and_kept_on_the_page(course, changes, says):
    response = teacher().post(url_of(course), typed(course, action="apply", **changes))
    page = text(response)
    assert response.status_code == 422
    assert says in page
    assert all(value in page for value in changes.values())
    assert CaseVersion.objects.count() == 1


def test_alternative_is_proposed_from_the_address(course):
    page = text(teacher().get(f"{url_of(course)}?code=N39.0&accept=N30.00"))
    assert 'value="N30.00"' in page
    same = text(teacher().get(f"{url_of(course)}?code=Z99.9&accept=N30.00"))
    assert 'value="N30.00"' not in same


def test_course_begins_on_its_own_key_and_others_on_the_written_one(course):
    teacher().post(url_of(course), typed(course, action="apply", **{"d1-accept": "N30.00"}))
    case = case_of(course)
    later = make_pair(make_user("eve"), make_user("flo"), course=course)
    assert later.attempt.case_version.mends == case.newest()
    alone = start_practice(make_user("zoe"), case=case)
    assert alone.attempt.case_version == case.newest()
    elsewhere = make_pair(
        make_user("gus"), make_user("hal"), course=make_course(instructor=make_user("other"))
    )
    assert elsewhere.attempt.case_version == case.newest()


def test_new_diagnosis_and_ruled_out_reach_the_key(course):
    data = typed(
        course,
        action="apply",
        new_code="n40.0",
        new_role="optional",
        new_evidence="Urinary tract infection",
        new_rationale="Named in the note.",
        ruled_out="N10, N12 N11",
    )
    assert teacher().post(url_of(course), data).status_code == 302
    key = CaseVersion.objects.exclude(mends=None).get().parsed().key
    assert (key.diagnoses[-1].code, key.diagnoses[-1].role.value) == ("N40.0", "optional")
    assert key.ruled_out == ("N10", "N12", "N11")


def test_learner_does_not_reach_the_key(course):
    for name in ("ada", "outsider"):
        assert client_of(make_user(name)).get(url_of(course)).status_code == 404


# -- weights ----------------------------------------------------------------------------------


def weights(**changes: str) -> dict[str, str]:
    usual = {
        "diagnoses": "40", "procedures": "25", "modifiers": "10", "units": "5", "pointers": "10",
        "sequence": "10", "evidence": "0", "reason": WHY, "never_lower": "on",
    }  # fmt: skip
    return {**usual, **changes}


def test_weights_of_an_assignment_mark_its_work_again(course):
    assignment = course.assignments.first()
    url = reverse("classroom:weights", args=[assignment.pk])
    client = teacher()
    assert 'value="40"' in text(client.get(url))
    only = weights(**dict.fromkeys(("procedures", "modifiers", "units", "sequence"), "0"))
    data = {**only, "pointers": "60", "never_lower": ""}
    assert client.post(url, data).url == reverse("classroom:remarkings", args=[course.pk])
    assignment.refresh_from_db()
    assert assignment.shares == {"diagnoses": 40, "pointers": 60}
    for run in CourseRemarking.objects.all():
        client.post(reverse("classroom:remark", args=[course.pk, run.pk]))
    marks = Mark.objects.filter(stands=True, coding_version__attempt__work__assignment=assignment)
    assert [set(mark.report["parts"]) for mark in marks] == [{"diagnoses", "pointers"}]
    assert WHY in text(client.get(reverse("classroom:remarkings", args=[course.pk])))
    others = Mark.objects.filter(stands=True).exclude(
        coding_version__attempt__work__assignment=assignment
    )
    assert all(len(mark.report["parts"]) > 2 for mark in others)
    later = start_assigned(
        assignment,
        case=case_of(course),
        seats=dict.fromkeys(("coder", "biller"), make_user("late")),
    )
    assert later.attempt.shares == {"diagnoses": 40, "pointers": 60}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"diagnoses": "41"}, "The weights add up to 101; make it 100."),
        ({"diagnoses": "-1"}, "greater than or equal to 0"),
        ({"diagnoses": "x"}, "Enter a whole number."),
        ({"reason": ""}, "Say why the weights change"),
    ],
)
def test_weights_that_do_not_fit_are_said(course, changes, says):
    url = reverse("classroom:weights", args=[course.assignments.first().pk])
    response = teacher().post(url, weights(**changes))
    assert response.status_code == 422
    assert says in text(response)
