"""Fees, cost share and coordination, figure by figure."""

from decimal import Decimal

import pytest

from claims.facts import Benefit, PriorPayment
from claims.payer import answer
from tests.claims.code_table import CODES
from tests.claims.scenarios import fee, line, make


def figures(scenario):
    """Allowed, paid and the adjustments of each line, as text."""
    return [
        (
            str(row.allowed),
            str(row.paid),
            [(a.group, a.carc, str(a.amount)) for a in row.adjustments],
        )
        for row in answer(scenario, codes=CODES).lines
    ]


@pytest.mark.parametrize(
    ("modifiers", "place", "allowed"),
    [
        ((), "11", "100.00"),
        ((), "22", "60.00"),
        ((), "02", "60.00"),
        ((), "10", "100.00"),
        (("Z1",), "11", "150.00"),
        (("Z9",), "11", "16.00"),
        (("AS",), "22", "9.60"),
        (("Z2",), "11", "40.00"),
        (("TC",), "11", "60.00"),
        (("Z1", "Z9"), "11", "24.00"),
    ],
)
def test_fee_follows_place_sides_part_and_assistant(modifiers, place, allowed):
    row = fee("100.00", facility_fee=Decimal("60.00"), professional_split=True)
    scenario = make(
        fees={"MS-210": row},
        claim={"place_of_service": place},
        lines=[line(1, "MS-210", "400.00", modifiers=modifiers)],
    )
    assert figures(scenario)[0][0] == allowed


def test_both_sides_need_a_procedure_that_has_sides():
    scenario = make(
        fees={"MS-210": fee(bilateral=False)}, lines=[line(1, "MS-210", modifiers=("Z1",))]
    )
    assert figures(scenario) == [("0.00", "0.00", [("CO", "4", "100.00")])]


def test_charge_below_the_fee_is_paid_as_charged():
    scenario = make(fees={"MS-210": fee("80.00")}, lines=[line(1, "MS-210", "30.00")])
    assert figures(scenario) == [("30.00", "30.00", [])]


def test_ranks_tie_by_line_number_and_are_counted_by_day():
    row = fee("40.00", multiple_procedure=2)
    earlier = make().claim.lines[0].date.replace(day=9)
    scenario = make(
        fees={"SK-1": row, "SK-2": row},
        lines=[line(1, "SK-1"), line(2, "SK-2"), line(3, "SK-2", date=earlier)],
    )
    assert [row[0] for row in figures(scenario)] == ["40.00", "20.00", "40.00"]


def test_denied_line_takes_no_rank():
    row = fee("40.00", multiple_procedure=2)
    scenario = make(
        fees={"SK-1": fee("90.00", multiple_procedure=2, referral=True), "SK-2": row},
        lines=[line(1, "SK-1"), line(2, "SK-2")],
    )
    assert [row[0] for row in figures(scenario)] == ["0.00", "40.00"]


def test_out_of_network_patient_bears_the_charge_above_the_fee():
    scenario = make(plan={"network": "out"})
    assert figures(scenario)[0] == (
        "128.47",
        "98.47",
        [("PR", "45", "56.53"), ("PR", "3", "30.00")],
    )


@pytest.mark.parametrize(
    ("place", "protected", "group"), [("23", True, "CO"), ("11", True, "PR"), ("23", False, "PR")]
)
def test_protected_emergency_is_not_balance_billed(place, protected, group):
    scenario = make(
        plan={"network": "out", "emergency_protected": protected},
        claim={"place_of_service": place},
    )
    assert figures(scenario)[0][2][0] == (group, "45", "56.53")


def test_copay_is_taken_once_a_visit():
    visit = fee("60.00", benefit="visit")
    scenario = make(
        fees={"OV-324": visit, "OV-334": visit},
        lines=[line(1, "OV-324", "60.00"), line(2, "OV-334", "60.00")],
    )
    assert [row[1] for row in figures(scenario)] == ["30.00", "60.00"]


def test_copay_is_never_above_the_allowed_amount():
    scenario = make(fees={"OV-324": fee("12.00", benefit="visit")}, lines=[line(1, "OV-324")])
    assert figures(scenario) == [("12.00", "0.00", [("CO", "45", "88.00"), ("PR", "3", "12.00")])]


def test_plan_without_maximum_leaves_no_counter():
    answered = answer(make(coverage={"out_of_pocket_left": None}), codes=CODES)
    assert answered.out_of_pocket_left is None
    assert answered.out_of_pocket_taken == Decimal("41.64")


def test_screening_that_became_a_treatment_stays_free():
    share = {
        "preventive": Benefit(),
        "procedure": Benefit(coinsurance=Decimal("0.20")),
        "visit": Benefit(),
        "lab": Benefit(),
    }
    fees = {"EN-230": fee("400.00")}
    with_pt = make(
        plan={"benefits": share}, fees=fees, lines=[line(1, "EN-230", "400.00", modifiers=("PT",))]
    )
    without = make(plan={"benefits": share}, fees=fees, lines=[line(1, "EN-230", "400.00")])
    assert figures(with_pt) == [("400.00", "400.00", [])]
    assert figures(without) == [("400.00", "320.00", [("PR", "2", "80.00")])]


def secondary(method, prior):
    return make(
        plan={
            "coordination": method,
            "benefits": {"visit": Benefit(coinsurance=Decimal("0.20")), "lab": Benefit()},
        },
        coverage={"primary": False},
        lines=[line(1, "OV-324", "185.00", prior=prior)],
    )


FIRST = PriorPayment(paid=Decimal("90.00"), contractual=Decimal("56.53"))


def test_second_plan_pays_the_lesser_of_its_benefit_and_what_is_left():
    # 185.00 - 90.00 - 56.53 leaves 38.47; its own benefit would be 102.78.
    assert figures(secondary("standard", FIRST)) == [("128.47", "38.47", [("OA", "23", "146.53")])]


def test_second_plan_without_duplication_pays_its_benefit_less_the_first_payment():
    # 102.78 - 90.00 pays 12.78; 38.47 - 12.78 stays with the patient.
    assert figures(secondary("non_duplication", FIRST)) == [
        ("128.47", "12.78", [("OA", "23", "146.53"), ("PR", "2", "25.69")])
    ]


def test_second_plan_pays_nothing_where_the_first_paid_more_than_its_benefit():
    first = PriorPayment(paid=Decimal("110.00"), contractual=Decimal("56.53"))
    assert figures(secondary("non_duplication", first)) == [
        ("128.47", "0.00", [("OA", "23", "166.53"), ("PR", "2", "18.47")])
    ]
