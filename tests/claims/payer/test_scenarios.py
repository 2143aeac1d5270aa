"""Every rule three times: it stops a claim, just does not, and waits behind an earlier rule.

A rule without its row in the tables fails the first test.
"""

import datetime as dt

import pytest

from claims.payer import Answer, Outcome, answer
from claims.payer.rulebook import AUDIT, DEPENDENT, FRONT_DOOR, RULEBOOK, SYNTAX
from claims.rules.finding import Finding
from tests.claims.code_table import CODES
from tests.claims.payer.scenarios.claim import CLAIM, OPENS
from tests.claims.payer.scenarios.form import Changes, Edge, merged
from tests.claims.payer.scenarios.front import FRONT
from tests.claims.payer.scenarios.lines import AUDITED, LINES
from tests.claims.scenarios import make

BEHIND = {**CLAIM, **LINES}
ENDED = {"coverage": {"terminated": dt.date(2026, 3, 9)}}
UNKNOWN = merged(OPENS, {"claim": {"member_id": "SBX100200310"}})
STANDS = {"claim": {"stands_beside": "SBX26091000001"}}
FIRST = "answered_already"
EARLIER = {"member_unknown": STANDS, "coverage_not_begun": UNKNOWN, "coverage_ended": UNKNOWN}
"""What comes before the first rules; before every other, the coverage has ended."""
ASKED_LAST = {rule.name for rule in DEPENDENT}


def ask(changes: Changes) -> Answer:
    return answer(make(**changes), codes=CODES)


def found(answered: Answer, rule: str) -> list[Finding]:
    return [finding for finding in answered.findings if finding.rule == rule]


def said(answered: Answer, finding: Finding) -> str:
    """What came back for a finding: the outcome of a claim that waits, else the line's answer."""
    if answered.outcome is Outcome.PENDED:
        return "pended"
    row = next(row for row in answered.lines if finding.line in {None, row.line})
    return " ".join([f"{row.adjustments[0].group}-{row.adjustments[0].carc}", *row.rarcs])


def rows(table: dict[str, Edge]) -> list[object]:
    return [pytest.param(name, edge, id=name) for name, edge in table.items()]


def test_every_rule_has_its_scenarios() -> None:
    assert {rule.name for rule in (*SYNTAX, *FRONT_DOOR)} == set(FRONT)
    assert {rule.name for rule in (*RULEBOOK, *DEPENDENT)} == set(BEHIND)
    assert [rule.name for rule in AUDIT] == ["modifier_unsupported"]


@pytest.mark.parametrize(("rule", "edge"), rows(FRONT))
def test_front_door_turns_back_and_lets_in(rule: str, edge: Edge) -> None:
    turned_back, let_in = ask(edge.stops), ask(edge.passes)
    assert turned_back.outcome is Outcome.REJECTED
    assert edge.answer in {finding.status for finding in found(turned_back, rule)}
    assert let_in.outcome is not Outcome.REJECTED


@pytest.mark.parametrize(("rule", "edge"), rows(FRONT))
def test_step_of_the_front_door_tells_all_and_asks_nothing_behind_it(rule: str, edge: Edge) -> None:
    other = {"claim": {"patient_born": dt.date(1971, 6, 7)}}
    answered = ask(merged(edge.stops, other, ENDED))
    rules = {finding.rule for finding in answered.findings}
    form = {one.name for one in SYNTAX}
    step = form if rule in form else set(FRONT) - form
    assert {rule, *({"birth_date_differs"} - form if rule not in form else ())} <= rules <= step
    assert all(finding.decisive for finding in answered.findings)


@pytest.mark.parametrize(("rule", "edge"), rows(BEHIND))
def test_rule_stops_the_claim_or_line(rule: str, edge: Edge) -> None:
    answered = ask(edge.stops)
    stopped = [finding for finding in found(answered, rule) if finding.decisive]
    assert stopped, [finding.rule for finding in answered.findings]
    assert {said(answered, finding) for finding in stopped} == {edge.answer}


@pytest.mark.parametrize(("rule", "edge"), rows(BEHIND))
def test_rule_just_lets_the_nearest_claim_pass(rule: str, edge: Edge) -> None:
    answered = ask(edge.passes)
    assert answered.outcome in {Outcome.PAID, Outcome.DENIED}
    assert found(answered, rule) == []


@pytest.mark.parametrize(
    ("rule", "edge"), rows({name: edge for name, edge in BEHIND.items() if name != FIRST})
)
def test_earlier_rule_wins_and_the_finding_stays(rule: str, edge: Edge) -> None:
    answered = ask(merged(edge.stops, EARLIER.get(rule, ENDED)))
    kept = found(answered, rule)
    assert answered.outcome is Outcome.DENIED
    assert [finding.decisive for finding in kept] == [False] * len(kept)
    assert bool(kept) == (rule not in ASKED_LAST)
    assert {finding.amount for finding in kept} <= {0}


def test_audit_sees_what_the_payer_paid() -> None:
    paid = ask(AUDITED.stops)
    (finding,) = found(paid, "modifier_unsupported")
    assert (paid.outcome, finding.decisive, finding.carc) == (Outcome.PAID, False, "")
    assert found(ask(AUDITED.passes), "modifier_unsupported") == []
    assert paid.lines == ask(AUDITED.passes).lines
