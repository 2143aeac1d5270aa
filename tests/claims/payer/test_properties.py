"""Whatever is sent, the answer adds up, comes out the same again, and protects the patient."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.facts import Authorization, Benefit, Fee, Line, Pair, Policy, PriorPayment
from claims.money import total
from claims.payer import Outcome, answer, as_json, reversal
from claims.payer.answer import balanced, patient_share
from tests.claims.code_table import CODES
from tests.claims.scenarios import DAY, make

MONEY = st.decimals("0.01", "9999.99", places=2)
CODE = st.sampled_from(["OV-324", "OV-334", "LB-110", "MS-210", "SK-1", "SK-2", "ZZ-999"])
MODIFIER = st.sampled_from(
    ["RT", "LT", "Z1", "Z2", "Z3", "Z5", "Z6", "Z7", "Z9", "AS", "GA", "GY", "GZ", "XS", "TC", "QQ"]
)
DIAGNOSIS = st.sampled_from(["E11.65", "I10", "N39.0", "E11", "G35", "S61.411A", "W26.0XXA"])
BENEFIT = st.builds(
    Benefit,
    copay=st.sampled_from([Decimal("0.00"), Decimal("30.00")]),
    deductible=st.booleans(),
    coinsurance=st.sampled_from([Decimal("0"), Decimal("0.20"), Decimal("0.3333")]),
)
FEE_MONEY = st.decimals("1.00", "9999.99", places=2)
FEE = st.builds(
    Fee,
    fee=FEE_MONEY,
    facility_fee=st.none() | FEE_MONEY,
    benefit=st.sampled_from(["visit", "lab", "procedure"]),
    multiple_procedure=st.sampled_from([0, 2]),
    max_units=st.none() | st.integers(1, 4),
    mai=st.integers(1, 3),
    referral=st.booleans(),
    authorization=st.booleans(),
    records=st.integers(0, 9).map(lambda n: n == 0),
    professional_split=st.booleans(),
    assistant=st.booleans(),
    bilateral=st.booleans(),
)
LINE = st.builds(
    Line,
    number=st.just(1),
    procedure=CODE,
    charge=MONEY,
    date=st.sampled_from([DAY, DAY - dt.timedelta(days=1)]),
    modifiers=st.lists(MODIFIER, max_size=3).map(tuple),
    units=st.integers(1, 5) | st.just(Decimal("1.5")),
    pointers=st.lists(st.integers(1, 2), min_size=1, max_size=3).map(tuple),
    place_of_service=st.sampled_from(["", "11", "22", "23"]),
    prior=st.none() | st.builds(PriorPayment, paid=MONEY, contractual=MONEY),
)


@st.composite
def scenarios(draw):
    lines = draw(st.lists(LINE, min_size=1, max_size=7))
    numbered = [Line(**{**vars(row), "number": number}) for number, row in enumerate(lines, 1)]
    codes = ["OV-324", "OV-334", "LB-110", "MS-210", "SK-1", "SK-2"]
    return make(
        lines=numbered,
        claim={
            "diagnoses": tuple(draw(st.lists(DIAGNOSIS, min_size=2, max_size=3))),
            "accident": draw(st.sampled_from(["none", "unanswered", "other"])),
            "authorization": draw(st.sampled_from(["", "A1"])),
            "place_of_service": draw(st.sampled_from(["11", "22"])),
        },
        fees=draw(st.fixed_dictionaries(dict.fromkeys(codes, FEE))),
        plan={
            "benefits": draw(
                st.fixed_dictionaries(dict.fromkeys(("visit", "lab", "procedure"), BENEFIT))
            ),
            "network": draw(st.sampled_from(["in", "out"])),
            "emergency_protected": draw(st.booleans()),
            "coordination": draw(st.sampled_from(["standard", "non_duplication"])),
        },
        payer={"sequestration": draw(st.sampled_from([Decimal("0"), Decimal("0.02")]))},
        coverage={
            "primary": draw(st.booleans()),
            "deductible_left": draw(st.sampled_from([Decimal("0.00"), Decimal("450.00")])),
            "out_of_pocket_left": draw(st.none() | MONEY),
        },
        authorizations=(Authorization(number="A1", procedure="MS-210", units=2),),
        policies=(Policy(id="P1", procedure="LB-110", diagnoses=("E11",)),),
        pairs=(
            Pair(column1="MS-*", column2="OV-*", modifiers=("Z5",)),
            Pair(column1="SK-1", column2="SK-2", indicator=0),
        ),
    )


@settings(max_examples=150)
@given(scenarios())
def test_any_claim_balances_by_line_and_as_a_whole(scenario):
    answered = balanced(answer(scenario, codes=CODES))
    assert answered.charge == scenario.claim.charge
    for row in answered.lines:
        assert row.charge - total(a.amount for a in row.adjustments) == row.paid
        assert 0 <= row.paid <= row.allowed <= row.charge
        assert all(a.amount > 0 for a in row.adjustments)
    assert answered.paid == total(row.paid for row in answered.lines)
    balanced(reversal(answered))


@settings(max_examples=50)
@given(scenarios())
def test_the_same_claim_gets_the_same_answer(scenario):
    first, again = (answer(scenario, codes=CODES) for _ in range(2))
    assert as_json(first) == as_json(again)
    assert first == again


@settings(max_examples=150)
@given(scenarios())
def test_patient_owes_no_contract_amount_and_counters_never_go_below_zero(scenario):
    answered = answer(scenario, codes=CODES)
    assert answered.patient_responsibility == patient_share(answered.lines)
    contract = total(a.amount for row in answered.lines for a in row.adjustments if a.group == "CO")
    assert answered.charge - contract >= answered.patient_responsibility or not answered.lines
    assert answered.deductible_left >= 0
    assert answered.out_of_pocket_left is None or answered.out_of_pocket_left >= 0


@settings(max_examples=150)
@given(scenarios())
def test_a_claim_is_denied_exactly_when_no_line_is_payable(scenario):
    answered = answer(scenario, codes=CODES)
    allowed = [row.allowed > 0 for row in answered.lines]
    assert (answered.outcome is Outcome.PAID) == any(allowed)


@settings(max_examples=150)
@given(scenarios())
def test_counters_move_by_what_the_patient_is_asked_and_a_reversal_restores_them(scenario):
    answered = answer(scenario, codes=CODES)
    taken_back = reversal(answered)
    before = scenario.coverage
    assert answered.deductible_left + answered.deductible_taken == before.deductible_left
    assert answered.deductible_left - taken_back.deductible_taken == before.deductible_left
    if before.out_of_pocket_left is not None:
        left = answered.out_of_pocket_left + answered.out_of_pocket_taken
        assert left == before.out_of_pocket_left
    assert answer(restored(scenario, answered, taken_back), codes=CODES) == answered


def restored(scenario, answered, taken_back):
    """The member's file after an answer and its reversal."""
    left = answered.out_of_pocket_left
    coverage = replace(
        scenario.coverage,
        deductible_left=answered.deductible_left - taken_back.deductible_taken,
        out_of_pocket_left=None if left is None else left - taken_back.out_of_pocket_taken,
    )
    return replace(scenario, coverage=coverage)


