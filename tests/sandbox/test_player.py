"""Every case, played right and with each of its pitfalls, to the end and through the services.

Some ways are played each time, the others by `make prove`.
"""

from decimal import Decimal

import pytest
from django.conf import settings

from claims.models import Claim, ClaimState
from coding.cases import parse_case
from sandbox.classroom.player import Goal, play
from sandbox.classroom.seeding import SCENES, seed_class, seed_demo
from tests.factories import make_case, make_practice, make_user
from tests.proofs import some_of

CASES = sorted(path.stem for path in settings.CASES_DIR.glob("*.md"))


def slips(slug: str) -> range:
    """0 for the right way, then the numbers of the case's pitfalls."""
    path = settings.CASES_DIR / f"{slug}.md"
    case = parse_case(path.read_text(encoding="utf-8"), path=str(path))
    return range(len(case.pitfalls) + 1)


WAYS = [(slug, number) for slug in CASES for number in slips(slug)]


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "number"), some_of(WAYS, short=30))
def test_every_way_through_a_case_ends_at_zero(slug: str, number: int) -> None:
    work = make_practice(slug=slug)
    pitfalls = work.attempt.parsed().pitfalls

    play(work, goal=Goal.CLOSED, slip=pitfalls[number - 1] if number else None)

    claim = Claim.objects.get(attempt=work.attempt_id)
    assert (claim.state, claim.balance()) == (ClaimState.CLOSED, Decimal("0.00"))


@pytest.mark.django_db
@pytest.mark.parametrize("goal", list(Goal))
def test_play_stops_at_its_goal(goal: Goal) -> None:
    work = make_practice()
    play(work, goal=goal)
    claim = Claim.objects.filter(attempt=work.attempt_id).first()
    reached = {
        Goal.CODING: None,
        Goal.CODED: None,
        Goal.OPENED: "draft",
        Goal.SENT: "submitted",
        Goal.ANSWERED: "paid",
        Goal.CORRECTING: "paid",
        Goal.POSTED: "paid",
        Goal.BILLED: "paid",
        Goal.CLOSED: "closed",
    }
    assert (claim.state if claim else None) == reached[goal]


@pytest.mark.django_db
def test_demo_class_shows_every_stage() -> None:
    for slug in {scene.case for scene in SCENES}:
        make_case(slug)
    seed_demo(lambda _done, _total: None)
    states = set(Claim.objects.values_list("state", flat=True))
    assert states == {
        "draft", "submitted", "rejected", "pended", "denied", "corrected", "paid", "closed",
    }  # fmt: skip


@pytest.mark.django_db
def test_same_seed_makes_the_same_class() -> None:
    make_case()
    make_user("somebody")

    def states() -> list[str]:
        course = seed_class(learners=6, cases=1, seed=7, progress=lambda _done, _total: None)
        claims = Claim.objects.filter(attempt__work__assignment__course=course)
        return list(claims.order_by("pk").values_list("state", flat=True))

    assert states() == states()
