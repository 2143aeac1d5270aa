"""What a case file says of the patient's coverage, beyond the plan and its counters."""

import datetime as dt
from pathlib import Path

import pytest

from claims.assemble import record_of, true_content
from claims.case_play import play
from coding.cases import parse_case
from coding.cases.answers import right_answer
from coding.cases.model import ProviderFacts, ReferralFacts
from coding.codebook.default import codebook
from coding.documents import DocumentError

SOURCE = (Path(__file__).parent / "cases" / "bench-clean.md").read_text("utf-8")
HISTORY = "    history: []\n"


def case(extra: str):
    assert HISTORY in SOURCE
    return parse_case(SOURCE.replace(HISTORY, HISTORY + extra, 1), path="bench-clean.md")


def reasons(extra: str) -> set[str]:
    """What the payer says to the right claim of the case."""
    read = case(extra)
    content = true_content(read, right_answer(read), codes=codebook())
    answered = play(read, content, codes=codebook()).answer
    return {f"{row.group}-{row.carc}" for line in answered.lines for row in line.adjustments}


def test_lists_are_read():
    facts = case(
        "    referrals: [{number: R1, procedure: ov-*, visits: 3}]\n"
        '    providers: [{npi: "9990000025", in_network: false}]\n'
        "    gaps: [{from: 2026-02-01, to: 2026-02-14}]\n"
        "    contract_used: {OV-324: 4}\n"
    ).coverage[0]
    assert facts.referrals == (ReferralFacts(number="R1", procedure="OV-*", visits=3),)
    assert facts.providers == (ProviderFacts(npi="9990000025", in_network=False),)
    assert facts.gaps == ((dt.date(2026, 2, 1), dt.date(2026, 2, 14)),)
    assert facts.contract_used == {"OV-324": 4}
    assert (facts.enrolled, facts.liability) == (True, False)


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ("    gaps: [{from: 2026-03-01, to: 2026-03-31}]\n", "PR-200"),
        ("    enrolled: false\n", "PR-32"),
        ('    providers: [{npi: "9990000033"}]\n', "CO-B7"),
    ],
)
def test_payer_decides_by_what_the_case_says(extra, reason):
    assert reasons(extra) == {reason}


def test_record_is_what_the_key_supports():
    read = case("")
    assert [row.procedure for row in record_of(read)] == [row.code for row in read.key.procedures]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("    gaps: [{from: 2026-03-31, to: 2026-03-01}]\n", "comes before the first day"),
        ("    providers: [{npi: abc}]\n", "ten digits"),
        ("    referrals: [{number: R1, procedure: OV-*, visits: none}]\n", "visits"),
        ("    enroled: false\n", 'did you mean "enrolled"'),
    ],
)
def test_field_that_does_not_fit_is_refused(extra, said):
    with pytest.raises(DocumentError) as refused:
        case(extra)
    assert said in str(refused.value)
