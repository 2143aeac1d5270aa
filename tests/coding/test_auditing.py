"""Auditing another coder's codes: seeded slips, changes with reasons, recall and precision."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.auditing import audit, changes
from coding.cases import Case, parse_case
from coding.cases.answers import audited_answer, right_answer
from coding.models import Attempt, CodingVersion
from coding.services import NoAuditReasons, finalise_coding, release_marks, save_draft, start_audit
from sandbox.classroom.services import start_assigned, start_practice, start_practice_audit
from tests.claims.pages import client_of
from tests.factories import make_case, make_pair, make_user
from tests.sandbox.classroom_pages import edit_assignment

CASES = {path.stem: path for path in sorted(settings.CASES_DIR.glob("*.md"))}


def read(slug: str = "uti-e-coli") -> Case:
    return parse_case(CASES[slug].read_text(encoding="utf-8"), path=f"{slug}.md")


def bare(answer: Answer) -> Answer:
    """The answer without evidence."""
    return Answer(
        tuple(replace(line, evidence=()) for line in answer.diagnoses),
        tuple(replace(line, evidence=()) for line in answer.procedures),
    )


@pytest.mark.parametrize("slug", CASES)
@pytest.mark.parametrize("turn", range(4))
def test_seeded_codes_differ_from_the_key_and_tell_no_evidence(slug, turn):
    case = read(slug)
    seeded = audited_answer(case, turn=turn)
    if seeded is None:
        assert not any(row.change.lines or row.change.diagnoses for row in case.pitfalls)
        return
    assert seeded == bare(seeded)
    found = audit(seeded, seeded, case.key)
    assert found.missed
    assert (found.recall, found.precision) == (0, None)
    whole = audit(seeded, right_answer(case), case.key)
    assert (whole.recall, whole.precision) == (1, 1)


def test_figures_by_hand():
    """An extra code, wrong units and wrong pointers are five items that differ. One is mended, and
    a right service is taken away: recall a fifth, precision a half."""
    case = read()
    right = bare(right_answer(case))
    seeded = replace(
        right,
        diagnoses=(*right.diagnoses, DiagnosisLine("R30.0")),
        procedures=(
            replace(right.procedures[0], units=2),
            replace(right.procedures[1], pointers=("B96.20",)),
            *right.procedures[2:],
        ),
    )
    final = replace(seeded, diagnoses=(*right.diagnoses,), procedures=seeded.procedures[:2])
    found = audit(seeded, final, case.key)
    assert len(found.mended) == 1
    assert found.mended[0] == ("diagnosis", "", "R300")
    assert {item[0] for item in found.missed} == {"units", "pointers"}
    assert found.harmed == (("service", "", "LB325"),)
    assert len(found.missed) == 4  # a wrong value stands, and the right one is missing
    assert (found.recall, found.precision) == (Fraction(1, 5), Fraction(1, 2))


def test_accepted_alternative_is_no_error_and_optional_codes_count_for_nothing():
    case = read("thyroid-video-visit")
    right = bare(right_answer(case))
    without = replace(right, diagnoses=right.diagnoses[:1])
    assert audit(right, without, case.key).harmed == ()
    assert audit(without, right, case.key).recall is None


def test_order_counts_where_the_codes_are_the_same():
    case = read()
    right = bare(right_answer(case))
    turned = replace(right, diagnoses=tuple(reversed(right.diagnoses)))
    found = audit(turned, turned, case.key)
    assert {item[0] for item in found.missed} == {"first"}


CODES = st.sampled_from(["N39.0", "B96.20", "R30.0", "N30.00", "E11.9"])
LINES = st.builds(
    ProcedureLine,
    st.sampled_from(["OV-324", "LB-422", "LB-325", "LB-110"]),
    modifiers=st.lists(st.sampled_from(["XS", "Z5"]), max_size=2, unique=True).map(tuple),
    units=st.integers(1, 3),
    pointers=st.lists(CODES, max_size=2, unique=True).map(tuple),
)
ANSWERS = st.builds(
    Answer,
    diagnoses=st.lists(CODES.map(DiagnosisLine), max_size=4).map(tuple),
    procedures=st.lists(LINES, max_size=4).map(tuple),
)


@given(ANSWERS, ANSWERS)
def test_figures_are_shares_and_no_change_mends_nothing(audited, final):
    key = read().key
    found = audit(audited, final, key)
    assert all(figure is None or 0 <= figure <= 1 for figure in (found.recall, found.precision))
    assert not set(found.mended) & set(found.missed)
    still = audit(audited, audited, key)
    assert (still.mended, still.harmed) == ((), ())
    assert changes(audited, audited) == ()


# -- at the desk ------------------------------------------------------------------------------


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def attempt(db: None) -> Attempt:
    return start_audit(make_case().newest())


def mended(attempt: Attempt) -> dict[str, str]:
    """Store the right codes; the names of the changes with a reason each."""
    right = bare(right_answer(attempt.parsed()))
    save_draft(attempt.pk, actor=make_user(), answer=right, expected_version=0)
    return {change.name: "By the note." for change in changes(attempt.audited_answer, right)}


def test_every_change_wants_a_reason(attempt):
    reasons = mended(attempt)
    assert reasons
    with pytest.raises(NoAuditReasons) as refused:
        finalise_coding(attempt.pk, actor=make_user(), expected_version=1)
    assert set(refused.value.names) == set(reasons)
    assert not CodingVersion.objects.exists()
    version = finalise_coding(attempt.pk, actor=make_user(), expected_version=1, reasons=reasons)
    assert version.reasons == reasons


def test_audited_codes_can_be_accepted_as_they_are(attempt):
    version = finalise_coding(attempt.pk, actor=make_user(), expected_version=0)
    assert (version.reasons, version.answer) == ({}, attempt.audited_answer)


def test_audit_by_the_pages(db):
    make_case()
    desk = client_of(make_user())
    begun = desk.post(reverse("practice:audit", args=["uti-e-coli"]))
    attempt = Attempt.objects.get()
    workbench = reverse("coding:workbench", args=[attempt.pk])
    assert begun.url == workbench
    assert "Audit: somebody else coded this" in text(desk.get(workbench))
    reasons = mended(attempt)
    finalise = reverse("coding:finalise", args=[attempt.pk])
    page = text(desk.get(finalise))
    assert "What you changed, and why" in page
    names = {f"change-{n}": name for n, name in enumerate(reasons, start=1)}
    half = {**names, "reason-1": "The culture names it.", "version": "1"}
    refused = desk.post(finalise, half)
    assert (refused.status_code, CodingVersion.objects.count()) == (422, 0)
    assert "The culture names it." in text(refused)
    whole = half | {f"reason-{n}": "By the note." for n in range(2, len(names) + 1)}
    assert desk.post(finalise, whole).url == workbench
    release_marks(attempt.pk, actor=make_user())
    marks = text(desk.get(reverse("coding:marks", args=[attempt.pk])))
    assert "The audit" in marks
    assert marks.count("100%") >= 2
    assert "The culture names it." in marks


def test_audit_is_continued_and_another_has_other_slips(db):
    user, case = make_user(), make_case()
    first = start_practice_audit(user, case=case)
    assert start_practice_audit(user, case=case) == first
    assert not start_practice(user, case=case).attempt.is_audit
    Attempt.objects.filter(pk=first.attempt_id).update(released_at="2026-03-10T00:00:00Z")
    second = start_practice_audit(user, case=case)
    assert second.attempt.audited != first.attempt.audited


def test_instructor_lets_a_class_audit(db):
    work = make_pair()
    teacher = client_of(make_user("teacher"))
    listed = reverse("classroom:assignments", args=[work.assignment.course_id])
    assert "<td>Code</td>" in text(teacher.get(listed))
    edit_assignment(teacher, work.assignment, audits="on")
    assert "<td>Audit</td>" in text(teacher.get(listed))
    assert not Attempt.objects.get(pk=work.attempt_id).is_audit
    work.assignment.refresh_from_db()
    seats = dict.fromkeys(("coder", "biller"), make_user("late"))
    later = start_assigned(work.assignment, case=work.attempt.case_version.case, seats=seats)
    assert later.attempt.is_audit
    edit_assignment(teacher, work.assignment, audits=None)
    work.assignment.refresh_from_db()
    assert not work.assignment.audits
