"""The scripted partner plays its desk through the services, and stops at the learner's turn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import BillingMark, Claim, WriteOffRequest
from claims.services.opening import open_claim, return_codes
from coding.cases import answer_with, right_answer
from coding.models import Attempt
from coding.services import finalise_coding, save_draft
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Mode, Pair, ScriptedPartner, Seat, Skill, Work
from sandbox.classroom.partner import is_coders
from sandbox.classroom.services import begin_assigned, create_assignment
from sandbox.classroom.services.partners import partner_of, play_partner
from tests.factories import make_case, make_course, make_user
from tests.proofs import some_of

pytestmark = pytest.mark.django_db
Commits = Callable[..., Any]
SLUGS = sorted(path.stem for path in settings.CASES_DIR.glob("*.md"))
PLAYS = [(slug, skill) for slug in SLUGS for skill in Skill]


def begin(slug: str, *, desk: str, skill: Skill, commits: Commits) -> Work:
    """A learner begins a case at a desk; the scripted partner has the other."""
    learner = make_user("learner")
    case = make_case(slug)
    assignment = create_assignment(
        make_course(learner), title="Pairs", cases=[case], mode=Mode.PAIRS, partner=skill
    )
    Pair.objects.create(assignment=assignment, swaps=False, **{desk: learner})
    with commits(execute=True):
        return begin_assigned(assignment, case=case, user=learner)


def finalise(work: Work, *, slip: int | None = None, commits: Commits) -> None:
    """The learner codes, right or with one of the case's slips."""
    case = work.attempt.parsed()
    slips = [row for row in case.pitfalls if is_coders(row)]
    answer = right_answer(case) if slip is None else answer_with(case, slips[slip].change)
    attempt, learner = Attempt.objects.get(pk=work.attempt_id), make_user("learner")
    save_draft(attempt.pk, actor=learner, answer=answer, expected_version=attempt.draft_version)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    with commits(execute=True):
        finalise_coding(attempt.pk, actor=learner, expected_version=attempt.draft_version)


@pytest.mark.parametrize(("slug", "skill"), some_of(PLAYS, short=24))
def test_scripted_biller_closes_what_was_coded_right(
    slug: str, skill: Skill, django_capture_on_commit_callbacks: Commits
) -> None:
    work = begin(slug, desk="coder", skill=skill, commits=django_capture_on_commit_callbacks)
    assert not Claim.objects.exists()
    finalise(work, commits=django_capture_on_commit_callbacks)
    claim = Claim.objects.get(sequence=1)
    if skill == Skill.CARELESS and WriteOffRequest.objects.filter(claim=claim).exists():
        assert claim.balance() > 50, "what a biller may give up needs no leave"
        return
    assert (claim.state, claim.balance()) == ("closed", 0)
    assert BillingMark.objects.filter(claim=claim).exists()


@pytest.mark.parametrize(("slug", "skill"), some_of(PLAYS, short=24))
def test_scripted_coder_hands_over_at_once(
    slug: str, skill: Skill, django_capture_on_commit_callbacks: Commits
) -> None:
    work = begin(slug, desk="biller", skill=skill, commits=django_capture_on_commit_callbacks)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    assert not attempt.coding_open
    assert attempt.versions.get().finalised_by == partner_of(skill)
    assert not Claim.objects.exists(), "opening it is the learner's turn"


