"""Each row of the rulebook: the claim that breaks it and the reason that comes back."""

import datetime as dt
from decimal import Decimal

import pytest

from claims.facts import (
    Accepted,
    Authorization,
    BenefitLimit,
    Pair,
    Policy,
    PriorPayment,
)
from claims.payer import Outcome, answer
from claims.payer.registry import MONEY_ROWS
from claims.payer.rulebook import DEPENDENT, FRONT_DOOR, RULEBOOK, SYNTAX
from tests.claims.code_table import CODES
from tests.claims.payer.scenarios.whole import WHOLE_CLAIM
from tests.claims.scenarios import DAY, LINES, VISIT, fee, line, make

NPI = "9990000025"
VISITS = {"OV-334": VISIT, "OV-624": VISIT, "MS-210": fee(), "LB-422": fee()}


def seen(procedure, day, reference="SBX26000001"):
    return Accepted(date=day, procedure=procedure, rendering_npi=NPI, reference=reference)


def reasons(scenario):
    """Line number -> group, reason and remarks of its denial; paid lines are left out."""
    return {
        row.line: "-".join((row.adjustments[0].group, row.adjustments[0].carc, *row.rarcs))
        for row in answer(scenario, codes=CODES).lines
        if row.adjustments and row.adjustments[0].amount == row.charge and not row.paid
    }


def auth(**changes):
    values = {"number": "A1", "procedure": "MS-210", "units": 2}
    return (Authorization(**(values | changes)),)


FRONT = [
    ("member_id_missing", {"claim": {"member_id": ""}}, "A6:164"),
    ("member_not_found", {"claim": {"member_id": "SBX100200310"}}, "A7:164"),
    ("birth_date_differs", {"claim": {"patient_born": dt.date(1971, 6, 5)}}, "A7:158"),
    ("diagnosis_count", {"claim": {"diagnoses": ()}}, "A6:254"),
    ("diagnosis_count", {"claim": {"diagnoses": ("I10",) * 13}}, "A7:255"),
    ("no_lines", {"lines": []}, "A6:454"),
    ("pointer_invalid", {"lines": [line(1, "OV-324", pointers=())]}, "A6:477"),
    ("pointer_invalid", {"lines": [line(1, "OV-324", pointers=(3,))]}, "A7:477"),
    ("pointer_invalid", {"lines": [line(1, "OV-324", pointers=(0,))]}, "A7:477"),
    ("pointer_invalid", {"lines": [line(1, "OV-324", pointers=(1, 2, 1, 2, 1))]}, "A7:477"),
    ("charge_not_positive", {"lines": [line(1, "OV-324", "0.00")]}, "A7:178"),
    ("service_after_sending", {"claim": {"sent": dt.date(2026, 3, 9)}}, "A7:187"),
    (
        "replacement_not_taken",
        {
            "claim": {"frequency": 7, "original_reference": "X"},
            "payer": {"accepts_replacements": False},
        },
        "A7:535",
    ),
    (
        "replacement_not_taken",
        {
            "claim": {"frequency": 7, "original_reference": "X", "reopening": True},
            "payer": {"accepts_replacements": False},
        },
        "A7:535",
    ),
    (
        "replacement_not_taken",
        {
            "claim": {"frequency": 7, "original_reference": "X"},
            "payer": {"accepts_replacements": False, "reopens_claims": True},
        },
        "A7:535",
    ),
]


@pytest.mark.parametrize(("rule", "changes", "status"), FRONT)
def test_front_door_turns_back(rule, changes, status):
    scenario = make(**changes)
    answered = answer(scenario, codes=CODES)
    assert answered.outcome is Outcome.REJECTED
    assert (answered.lines, answered.paid, answered.charge) == ((), 0, scenario.claim.charge)
    assert (rule, status) in [(row.rule, row.status) for row in answered.findings]


@pytest.mark.parametrize(("changes", "reason"), WHOLE_CLAIM)
def test_whole_claim_denied(changes, reason):
    answered = answer(make(**changes), codes=CODES)
    assert answered.outcome is Outcome.DENIED
    assert answered.paid == 0
    assert reasons(make(**changes)) == {1: reason, 2: reason}


