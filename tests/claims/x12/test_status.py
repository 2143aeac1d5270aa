"""Where is my claim: question and answer as text."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.x12 import Category, NotX12, StatusAnswer, explain, read_277, write_276, write_277

DAY = dt.date(2026, 4, 1)
MONEY = st.decimals("0.00", "9999.99", places=2)


@given(st.sampled_from(Category), st.sampled_from(["", "SBX26091000001"]), MONEY, MONEY)
def test_answer_is_read_as_it_was_written(category, icn, charge, paid):
    answer = StatusAnswer(
        control=12,
        payer_id="SBX01",
        account="SBX-3",
        category=category,
        on=DAY,
        effective=DAY + dt.timedelta(days=9),
        icn=icn,
        charge=Decimal(charge),
        paid=Decimal(paid),
    )
    assert read_277(write_277(answer)) == answer


def test_question_names_payer_member_and_claim():
    text = write_276(control=3, payer_id="SBX01", account="SBX-3", member_id="SBX1", on=DAY)
    assert "NM1*PR*2******PI*SBX01~" in text
    assert "NM1*IL*1******MI*SBX1~" in text
    assert "TRN*1*SBX-3~" in text
    assert [row.segment for row in explain(text) if row.says == "Not explained here."] == []


@pytest.mark.parametrize("text", ["", "ST*277*0001*X~SE*2*0001~", "ST*276*0001*X~SE*2*0001~"])
def test_text_that_is_no_answer_is_refused(text):
    with pytest.raises(NotX12):
        read_277(text)