def test_scripted_coder_mends_what_is_sent_back(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    commits = django_capture_on_commit_callbacks
    work = begin("uti-e-coli", desk="biller", skill=Skill.CARELESS, commits=commits)
    case = work.attempt.parsed()
    right = right_answer(case).to_json()
    first = Attempt.objects.get(pk=work.attempt_id).versions.get()
    assert first.content != right
    with commits(execute=True):
        biller = make_user("learner")
        claim = open_claim(work.attempt_id, actor=biller, key="open")
        return_codes(
            claim.pk,
            actor=biller,
            reason="Please look at the codes again.",
            expected_version=claim.version,
        )
    attempt = Attempt.objects.get(pk=work.attempt_id)
    assert attempt.versions.latest("number").content == right
    assert not attempt.coding_open


@pytest.mark.parametrize("slug", some_of([(slug,) for slug in SLUGS], short=12))
def test_perfect_biller_sends_back_what_only_the_coder_can_mend(
    slug: str, django_capture_on_commit_callbacks: Commits
) -> None:
    commits = django_capture_on_commit_callbacks
    work = begin(slug, desk="coder", skill=Skill.PERFECT, commits=commits)
    slips = [row for row in work.attempt.parsed().pitfalls if is_coders(row)]
    if not slips:
        pytest.skip("the case has no slip of a coder")
    finalise(work, slip=0, commits=commits)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    if attempt.coding_open:
        assert attempt.returns.latest("pk").reason.startswith("Please look again.")
        finalise(work, commits=commits)
        attempt = Attempt.objects.get(pk=work.attempt_id)
        if attempt.coding_open:
            finalise(work, commits=commits)
    claim = Claim.objects.get(sequence=1)
    assert (claim.state, claim.balance()) == ("closed", 0)


def test_scripted_coder_codes_anew_where_learners_audit(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    learner, case = make_user("learner"), make_case()
    assignment = create_assignment(
        make_course(learner), title="Bill", cases=[case], mode=Mode.BILLER, audits=True
    )
    with django_capture_on_commit_callbacks(execute=True):
        work = begin_assigned(assignment, case=case, user=learner)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    assert (attempt.is_audit, attempt.coding_open) == (False, False)


def test_partner_that_could_not_go_on_goes_on_when_the_learner_comes_back(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    commits = django_capture_on_commit_callbacks
    work = begin("uti-e-coli", desk="coder", skill=Skill.PERFECT, commits=commits)
    assert work.assignment is not None
    Course.objects.update(paused_at=timezone.now())
    attempt, learner = Attempt.objects.get(pk=work.attempt_id), make_user("learner")
    answer = right_answer(work.attempt.parsed())
    save_draft(attempt.pk, actor=learner, answer=answer, expected_version=attempt.draft_version)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    with commits(execute=True):
        finalise_coding(attempt.pk, actor=learner, expected_version=attempt.draft_version)
    assert not Claim.objects.exists()
    Course.objects.update(paused_at=None)
    case = work.assignment.cases.get()
    with commits(execute=True):
        begin_assigned(work.assignment, case=case, user=learner)
    assert Claim.objects.get().state == "closed"


def test_careless_biller_never_sends_back(django_capture_on_commit_callbacks: Commits) -> None:
    commits = django_capture_on_commit_callbacks
    work = begin("uti-e-coli", desk="coder", skill=Skill.CARELESS, commits=commits)
    finalise(work, slip=0, commits=commits)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    assert not attempt.returns.exists()
    assert Claim.objects.get(sequence=1).state == "closed"


def test_partner_played_again_changes_nothing(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    commits = django_capture_on_commit_callbacks
    work = begin("uti-e-coli", desk="coder", skill=Skill.TYPICAL, commits=commits)
    finalise(work, commits=commits)
    before = Claim.objects.get().version
    play_partner(work.pk)
    assert Claim.objects.get().version == before


def test_halfway_the_pair_changes_desks(django_capture_on_commit_callbacks: Commits) -> None:
    ann, bob = make_user("ann"), make_user("bob")
    cases = [make_case(slug) for slug in SLUGS[:3]]
    assignment = create_assignment(
        make_course(ann, bob), title="Pairs", cases=cases, mode=Mode.PAIRS
    )
    Pair.objects.create(assignment=assignment, coder=ann, biller=bob, swaps=True)
    coders = []
    for case in cases:
        work = begin_assigned(assignment, case=case, user=bob)
        assert begin_assigned(assignment, case=case, user=ann) == work
        coders.append(work.seats.get(desk=Seat.Desk.CODER).user)
    assert coders == [ann, ann, bob]
    assert not ScriptedPartner.objects.exists()


def test_nobody_signs_in_as_a_partner() -> None:
    user: User = partner_of(Skill.PERFECT)
    assert not user.has_usable_password()
    assert partner_of(Skill.PERFECT) == user
    assert not user.check_password("!")