ONE_LINE = [
    ({"history": (seen("LB-110", DAY),)}, "OA-18"),
    ({"lines": [LINES[0], line(2, "ZZ-999")]}, "CO-16-M51"),
    ({"lines": [LINES[0], line(2, "")]}, "CO-16-M51"),
    ({"lines": [LINES[0], line(2, "LB-110", units=0)]}, "CO-16-M53"),
    ({"lines": [LINES[0], line(2, "LB-110", units=Decimal("1.5"))]}, "CO-16-M53"),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("QQ",))]}, "CO-16-N823"),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("RT", "RT"))]}, "CO-16-N823"),
    ({"lines": [LINES[0], line(2, "LB-110", place_of_service="98")]}, "CO-16-M77"),
    ({"fees": {"LB-110": fee(ordering=True)}}, "CO-16-N265"),
    (
        {
            "claim": {"diagnoses": ("E11.65", "G35")},
            "lines": [line(1, "OV-324"), line(2, "LB-110", pointers=(2,))],
        },
        "CO-146",
    ),
    (
        {"fees": {"PT-351": fee()}, "lines": [LINES[0], line(2, "PT-351")]},
        "CO-181",
    ),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("ZZ",))]}, "CO-182"),
    ({"fees": {"LB-110": fee(age_max=17)}}, "CO-6"),
    ({"fees": {"LB-110": fee(age_min=65)}}, "CO-6"),
    ({"fees": {"LB-110": fee(sex="M")}}, "CO-7"),
    (
        {
            "claim": {"diagnoses": ("E11.65", "Z00.129")},
            "lines": [line(1, "OV-324"), line(2, "LB-110", pointers=(2,))],
        },
        "CO-9",
    ),
    (
        {
            "claim": {"diagnoses": ("E11.65", "N40.1")},
            "lines": [line(1, "OV-324"), line(2, "LB-110", pointers=(2,))],
        },
        "CO-10",
    ),
    ({"fees": {"LB-110": fee(places=("22",))}}, "CO-5-M77"),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("TC",))]}, "CO-4-N823"),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("Z5",))]}, "CO-4-N823"),
    (
        {
            "fees": {"LB-110": fee(modifiers=("RT",))},
            "lines": [LINES[0], line(2, "LB-110", modifiers=("LT",))],
        },
        "CO-4-N823",
    ),
    ({"fees": {"LB-110": fee(required_modifiers=("LT", "RT"))}}, "CO-4-N822"),
    (
        {
            "fees": {"LB-110": fee(assistant=False)},
            "lines": [LINES[0], line(2, "LB-110", modifiers=("AS",))],
        },
        "CO-54",
    ),
    (
        {
            "fees": VISITS,
            "lines": [line(1, "LB-110"), line(2, "OV-624")],
            "history": (seen("OV-334", dt.date(2023, 3, 11)),),
        },
        "CO-B16",
    ),
    ({"fees": {"LB-110": fee(referral=True)}}, "CO-288"),
    ({"fees": {"LB-110": fee(authorization=True)}}, "CO-197-M62"),
    (
        {
            "fees": {"LB-110": fee(authorization=True)},
            "claim": {"authorization": "A2"},
            "authorizations": auth(),
        },
        "CO-197-M62",
    ),
    (
        {
            "fees": {"LB-110": fee(authorization=True)},
            "claim": {"authorization": "A1"},
            "authorizations": auth(),
        },
        "CO-284",
    ),
    (
        {
            "fees": {"LB-110": fee(authorization=True)},
            "claim": {"authorization": "A1"},
            "authorizations": auth(procedure="LB-110", valid_to=dt.date(2026, 3, 9)),
        },
        "CO-284",
    ),
    (
        {
            "fees": {"LB-110": fee(authorization=True)},
            "claim": {"authorization": "A1"},
            "authorizations": auth(procedure="LB-110"),
            "lines": [LINES[0], line(2, "LB-110", units=3)],
        },
        "CO-198",
    ),
    ({"plan": {"exclusions": ("LB-*",)}}, "PR-96-N130"),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("GY",))]}, "PR-96-N425"),
    ({"lines": [LINES[0], line(2, "J3301")]}, "CO-96-N448"),
    (
        {
            "plan": {"limits": (BenefitLimit(procedure="LB-110", times=1, days=365),)},
            "history": (seen("LB-110", dt.date(2025, 6, 1)),),
        },
        "PR-119",
    ),
    (
        {"policies": (Policy(id="P1", procedure="LB-110", diagnoses=("I10",)),)},
        "CO-11",
    ),
    (
        {"policies": (Policy(id="P1", procedure="LB-110", diagnoses=("N39",)),)},
        "CO-50-N115",
    ),
    (
        {
            "policies": (Policy(id="P1", procedure="LB-110", diagnoses=("N39",)),),
            "lines": [LINES[0], line(2, "LB-110", modifiers=("GA",))],
        },
        "PR-50-N115",
    ),
    ({"lines": [LINES[0], line(2, "LB-110", modifiers=("GZ",))]}, "CO-50"),
    (
        {
            "fees": VISITS,
            "claim": {"diagnoses": ("M17.11",)},
            "lines": [line(1, "LB-110"), line(2, "MS-210", modifiers=("LT",))],
        },
        "CO-11",
    ),
    ({"fees": {"LB-110": fee(add_on_to=("LB-422",))}}, "CO-107-N122"),
    ({"pairs": (Pair(column1="OV-324", column2="LB-110", indicator=0),)}, "CO-236"),
    (
        {
            "pairs": (Pair(column1="OV-324", column2="LB-110", indicator=0),),
            "lines": [LINES[0], line(2, "LB-110", modifiers=("XS",))],
        },
        "CO-236",
    ),
    ({"pairs": (Pair(column1="OV-*", column2="LB-110", indicator=1),)}, "CO-236"),
    (
        {"pairs": (Pair(column1="OV-*", column2="LB-110", kind="package"),)},
        "CO-97-M15",
    ),
    (
        {
            "fees": {**VISITS, "MS-210": fee(global_days=90)},
            "lines": [line(1, "LB-110"), line(2, "OV-334")],
            "history": (seen("MS-210", dt.date(2026, 1, 5)),),
        },
        "CO-97-M144",
    ),
    (
        {
            "fees": {**VISITS, "MS-210": fee(global_days=90)},
            "lines": [line(1, "LB-110"), line(2, "OV-334")],
            "history": (seen("MS-210", DAY + dt.timedelta(days=1)),),
        },
        "CO-97-M144",
    ),
    (
        {
            "fees": {"LB-110": fee(max_units=1)},
            "lines": [LINES[0], line(2, "LB-110", units=2)],
        },
        "CO-151-N362",
    ),
]