@settings(max_examples=150)
@given(scenarios(), st.randoms(use_true_random=False))
def test_order_of_the_lines_decides_nothing_but_who_uses_up_what_is_limited(scenario, dice):
    """What runs out is used up in line order: deductible, copay of a day, maximum, units, the
    first of equal procedures. Without those the order tells nothing."""
    unlimited = without_limits(scenario)
    lines = list(unlimited.claim.lines)
    dice.shuffle(lines)
    moved = {row.number: place for place, row in enumerate(lines, start=1)}
    shuffled = replace(
        unlimited,
        claim=replace(
            unlimited.claim, lines=tuple(replace(row, number=moved[row.number]) for row in lines)
        ),
    )
    first, second = answer(unlimited, codes=CODES), answer(shuffled, codes=CODES)
    assert first.outcome == second.outcome
    by_place = {row.line: row for row in second.lines}
    for row in first.lines:
        other = by_place[moved[row.line]]
        assert (row.charge, row.allowed, row.paid) == (other.charge, other.allowed, other.paid)
        assert row.adjustments == other.adjustments


def without_limits(scenario):
    """The same claim where nothing runs out."""
    fees = {
        code: replace(fee, max_units=None, multiple_procedure=0)
        for code, fee in scenario.fees.items()
    }
    benefits = {
        name: replace(row, copay=Decimal("0.00"), deductible=False)
        for name, row in scenario.plan.benefits.items()
    }
    return replace(
        scenario,
        fees=fees,
        plan=replace(scenario.plan, benefits=benefits),
        coverage=replace(scenario.coverage, out_of_pocket_left=None),
    )
