"""The cause of an answer is offered among rules that could be mistaken for it."""

import pytest

from claims.payer.registry import all_rules
from claims.payer.rulebook import FRONT_DOOR, SYNTAX
from claims.suspects import CHOICES, Suspect, says_of, suspects

RULES = {rule.name: rule for rule in all_rules()}


@pytest.mark.parametrize("name", RULES)
def test_cause_is_always_offered_among_others_of_its_stage(name: str):
    offered = suspects(name)
    door = {rule.name for rule in (*SYNTAX, *FRONT_DOOR)}
    assert len({row.rule for row in offered}) == CHOICES
    assert Suspect(name, RULES[name].says) in offered
    assert {row.rule in door for row in offered} == {name in door}


def test_further_causes_are_not_offered_beside_the_dearest():
    near = [row.rule for row in suspects("no_authorization") if row.rule != "no_authorization"]
    assert not {row.rule for row in suspects("no_authorization", also=near)} & set(near)


def test_same_reason_is_the_likeliest_to_be_mistaken():
    reason = RULES["duplicate"].reason
    twins = {rule.name for rule in all_rules() if rule.reason == reason}
    assert {row.rule for row in suspects("duplicate")} >= set(list(twins)[:CHOICES])


def test_cause_that_is_no_condition_stands_alone():
    assert suspects("lapsed_request") == (Suspect("lapsed_request", "Lapsed request"),)
    assert says_of("lapsed_request") == "Lapsed request"
