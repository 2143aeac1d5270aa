"""What the contract says beside what a payer with a slip paid."""

from dataclasses import replace
from decimal import Decimal

import pytest

from claims.contract import Priced, compare, contract_answer, underpaid
from claims.facts import PayerSlip, Scenario
from claims.money import total
from claims.overturn import set_aside
from claims.payer import Answer
from claims.payer import answer as payer_answer
from coding.codebook.default import codebook
from tests.claims.scenarios import GOLDEN

D = Decimal


def slip(**changes: object) -> Scenario:
    """The plain visit and test, with a slip of the payer's."""
    return replace(GOLDEN, slips=(PayerSlip(**changes),))  # type: ignore[arg-type]


def came(answer: Answer) -> list[tuple[int, str, Priced]]:
    return [
        (
            row.line,
            row.procedure,
            Priced(
                allowed=row.allowed,
                paid=row.paid,
                patient=total(a.amount for a in row.adjustments if a.group == "PR"),
            ),
        )
        for row in answer.lines
    ]


def test_old_fee_pays_short_and_the_contract_shows_it():
    wrong = slip(procedure="OV-324", fee=D("100.00"))
    answer = payer_answer(wrong, codes=codebook())
    lines = compare(came(answer), expected=contract_answer(wrong, codes=codebook()))
    visit = lines[0]
    assert (visit.came.allowed, visit.expected.allowed) == (D("100.00"), D("128.47"))
    assert (visit.short, visit.carc, visit.differs) == (D("28.47"), "45", True)
    assert [row.line for row in underpaid(lines)] == [1]
    assert not lines[1].differs


def test_wrong_benefit_takes_a_copay_that_the_plan_does_not_have():
    wrong = slip(procedure="LB-110", benefit="visit")
    right = payer_answer(GOLDEN, codes=codebook())
    lines = compare(
        came(payer_answer(wrong, codes=codebook())),
        expected=contract_answer(wrong, codes=codebook()),
    )
    test = lines[1]
    assert test.came.allowed == test.expected.allowed
    assert test.expected.paid == right.lines[1].paid
    assert test.differs


def test_without_slips_everything_is_as_agreed():
    answer = payer_answer(GOLDEN, codes=codebook())
    lines = compare(came(answer), expected=contract_answer(GOLDEN, codes=codebook()))
    assert not any(row.differs for row in lines)


@pytest.mark.parametrize("carc", ["45", "3"])
def test_won_payment_appeal_sets_the_slip_aside_on_its_lines(carc: str):
    wrong = slip(procedure="OV-324", fee=D("100.00"))
    assert set_aside(wrong, carc=carc, lines=[1]).slips == ()
    assert set_aside(wrong, carc=carc, lines=[2]).slips == wrong.slips
    mended = payer_answer(set_aside(wrong, carc=carc, lines=[1]), codes=codebook())
    assert mended == payer_answer(GOLDEN, codes=codebook())