@pytest.mark.parametrize(("changes", "reason"), ONE_LINE)
def test_one_line_denied_and_the_other_paid(changes, reason):
    scenario = make(**changes)
    answered = answer(scenario, codes=CODES)
    assert reasons(scenario) == {2: reason}
    assert answered.outcome is Outcome.PAID
    assert answered.lines[0].allowed > 0


ANSWERED_BEFORE = [
    line(1, "OV-324", prior=PriorPayment(paid=Decimal("0.00"))),
    line(2, "LB-110", prior=PriorPayment(paid=Decimal("0.00"))),
]

NOT_DENIED = [
    {"claim": {"accident": "auto"}, "lines": ANSWERED_BEFORE},
    {
        "claim": {"accident": "other"},
        "coverage": {"liability": True},
        "lines": ANSWERED_BEFORE,
    },
    {
        "fees": {**VISITS, "MS-210": fee(global_days=90)},
        "lines": [line(1, "LB-110"), line(2, "OV-334", modifiers=("Z6",))],
        "history": (seen("MS-210", DAY + dt.timedelta(days=1)),),
    },
    {
        "fees": {**VISITS, "MS-210": fee(global_days=10)},
        "lines": [line(1, "LB-110"), line(2, "OV-334")],
        "history": (seen("MS-210", DAY + dt.timedelta(days=1)),),
    },
    {"coverage": {"effective": DAY, "terminated": DAY}},
    {"claim": {"sent": dt.date(2026, 6, 8)}},
    {"claim": {"accident": "other", "diagnoses": ("S61.411A", "I10")}},
    {
        "history": (seen("LB-110", DAY),),
        "lines": [LINES[0], line(2, "LB-110", modifiers=("Z4",))],
    },
    {
        "history": (seen("LB-110", DAY, "R1"),),
        "claim": {"frequency": 7, "original_reference": "R1"},
    },
    {
        "fees": VISITS,
        "lines": [line(1, "OV-624")],
        "history": (seen("OV-334", dt.date(2023, 3, 10)),),
    },
    {
        "fees": {"LB-110": fee(authorization=True)},
        "claim": {"authorization": "A1"},
        "authorizations": auth(procedure="LB-110", valid_from=DAY, valid_to=DAY),
    },
    {"policies": (Policy(id="P1", procedure="LB-110", diagnoses=("E11",)),)},
    {
        "pairs": (Pair(column1="MS-210", column2="OV-334", modifiers=("Z5",)),),
        "fees": VISITS,
        "lines": [line(1, "OV-334", modifiers=("Z5",)), line(2, "MS-210")],
    },
    {"pairs": (Pair(column1="OV-324", column2="LB-110", indicator=9),)},
    {
        "fees": {**VISITS, "MS-210": fee(global_days=90)},
        "lines": [line(1, "OV-334", modifiers=("Z7",))],
        "history": (seen("MS-210", dt.date(2026, 1, 5)),),
    },
    {
        "fees": {**VISITS, "MS-210": fee(global_days=10)},
        "lines": [line(1, "OV-334")],
        "history": (seen("MS-210", dt.date(2026, 2, 27)),),
    },
    {"fees": {"LB-110": fee(max_units=2)}, "lines": [LINES[0], line(2, "LB-110", units=2)]},
    {
        "fees": {"LB-110": fee(max_units=1)},
        "lines": [line(1, "LB-110"), line(2, "LB-110")],
    },
    {
        "fees": VISITS,
        "claim": {"diagnoses": ("M17.11", "M17.12")},
        "lines": [line(1, "MS-210", modifiers=("LT",), pointers=(1, 2))],
    },
    {"lines": [line(1, "OV-324"), line(2, "LB-110", prior=PriorPayment(paid=Decimal("1.00")))]},
]


