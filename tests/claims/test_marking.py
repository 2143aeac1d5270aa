"""The biller's mark: parts, weights, cap."""

from dataclasses import replace
from decimal import Decimal

import pytest

from claims.compliance import Failure, Kind
from claims.marking import CAP, WEIGHTS, Conduct, Decision, Skill, mark
from claims.reason_texts.kinds import Action

CLEAN = Conduct(
    first_pass=True,
    planted=0,
    caught=0,
    stopped=0,
    named=0,
    decisions=(),
    recovered=Decimal("100.00"),
    collectible=Decimal("100.00"),
    sendings=1,
    needed=1,
    deadlines=1,
    kept=1,
)
RIGHT = Decision(answer="deny", taken=Action.CORRECT, right=frozenset({Action.CORRECT}))
REPAIRED = replace(
    CLEAN, first_pass=False, stopped=1, named=1, decisions=(RIGHT,), sendings=2, needed=1
)


def reached(conduct: Conduct) -> dict[Skill, Decimal]:
    report = mark(conduct)
    assert report is not None
    return {part.skill: part.reached for part in report.parts}


def score(conduct: Conduct) -> Decimal:
    report = mark(conduct)
    assert report is not None
    return report.score


def test_weights_are_points_of_a_hundred():
    assert set(WEIGHTS) == set(Skill)
    assert sum(WEIGHTS.values()) == 100


def test_clean_claim_earns_all_of_the_parts_that_apply():
    assert score(CLEAN) == 1
    assert set(reached(CLEAN)) == {Skill.FIRST_PASS, Skill.DOLLARS, Skill.TOUCHES, Skill.DEADLINES}


def test_denial_repaired_well_loses_the_first_pass_and_a_touch():
    # (15 + 20 + 20 + 10 + 5/2) of 90 points
    assert score(REPAIRED) == Decimal("0.7500")


@pytest.mark.parametrize(
    ("change", "skill", "share"),
    [
        ({"planted": 4, "caught": 3}, Skill.CATCHES, "0.7500"),
        ({"stopped": 3, "named": 1}, Skill.DIAGNOSIS, "0.3333"),
        ({"decisions": (RIGHT, replace(RIGHT, taken=None))}, Skill.ACTION, "0.5000"),
        ({"recovered": Decimal("80.00")}, Skill.DOLLARS, "0.8000"),
        ({"recovered": Decimal("180.00")}, Skill.DOLLARS, "1.0000"),
        ({"sendings": 3}, Skill.TOUCHES, "0.3333"),
        ({"deadlines": 4, "kept": 3}, Skill.DEADLINES, "0.7500"),
    ],
)
def test_each_part_is_its_share(change, skill, share):
    assert reached(replace(CLEAN, **change))[skill] == Decimal(share)


def test_compliance_failure_caps_the_score_and_lifts_none():
    failure = Failure(Kind.DUPLICATE, "Billed again.")
    assert score(replace(CLEAN, failures=(failure,))) == CAP
    low = replace(REPAIRED, recovered=Decimal(0), failures=(failure,))
    assert score(low) == score(replace(low, failures=()))


def test_claim_without_an_answer_has_no_mark():
    assert mark(replace(CLEAN, first_pass=None)) is None


def test_claim_that_is_worth_nothing_is_not_marked_by_its_dollars():
    assert Skill.DOLLARS not in reached(replace(CLEAN, collectible=Decimal(0)))
