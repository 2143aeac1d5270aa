"""The front door's answers as text: written, read back, refused when they do not hold."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.payer.rulebook import SYNTAX
from claims.x12 import (
    ClaimAnswer,
    NotX12,
    SyntaxAnswer,
    SyntaxNote,
    explain,
    read_277ca,
    read_999,
    write_277ca,
    write_999,
)
from claims.x12.acknowledgments import PLACES

ANSWER = ClaimAnswer(
    control=101,
    payer_id="SBX01",
    payer="PRAIRIE MUTUAL SANDBOX",
    practice="JUNIPER HOLLOW FAMILY CLINIC",
    practice_npi="9990000017",
    patient="ROWAN ASHDOWN",
    member_id="SBX100200301",
    account="SBX-12",
    charge=Decimal("227.00"),
    service=dt.date(2026, 3, 10),
    on=dt.date(2026, 3, 17),
    statuses=("A2:20",),
    icn="SBX26076000012",
)
NOTES = st.builds(
    SyntaxNote,
    segment=st.sampled_from(["NM1", "HI", "SV1", "LX"]),
    element=st.integers(0, 16),
    code=st.sampled_from(["1", "3", "5", "7"]),
)


def test_form_that_could_be_read():
    assert write_999(SyntaxAnswer(control=101)) == (
        "ST*999*0101*005010X231A1~\n"
        "AK1*HC*101*005010X222A1~\n"
        "AK2*837*0101*005010X222A1~\n"
        "IK5*A~\n"
        "AK9*A*1*1*1~\n"
        "SE*6*0101~\n"
    )


def test_form_without_a_member_id_names_the_element():
    text = write_999(SyntaxAnswer(control=7, notes=(PLACES["member_id_missing"],)))
    assert "IK3*NM1*1**8~\nIK4*9**1~\nIK5*R~\nAK9*R*1*1*0~\n" in text


@given(st.integers(1, 9999), st.lists(NOTES, max_size=4).map(tuple))
def test_answer_to_the_form_is_read_as_it_was_written(control, notes):
    answer = SyntaxAnswer(control=control, notes=notes)
    assert read_999(write_999(answer)) == answer
    assert read_999(write_999(answer)).accepted == (not notes)


def test_claim_that_was_taken_has_its_number():
    text = write_277ca(ANSWER)
    assert "STC*A2:20*20260317*WQ*227.00~\nREF*1K*SBX26076000012~\n" in text
    assert text.splitlines()[-1] == f"SE*{len(text.splitlines())}*0101~"


def test_claim_that_was_turned_back_has_none():
    text = write_277ca(ClaimAnswer(**{**vars(ANSWER), "icn": "", "statuses": ("A7:164", "A7:158")}))
    assert "REF*1K" not in text
    assert text.count("*U*227.00~") == 2


@pytest.mark.parametrize("icn", ["", "SBX26076000012"])
def test_answer_to_the_claim_is_read_as_it_was_written(icn):
    answer = ClaimAnswer(**{**vars(ANSWER), "icn": icn})
    assert read_277ca(write_277ca(answer)) == answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ST*999*0001*X~",
        "ST*837*0001*X~SE*2*0001~",
        "ST*999*0001*X~SE*3*0001~",
        "ST*999*0001*X~SE*2*0002~",
        "ST*999*0001*X~SE*2*0001~",
        "\x00*~*~",
    ],
)
def test_text_that_does_not_hold_is_refused(text):
    with pytest.raises(NotX12):
        read_999(text)
    with pytest.raises(NotX12):
        read_277ca(text)


def test_characters_that_end_a_segment_do_not_get_in():
    text = write_277ca(ClaimAnswer(**{**vars(ANSWER), "patient": "A*B~ C"}))
    assert read_277ca(text).patient == "A B  C"


def test_every_rule_of_the_form_has_its_place():
    assert set(PLACES) == {rule.name for rule in SYNTAX}


def test_every_segment_is_explained():
    texts = [
        write_999(SyntaxAnswer(control=1, notes=tuple(PLACES.values()))),
        write_277ca(ANSWER),
        write_277ca(ClaimAnswer(**{**vars(ANSWER), "icn": "", "statuses": ("A7:164",)})),
    ]
    rows = [row for text in texts for row in explain(text)]
    assert [row.segment for row in rows if row.says == "Not explained here."] == []
    assert "Its element 9 is missing." in {row.says for row in rows}
    assert "Status A7, number 164. It was turned back." in {row.says for row in rows}


def test_unknown_segment_says_so():
    assert explain("ZZZ*1~")[0].says == "Not explained here."
