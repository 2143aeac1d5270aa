"""A coder's answer goes to JSON and back unchanged, and nothing else comes in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.answer import Answer, AnswerError, DiagnosisLine, Passage, ProcedureLine

WORDS = Passage(3, 9, "sugars")
FULL = Answer(
    diagnoses=(DiagnosisLine("E11.65", evidence=(WORDS,)), DiagnosisLine("I10")),
    procedures=(
        ProcedureLine("OV-334", modifiers=("Z5",), units=1, pointers=("E11.65", "I10")),
        ProcedureLine("J3301", units=4, pointers=("I10",), evidence=(WORDS,)),
    ),
)

codes = st.text("ABZ0123456789.-", min_size=1, max_size=12)
spans = st.builds(lambda start, size: Passage(start, start + size, "w"), st.integers(0, 9),
                  st.integers(1, 9))  # fmt: skip
evidence = st.lists(spans, max_size=3).map(tuple)
answers = st.builds(
    Answer,
    diagnoses=st.lists(st.builds(DiagnosisLine, codes, evidence=evidence), max_size=4).map(tuple),
    procedures=st.lists(
        st.builds(
            ProcedureLine,
            codes,
            modifiers=st.lists(codes, max_size=4).map(tuple),
            units=st.integers(0, 999),
            pointers=st.lists(codes, max_size=4).map(tuple),
            evidence=evidence,
        ),
        max_size=4,
    ).map(tuple),
)


def test_to_json_writes_plain_values():
    assert FULL.to_json()["procedures"][1] == {
        "code": "J3301",
        "modifiers": [],
        "units": 4,
        "pointers": ["I10"],
        "evidence": [{"start": 3, "end": 9, "text": "sugars"}],
    }


@given(answers)
def test_from_json_gives_back_what_was_written(answer):
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_from_json_of_nothing_is_an_empty_answer():
    assert Answer.from_json({}) == Answer()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "answer: must be an object"),
        ({"codes": []}, "answer: unknown field 'codes'"),
        ({"diagnoses": "I10"}, "diagnoses: must be a list"),
        ({"diagnoses": [{"code": " "}]}, "code: is empty"),
        ({"diagnoses": [{"code": "X" * 13}]}, "code: must be a text of at most 12 characters"),
        ({"diagnoses": [{"code": "I10"}] * 51}, "diagnoses: at most 50"),
        ({"procedures": [{"code": "J3301", "units": True}]}, "units: must be a whole number"),
        ({"procedures": [{"code": "J3301", "units": -1}]}, "units: must be a whole number"),
        ({"procedures": [{"code": "A", "modifiers": ["A"] * 5}]}, "modifiers: at most 4"),
        (
            {"diagnoses": [{"code": "I10", "evidence": [{"start": 4, "end": 4, "text": ""}]}]},
            "evidence: must end after it starts",
        ),
    ],
)
def test_from_json_refuses_what_is_no_answer(data, message):
    with pytest.raises(AnswerError, match=message):
        Answer.from_json(data)


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 3, False), (0, 4, True), (8, 20, True), (9, 20, False)]
)
def test_passage_overlaps_on_a_shared_character(start, end, expected):
    assert WORDS.overlaps(start, end) is expected
