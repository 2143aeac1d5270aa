"""The member's counters."""

import datetime as dt
from decimal import Decimal

import pytest

from claims.models import CounterEntry, Coverage
from claims.services.accounts import newest_remittance
from claims.services.counters import (
    counters_of,
    find_coverage,
    restore_counters,
    take_counters,
)
from tests.claims.bench import Hands, alone
from tests.claims.counters import left

pytestmark = pytest.mark.django_db
D = Decimal
SECOND = """  - payer: SBX01
    plan: ppo-plus
    member_id: SBX100200777
    effective: 2026-01-01
    deductible_left: "0.00"
    out_of_pocket_left: "50.00"
registration: {}"""
HISTORY = "    history: []\n"
OTHER = (
    "    other_claims: [{on: 2026-03-20, what: Eye clinic, deductible: '4.00', "
    "out_of_pocket: '4.00'}]\n"
)


def sent() -> Hands:
    hands = alone().code().open()
    hands.send()
    return hands


def test_answer_takes_and_a_second_time_gives_back_to_the_cent():
    hands = sent().answered()
    remittance = newest_remittance(hands.claim)
    assert left(hands) == (D("0.00"), D("2708.14"))
    for _ in range(3):
        restore_counters(hands.claim, remittance)
        assert left(hands) == (D("10.00"), D("2750.00"))
    take_counters(hands.claim, remittance)
    assert left(hands) == (D("0.00"), D("2708.14"))


def test_nothing_to_restore_writes_nothing():
    hands = alone().code().open()
    restore_counters(hands.claim, None)
    assert (left(hands), CounterEntry.objects.count()) == ((D("10.00"), D("2750.00")), 0)


def test_entries_are_never_changed():
    hands = sent().answered()
    first = list(CounterEntry.objects.values())
    hands.post().void()
    assert list(CounterEntry.objects.values())[: len(first)] == first
    assert left(hands) == (D("10.00"), D("2750.00"))


def test_claim_of_another_practice_counts_from_its_date_on():
    hands = alone(swaps={HISTORY: HISTORY + OTHER}).code().open()
    coverage = Coverage.objects.get()
    days = [dt.date(2026, 3, 19), dt.date(2026, 3, 20)]
    found = [counters_of(coverage, on=day).deductible for day in days]
    assert found == [D("10.00"), D("6.00")]
    hands.check().send()
    hands.answered()
    remittance = newest_remittance(hands.claim)
    assert remittance.on > days[1]
    assert remittance.deductible_taken == D("6.00")


def test_repricing_sees_what_taking_back_will_leave():
    """Another practice's claim was cut short by ours: giving ours back does not lengthen it."""
    cut = OTHER.replace("2026-03-20", "2026-04-20").replace("'4.00'", "'5.00'")
    hands = alone(swaps={HISTORY: HISTORY + cut}).code().open()
    hands.send()
    hands.answered()
    coverage, remittance = Coverage.objects.get(), newest_remittance(hands.claim)
    day = dt.date(2026, 4, 30)
    repriced = counters_of(coverage, on=day, without=remittance)
    while hands.attempt.scenario_date < day:
        hands.move("day")
    restore_counters(hands.claim, remittance)
    assert counters_of(coverage, on=day) == repriced
    assert repriced.deductible == D("10.00")


def test_eligibility_answer_tells_what_is_left_on_its_day():
    hands = alone(swaps={HISTORY: HISTORY + OTHER}).code().open()
    told = []
    for _ in range(2):
        told.append(hands.check().attempt.eligibility_checks.first().answer["deductible_left"])
        hands.move("week", times=2)
    assert told == ["10.00", "6.00"]


def test_find_coverage_prefers_the_member_id():
    hands = alone(swaps={"registration: {}": SECOND})

    def found(payer_id: str, member_id: str) -> str:
        coverage = find_coverage(hands.attempt, payer_id=payer_id, member_id=member_id)
        return coverage.member_id if coverage else ""

    assert found("SBX01", "sbx100200777") == "SBX100200777"
    assert found("SBX01", "SBX100200301") == "SBX100200301"
    assert found("SBX01", "SBX999999999") == "SBX100200301"
    assert found("SBX02", "SBX100200301") == ""
