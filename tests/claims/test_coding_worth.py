"""What each difference from the key does to the claim in dollars."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from claims.coding_worth import Worth, read_pairs, worth_of
from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Case, parse_case
from coding.cases.answers import answer_with, right_answer
from coding.codebook.default import codebook
from coding.grading import SHARES, grade
from coding.models import Attempt
from coding.services import release_marks
from coding.services.marks import stored_report
from sandbox.classroom.player import Goal, play
from tests.claims.pages import client_of
from tests.factories import make_practice, make_user

CASES = {path.stem: path for path in sorted(settings.CASES_DIR.glob("*.md"))}


def read(slug: str) -> Case:
    return parse_case(CASES[slug].read_text(encoding="utf-8"), path=f"{slug}.md")


def worth(case: Case, answer: Answer) -> Worth:
    report = grade(answer, case.key, on=case.encounter.date, codes=codebook())
    rows = stored_report(report, shares=SHARES)["codes"]
    return worth_of(case, answer, read_pairs(rows), codes=codebook())


@pytest.mark.parametrize("slug", CASES)
def test_right_codes_have_no_difference(slug):
    case = read(slug)
    found = worth(case, right_answer(case))
    assert found.effects == ()
    assert found.right == found.yours == case.expect.paid + case.expect.patient_responsibility


@pytest.mark.parametrize("slug", CASES)
def test_one_slip_alone_costs_what_the_whole_answer_costs(slug):
    """A pitfall of the coder's desk that is one difference brings what the answer brings."""
    case = read(slug)
    for pitfall in case.pitfalls:
        if pitfall.change.claim or not (pitfall.change.lines or pitfall.change.diagnoses):
            continue
        found = worth(case, answer_with(case, pitfall.change))
        assert found.effects, pitfall.name
        if len(found.effects) == 1:
            assert found.effects[0].brings == found.yours, pitfall.name


def test_knee_case_by_hand():
    """Without Z5 the visit is bundled; with one unit of four the drug pays a quarter."""
    case = read("knee-injection-diabetes")
    right = right_answer(case)
    lines = list(right.procedures)
    visit = next(n for n, line in enumerate(lines) if "Z5" in line.modifiers)
    drug = next(n for n, line in enumerate(lines) if line.units == 4)
    lines[visit] = replace(lines[visit], modifiers=())
    lines[drug] = replace(lines[drug], units=1)
    found = worth(case, replace(right, procedures=tuple(lines)))
    by_what = {effect.what: effect for effect in found.effects}
    assert set(by_what) == {"modifiers", "units"}
    assert (by_what["modifiers"].right, by_what["modifiers"].yours) == ("Z5", "none")
    assert by_what["modifiers"].reasons
    assert by_what["modifiers"].change < 0 > by_what["units"].change
    assert by_what["units"].reasons == ()
    assert found.yours == found.right + found.change
    assert found.change == by_what["modifiers"].change + by_what["units"].change


def test_left_out_extra_and_turned_round():
    case = read("uti-e-coli")
    right = right_answer(case)
    turned = Answer(
        diagnoses=(*reversed(right.diagnoses), DiagnosisLine("R30.0")),
        procedures=(*right.procedures[:-1], ProcedureLine("LB-110", pointers=("N39.0",))),
    )
    found = worth(case, turned)
    told = {(effect.what, effect.right, effect.yours) for effect in found.effects}
    last = right.procedures[-1].code
    assert ("diagnosis", "", "R30.0") in told
    assert ("order", "N39.0", "B96.20") in told
    assert ("service", last, "") in told or ("service", last, "LB-110") in told
    order = next(effect for effect in found.effects if effect.what == "order")
    assert order.brings == 0
    assert order.reasons == ("CO-16",)


CODES = st.sampled_from(["N39.0", "B96.20", "R30.0", "N30.00", "E11.9", "I10", "Z99.99"])
LINES = st.builds(
    ProcedureLine,
    st.sampled_from(["OV-324", "OV-334", "LB-422", "LB-325", "ZZ-999"]),
    modifiers=st.lists(st.sampled_from(["XS", "Z5"]), max_size=2, unique=True).map(tuple),
    units=st.integers(1, 3),
    pointers=st.lists(CODES, max_size=3, unique=True).map(tuple),
)
ANSWERS = st.builds(
    Answer,
    diagnoses=st.lists(CODES.map(DiagnosisLine), min_size=1, max_size=4).map(tuple),
    procedures=st.lists(LINES, min_size=1, max_size=4).map(tuple),
)


@profile(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_any_answer_has_its_worth(answer):
    case = read("uti-e-coli")
    found = worth(case, answer)
    assert found.right == case.expect.paid + case.expect.patient_responsibility
    for effect in found.effects:
        assert effect.brings == found.right + effect.change
        assert effect.brings >= 0
        assert effect.right != effect.yours


# -- the page ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_tells_nothing_before_the_release_and_the_dollars_after():
    work = make_practice(slug="uti-e-coli")
    case = work.attempt.parsed()
    play(work, goal=Goal.CODED, slip=case.pitfalls[0])
    desk, url = client_of(make_user()), reverse("claims:worth", args=[work.attempt_id])
    assert "Not released yet" in desk.get(url).content.decode()
    release_marks(work.attempt_id, actor=make_user())
    page = desk.get(url).content.decode()
    assert "Pointers" in page
    assert "CO-11" in page
    marks = desk.get(reverse("coding:marks", args=[work.attempt_id])).content.decode()
    assert f"{url}?version=1" in marks
    assert desk.get(f"{url}?version=9").status_code == 200


@pytest.mark.django_db
def test_page_without_codes_says_so():
    work = make_practice(slug="uti-e-coli")
    Attempt.objects.update(released_at="2026-03-10T00:00:00Z")
    page = client_of(make_user()).get(reverse("claims:worth", args=[work.attempt_id]))
    assert "Nothing is coded yet" in page.content.decode()
