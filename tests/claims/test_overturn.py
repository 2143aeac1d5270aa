"""What an appeal is about, and what is set aside when it is won."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from claims.bookkeeping import Reduction
from claims.facts import Accepted, Pair, Policy, Scenario
from claims.overturn import denial_of, ground_for, reductions_in, set_aside
from claims.payer import answer
from claims.payer.appeals import Ground
from tests.claims.code_table import CODES
from tests.claims.scenarios import DAY, LINES, fee, line, make

D = Decimal
LATE = date(2026, 12, 31)
VISIT_AND_JOINT = [LINES[0], line(2, "MS-210")]
JOINT_FEE = {"MS-210": fee()}


def reduction(carc: str, amount: str, group: str = "CO") -> Reduction:
    return Reduction(line=1, group=group, carc=carc, amount=D(amount))


def pair_of(indicator: int, kind: str = "pair") -> Pair:
    return Pair(column1="OV-324", column2="MS-210", indicator=indicator, kind=kind)


def test_denial_of_is_the_dearest_reason_that_is_no_settlement():
    rows = [
        reduction("45", "900.00"),
        reduction("3", "30.00", "PR"),
        reduction("97", "40.00"),
        reduction("197", "300.00"),
    ]
    assert denial_of(rows) == "197"
    assert denial_of(rows[:2]) == ""


@pytest.mark.parametrize(
    ("carc", "ground"),
    [
        ("50", Ground.RECORDS),
        ("197", Ground.AUTHORIZATION),
        ("29", Ground.TIMELY),
        ("16", None),
    ],
)
def test_ground_for_a_denial(carc: str, ground: Ground | None):
    assert ground_for(carc) == ground


def with_joint(**changes: Any) -> Scenario:
    """A visit and a joint injection."""
    return make(**{"lines": VISIT_AND_JOINT, "fees": JOINT_FEE} | changes)


WON: dict[str, tuple[str, Scenario]] = {
    "leave": ("197", with_joint(fees={"MS-210": fee(authorization=True)})),
    "referral": ("288", with_joint(fees={"MS-210": fee(referral=True)})),
    "policy": (
        "50",
        with_joint(policies=(Policy(id="P1", procedure="MS-210", diagnoses=("M17",)),)),
    ),
    "pair": ("236", with_joint(pairs=(pair_of(1),))),
    "package": ("97", with_joint(pairs=(pair_of(1, "package"),))),
    "units": (
        "151",
        with_joint(
            lines=[LINES[0], line(2, "MS-210", units=3)],
            fees={"MS-210": fee(max_units=2, mai=3)},
        ),
    ),
    "assistant": (
        "54",
        with_joint(
            lines=[LINES[0], line(2, "MS-210", modifiers=("AS",))],
            fees={"MS-210": fee(assistant=False)},
        ),
    ),
    "late": ("29", make(claim={"received": LATE}, lines=VISIT_AND_JOINT, fees=JOINT_FEE)),
}


@pytest.mark.parametrize("name", WON)
def test_set_aside_makes_the_denied_line_payable(name: str):
    carc, scenario = WON[name]
    denied = answer(scenario, codes=CODES)
    assert carc in {row.carc for row in denied.lines[1].adjustments}
    won = answer(set_aside(scenario, carc=carc, lines=[1, 2]), codes=CODES)
    assert carc not in {row.carc for line in won.lines for row in line.adjustments}
    assert won.paid > denied.paid


NEVER: dict[str, tuple[str, Scenario]] = {
    "a pair that is never paid together": ("236", with_joint(pairs=(pair_of(0),))),
    "an absolute limit": (
        "151",
        with_joint(
            lines=[LINES[0], line(2, "MS-210", units=3)],
            fees={"MS-210": fee(max_units=2, mai=2)},
        ),
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_set_aside_leaves_what_no_record_changes(name: str):
    carc, scenario = NEVER[name]
    assert set_aside(scenario, carc=carc, lines=[2]) == scenario
    assert denial_of(reductions_in(answer(scenario, codes=CODES))) == carc


def test_set_aside_of_a_global_period_forgets_the_operation():
    past = (Accepted(date=DAY, procedure="MS-310", rendering_npi="9990000025"),)
    scenario = replace(make(), history=past)
    assert set_aside(scenario, carc="97", lines=[1]).history == ()


def test_set_aside_touches_only_the_denied_lines():
    scenario = with_joint(fees={"MS-210": fee(authorization=True)})
    assert set_aside(scenario, carc="197", lines=[1]) == scenario
