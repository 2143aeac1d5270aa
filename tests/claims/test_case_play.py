"""What a pitfall may change on a claim: every box that a biller can, and how it goes out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from claims.assemble import fresh_content, true_content
from claims.case_play import FIRST_NUMBER, BadBox, Play, changed_content, play
from claims.rules.edits import necessity_doubtful
from claims.rules.review import Review
from claims.scrubber import scrub
from coding.cases import Change, parse_case, right_answer
from coding.codebook.default import codebook

CLEAN = Path(__file__).parent / "cases" / "bench-clean.md"
WITH_DRUG = ("expect:", "claim:\n  drugs: {OV-324: {ndc: 00000-0417-02, dose: '40'}}\nexpect:")


def right(*swap: str) -> Play:
    source = CLEAN.read_text(encoding="utf-8")
    case = parse_case(source.replace(*swap, 1) if swap else source, path="case.md")
    return play(case, true_content(case, right_answer(case), codes=codebook()), codes=codebook())


def changed(played: Play | None = None, **claim: str):
    played = played or right()
    return changed_content(played.case, Change(claim=claim), played)


def test_boxes_of_the_claim_are_typed():
    content, _ = changed(
        relationship="child", insured_name="Ida", insured_born="1949-05-02",
        signature_on_file="false", billing_zip="99999", referring_npi="9990000066",
    )  # fmt: skip
    assert content.relationship == "child"
    assert content.insured_born == date(1949, 5, 2)
    assert content.signature_on_file is False
    assert (content.billing_zip, content.referring_npi) == ("99999", "9990000066")


def test_boxes_of_a_line_are_those_of_that_line():
    before = right().content
    content, _ = changed(charge_2="0.00", ndc_1="00000-0417-02", dose_1="40")
    first, _, third = (line.charge for line in before.lines)
    assert [line.charge for line in content.lines] == [first, Decimal("0.00"), third]
    assert (content.lines[0].ndc, content.lines[0].dose) == ("00000-0417-02", Decimal(40))
    assert content.lines[1].ndc == ""


@pytest.mark.parametrize(
    ("box", "value", "says"),
    [
        ("charge_9", "1.00", "the claim has 3 lines"),
        ("charge_1", "much", "is not a number"),
        ("signature_on_file", "no", "is not true or false"),
        ("insured_born", "yesterday", "is not a date"),
        ("patient_born", "yesterday", "is not a date"),
    ],
)
def test_a_box_that_does_not_fit_is_named(box: str, value: str, says: str):
    with pytest.raises(BadBox, match=says) as caught:
        changed(**{box: value})
    assert caught.value.box == box


def test_a_claim_sent_beside_an_answered_one_says_so():
    played = right()
    content, sending = changed(played, stands_beside=FIRST_NUMBER)
    assert content == played.content
    answer = play(played.case, content, sending, codes=codebook()).answer
    assert {row.carc for line in answer.lines for row in line.adjustments} == {"18"}


def test_a_replacement_of_the_same_is_told_by_the_scrubber():
    played = right()
    content, sending = changed(played, frequency="7", original_reference=FIRST_NUMBER)
    again = play(played.case, content, sending, codes=codebook(), previous=played)
    assert "S39" in {row.rule for row in scrub(again.scenario, codes=codebook(), eligibility=None)}


def test_a_drug_of_the_right_claim_is_for_the_biller_to_find():
    played = right(*WITH_DRUG)
    line = played.content.lines[0]
    assert (line.ndc, line.dose) == ("00000-0417-02", Decimal(40))
    fresh = fresh_content(played.case, right_answer(played.case), codes=codebook())
    assert (fresh.lines[0].ndc, fresh.lines[0].dose) == ("", None)


def test_no_policy_is_asked_of_a_service_that_is_excluded_by_law():
    played = right()
    claim = played.scenario.claim
    other = replace(claim, diagnoses=("Z00.00", "Z23"))
    excluded = [replace(line, modifiers=("GY",)) for line in other.lines]
    for sent, found in ((other, True), (replace(other, lines=tuple(excluded)), False)):
        review = Review(replace(played.scenario, claim=sent), codebook())
        assert bool(list(necessity_doubtful(review))) == found
