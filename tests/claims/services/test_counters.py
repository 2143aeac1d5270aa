"""The member's counters."""

from decimal import Decimal

import pytest

from claims.models import Coverage, Remittance
from claims.services.accounts import newest_remittance
from claims.services.counters import find_coverage, restore_counters, take_counters
from tests.claims.bench import Hands, alone

pytestmark = pytest.mark.django_db
D = Decimal
SECOND = """  - payer: SBX01
    plan: ppo-plus
    member_id: SBX100200777
    effective: 2026-01-01
    deductible_left: "0.00"
    out_of_pocket_left: "50.00"
registration: {}"""


def answered() -> Hands:
    hands = alone().code().open()
    hands.send()
    return hands.answered()


def left() -> tuple[Decimal, Decimal]:
    coverage = Coverage.objects.get()
    return coverage.deductible_left, coverage.out_of_pocket_left


def test_counters_come_to_zero_and_back_to_the_cent():
    hands = answered()
    remittance = newest_remittance(hands.claim)
    assert left() == (D("0.00"), D("2708.14"))
    Coverage.objects.update(deductible_left=D("0.30"), out_of_pocket_left=D("0.30"))
    Remittance.objects.update(deductible_taken=D("0.10"), out_of_pocket_taken=D("0.10"))
    remittance = newest_remittance(hands.claim)
    for _ in range(3):
        take_counters(hands.claim, remittance)
    assert left() == (D("0.00"), D("0.00"))
    restore_counters(hands.claim, remittance)
    assert left() == (D("0.10"), D("0.10"))


def test_nothing_to_restore_changes_nothing():
    hands = alone().code().open()
    restore_counters(hands.claim, None)
    assert left() == (D("10.00"), D("2750.00"))


def test_find_coverage_prefers_the_member_id():
    hands = alone(swaps={"registration: {}": SECOND})

    def found(payer_id: str, member_id: str) -> str:
        coverage = find_coverage(hands.attempt, payer_id=payer_id, member_id=member_id)
        return coverage.member_id if coverage else ""

    assert found("SBX01", "sbx100200777") == "SBX100200777"
    assert found("SBX01", "SBX100200301") == "SBX100200301"
    assert found("SBX01", "SBX999999999") == "SBX100200301"
    assert found("SBX02", "SBX100200301") == ""