@pytest.mark.parametrize("changes", NOT_DENIED)
def test_edge_of_a_rule_is_paid(changes):
    assert reasons(make(**changes)) == {}


def test_units_of_a_day_count_together_where_the_indicator_says_so():
    lines = [line(1, "LB-110"), line(2, "LB-110", modifiers=("XE",))]
    scenario = make(fees={"LB-110": fee(max_units=1, mai=3)}, lines=lines)
    assert reasons(scenario) == {1: "CO-151-N362", 2: "CO-151-N362"}


def test_first_rule_wins_the_line_and_the_other_hits_stay_in_the_trace():
    scenario = make(
        plan={"exclusions": ("LB-110",)},
        fees={"LB-110": fee(referral=True, places=("22",))},
    )
    answered = answer(scenario, codes=CODES)
    assert reasons(scenario) == {2: "CO-5-M77"}
    assert [(row.rule, row.decisive, row.amount) for row in answered.findings if row.line == 2] == [
        ("place_not_allowed", True, Decimal("42.00")),
        ("referral_missing", False, Decimal("0.00")),
        ("not_a_benefit", False, Decimal("0.00")),
    ]


def test_add_on_falls_with_its_main_service():
    scenario = make(
        fees={"MS-210": fee(referral=True), "LB-422": fee(add_on_to=("MS-210",))},
        lines=[line(1, "LB-110"), line(2, "MS-210"), line(3, "LB-422")],
    )
    assert reasons(scenario) == {2: "CO-288", 3: "CO-107-N122"}


def test_money_findings_are_the_only_ones_that_are_no_rule():
    rules = {rule.name for rule in (*SYNTAX, *FRONT_DOOR, *RULEBOOK, *DEPENDENT)}
    fired = {rule for rule, _changes, _status in FRONT}
    for changes, _reason in (*WHOLE_CLAIM, *ONE_LINE):
        fired |= {row.rule for row in answer(make(**changes), codes=CODES).findings if row.carc}
    assert fired - rules <= {row.name for row in MONEY_ROWS}
