import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from claims.facts import Payer
from claims.payer import AppealDecision, Decision, Ground, appeal_deadline, decide_appeal
from claims.payer.appeals import is_supported

PAYER = Payer(id="SBX01", appeal_windows=(180, 60))
DECIDED = dt.date(2026, 4, 1)
PASSAGES = ("Splint worn for eight weeks without relief", "numbness wakes her nightly")


def decide(letter="The splint was worn for eight weeks without relief.", **changes):
    values = {
        "denial": "50",
        "ground": Ground.RECORDS,
        "supporting": PASSAGES,
        "payer": PAYER,
        "level": 1,
        "decided_on": DECIDED,
        "filed_on": dt.date(2026, 5, 1),
    }
    return decide_appeal(letter, **(values | changes))


def test_letter_that_cites_the_record_wins():
    assert decide() == AppealDecision(
        decision=Decision.OVERTURNED, carc="", detail="The record supports the service."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"letter": "Please pay this claim."},
        {"ground": Ground.TIMELY},
        {"denial": "29"},
        {"supporting": ()},
    ],
)
def test_letter_without_ground_or_record_is_upheld(changes):
    assert (decide(**changes).decision, decide(**changes).carc) == (Decision.UPHELD, "193")


@pytest.mark.parametrize(
    ("level", "filed", "decision"),
    [
        (1, dt.date(2026, 9, 28), Decision.OVERTURNED),
        (1, dt.date(2026, 9, 29), Decision.LATE),
        (2, dt.date(2026, 5, 31), Decision.OVERTURNED),
        (2, dt.date(2026, 6, 1), Decision.LATE),
        (3, DECIDED, Decision.DISMISSED),
    ],
)
def test_each_level_has_its_window(level, filed, decision):
    assert decide(level=level, filed_on=filed).decision is decision


def test_deadline_is_counted_from_the_decision():
    assert appeal_deadline(PAYER, level=1, decided_on=DECIDED) == dt.date(2026, 9, 28)
    assert appeal_deadline(PAYER, level=3, decided_on=DECIDED) is None


def test_half_of_the_passages_are_enough_in_any_order_of_words():
    assert is_supported("For eight weeks, without relief, a splint was worn", supporting=PASSAGES)
    assert not is_supported("A splint was worn", supporting=PASSAGES)


@pytest.mark.parametrize(
    ("disputed", "decision", "carc"),
    [("199.99", Decision.DISMISSED, "285"), ("200.00", Decision.OVERTURNED, "")],
)
def test_level_takes_no_less_than_its_threshold(disputed, decision, carc):
    payer = replace(PAYER, appeal_thresholds=(Decimal(0), Decimal("200.00")))
    told = decide(payer=payer, level=2, disputed=Decimal(disputed))
    assert (told.decision, told.carc) == (decision, carc)
