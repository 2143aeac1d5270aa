import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from claims.payer import (
    NothingPended,
    Outcome,
    OutOfBalance,
    answer,
    as_json,
    coverage_after,
    lapse,
    reversal,
)
from claims.payer.answer import Adjustment, balanced, in_order
from claims.rules.finding import Wanted
from tests.claims.code_table import CODES
from tests.claims.scenarios import GOLDEN, fee, line, make

INJURY = {"diagnoses": ("S61.411A", "I10"), "accident": "unanswered"}


def test_unanswered_accident_pends_and_says_until_when():
    answered = answer(make(claim=INJURY), codes=CODES)
    assert (answered.outcome, answered.wanted) == (Outcome.PENDED, Wanted.ACCIDENT)
    assert answered.due == dt.date(2026, 4, 15)
    assert (answered.lines, answered.paid, answered.deductible_taken) == ((), 0, 0)
    assert [row.rule for row in answered.findings] == ["accident_unanswered"]


def test_answered_accident_is_paid():
    answered = answer(make(claim={**INJURY, "accident": "other"}), codes=CODES)
    assert answered.outcome is Outcome.PAID


def test_lapse_denies_every_line_to_the_patient():
    answered = lapse(make(claim=INJURY), codes=CODES)
    assert answered.outcome is Outcome.DENIED
    assert [(row.adjustments[0].group, row.adjustments[0].carc) for row in answered.lines] == [
        ("PR", "227"),
        ("PR", "227"),
    ]
    assert answered.patient_responsibility == Decimal("227.00")
    assert (answered.deductible_left, answered.deductible_taken) == (Decimal("10.00"), 0)


def test_lapse_leaves_a_line_its_own_denial():
    scenario = make(fees={"LB-110": fee(records=True), "OV-324": fee(referral=True)})
    answered = lapse(scenario, codes=CODES)
    assert [row.adjustments[0].carc for row in answered.lines] == ["288", "226"]


def test_lapse_of_a_claim_that_waits_for_nothing_is_refused():
    with pytest.raises(NothingPended):
        lapse(GOLDEN, codes=CODES)


def test_records_that_were_sent_are_not_asked_for():
    fees = {"LB-110": fee(records=True)}
    asked = answer(make(fees=fees), codes=CODES)
    assert (asked.outcome, asked.wanted) == (Outcome.PENDED, Wanted.RECORDS)
    sent = make(fees=fees, claim={"attachments": ("records",)})
    assert answer(sent, codes=CODES).outcome is Outcome.PAID


def test_denied_claim_is_not_pended():
    scenario = make(claim={**INJURY}, coverage={"terminated": dt.date(2026, 3, 1)})
    assert answer(scenario, codes=CODES).outcome is Outcome.DENIED


def test_sixth_ranked_procedure_pends():
    fees = {f"SK-{n}": fee(f"{n}0.00", multiple_procedure=2) for n in range(1, 7)}
    lines = [line(n, f"SK-{n}") for n in range(1, 7)]
    assert answer(make(fees=fees, lines=lines), codes=CODES).outcome is Outcome.PENDED
    paid = answer(make(fees=fees, lines=lines[:5]), codes=CODES)
    assert [row.allowed for row in paid.lines] == [
        Decimal(text) for text in ("5.00", "10.00", "15.00", "20.00", "50.00")
    ]


def test_replacement_gives_the_counters_back_before_it_prices():
    first = answer(GOLDEN, codes=CODES)
    moved = replace(GOLDEN, coverage=coverage_after(GOLDEN.coverage, answered=first))
    replacement = replace(
        moved, claim=replace(GOLDEN.claim, frequency=7, original_reference="SBX1")
    )
    again = answer(replacement, codes=CODES, prior=first)
    assert as_json(again) == as_json(first)
    without = answer(replacement, codes=CODES)
    assert without.paid > first.paid


def test_void_gives_back_the_money_and_the_counters():
    first = answer(GOLDEN, codes=CODES)
    moved = replace(GOLDEN, coverage=coverage_after(GOLDEN.coverage, answered=first))
    void = replace(moved, claim=replace(GOLDEN.claim, frequency=8, original_reference="SBX1"))
    answered = answer(void, codes=CODES, prior=first)
    assert (answered.charge, answered.paid, answered.lines) == (0, 0, ())
    assert answered.deductible_left == GOLDEN.coverage.deductible_left
    assert answered.out_of_pocket_left == GOLDEN.coverage.out_of_pocket_left
    assert answered.findings[0].detail == "Claim SBX1 is voided; $105.03 goes back to the payer."


def test_reversal_of_an_answer_adds_up_to_nothing_with_it():
    first = answer(GOLDEN, codes=CODES)
    back = balanced(reversal(first))
    assert (back.charge + first.charge, back.paid + first.paid) == (0, 0)
    assert reversal(back) == first


def test_answer_that_does_not_add_up_is_refused():
    first = answer(GOLDEN, codes=CODES)
    short = replace(first.lines[0], paid=Decimal("1.00"))
    for wrong in (
        replace(first, lines=(short, first.lines[1])),
        replace(first, paid=Decimal("1.00")),
        replace(first, patient_responsibility=Decimal("1.00")),
    ):
        with pytest.raises(OutOfBalance):
            balanced(wrong)


def test_adjustments_stand_by_group_and_then_as_applied():
    rows = [
        Adjustment(group=group, carc=carc, amount=Decimal("1.00"))
        for group, carc in [("PR", "3"), ("CO", "59"), ("PI", "1"), ("PR", "1"), ("OA", "23")]
    ]
    assert [row.carc for row in in_order(rows)] == ["59", "23", "1", "3", "1"]


def test_claim_remark_stands_at_the_head_and_on_the_lines():
    answered = answer(make(claim={"diagnoses": ("E11", "I10")}), codes=CODES)
    assert answered.rarcs == ("MA130",)
    assert answered.lines[0].adjustments[0].rarcs == ("M76", "M81")
    assert answered.lines[0].rarcs == ("M76", "M81", "MA130")


@pytest.mark.parametrize(
    "claim",
    [
        {"original_processed": False},
        {"frequency": 7, "original_reference": "X", "stands_beside": "X"},
    ],
)
def test_how_a_claim_goes_out_again_matters_only_to_its_own_way(claim):
    assert answer(make(claim=claim), codes=CODES).outcome is Outcome.PAID
