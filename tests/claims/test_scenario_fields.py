"""What a scenario file says of member, plan, provider, leave and record reaches the payer."""

import datetime as dt

import pytest

from claims.facts import Enrolment, RecordedService, Referral
from claims.payer import answer
from claims.scenario import read_scenario
from coding.documents import DocumentError
from tests.claims.code_table import CODES
from tests.claims.test_scenario import TEXT

DAY = dt.date(2026, 3, 10)


def scenario(*swaps: tuple[str, str]):
    text = TEXT
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return read_scenario(text, path="t.yaml")


def test_lists_of_the_payers_file_are_read():
    read = scenario(
        (
            "history: []\n",
            "history: []\n"
            "referrals: [{number: R1, procedure: lb-*, visits: 2, to: 2026-12-31}]\n"
            'providers: [{npi: "9990000025", from: 2026-01-01, specialty: Neurology}]\n'
            "record: [{procedure: OV-314}, {procedure: LB-110, units: 2, modifiers: [xs]}]\n"
            "contract_used: {lb-110: 7}\n",
        )
    )
    assert read.referrals == (
        Referral(number="R1", procedure="LB-*", visits=2, valid_to=dt.date(2026, 12, 31)),
    )
    assert read.providers == (
        Enrolment(npi="9990000025", valid_from=dt.date(2026, 1, 1), specialty="Neurology"),
    )
    assert read.record == (
        RecordedService(procedure="OV-314"),
        RecordedService(procedure="LB-110", units=2, modifiers=("XS",)),
    )
    assert read.contract_used == {"LB-110": 7}


def test_what_is_left_out_asks_nothing():
    read = scenario()
    assert (read.referrals, read.providers, read.record, read.contract_used) == ((), (), None, {})
    assert (read.coverage.gaps, read.coverage.enrolled, read.coverage.liability) == (
        (),
        True,
        False,
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  terminated:", "  gaps: [{from: 2026-03-01, to: 2026-03-31}]", "PR-200"),
        ("  terminated:", "  enrolled: false", "PR-32"),
        ("  exclusions: []", "  without: [lab, visit]", "PR-204"),
        ("  exclusions: []", "  routine: [LB-*, OV-*]", "PR-49"),
        ("  exclusions: []", "  experimental: [LB-110, OV-324]", "CO-55"),
        ("  exclusions: []", "  excluded_diagnoses: [E11]", "PR-167"),
        ("  network: in", "  network: out\n  network_only: true", "PR-242"),
    ],
)
def test_field_decides_every_line(old, new, reason):
    answered = answer(scenario((old, new)), codes=CODES)
    rows = [f"{line.adjustments[0].group}-{line.adjustments[0].carc}" for line in answered.lines]
    assert rows == [reason, reason]


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("refused_places: ['11']", "CO-58"),
        ("referring: true", "CO-16"),
        ("ndc: true", "CO-16"),
        ("contract_units: 0", "CO-222"),
    ],
)
def test_field_of_a_fee_decides_its_line(field, reason):
    read = scenario(('{fee: "18.20", benefit: lab}', f'{{fee: "18.20", benefit: lab, {field}}}'))
    line = answer(read, codes=CODES).lines[1]
    assert f"{line.adjustments[0].group}-{line.adjustments[0].carc}" == reason


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  terminated:", "  gaps: [{from: 2026-03-31, to: 2026-03-01}]", "comes before"),
        ("  terminated:", "  gaps: [2026-03-31]", "coverage.gaps[1]"),
        ("  terminated:", "  enrolled: perhaps", "coverage.enrolled"),
        ("history: []", "referrals: [{number: R1, procedure: LB-110, visits: 0}]", "visits"),
        ("history: []", "providers: [{npi: 9990000025, since: 2026-01-01}]", "since"),
        ("history: []", "record: [{units: 1}]", "record[1].procedure"),
        ("history: []", "contract_used: {LB-110: many}", "contract_used.LB-110"),
        ("pairs: []", "pairs: [{column1: A, column2: B, kind: other}]", "kind"),
        ("policies: []", "policies: [{id: P, procedure: A, diagnoses: []}]", "at least one"),
        (
            "policies: []",
            "policies: [{id: P, procedure: A, diagnoses: [E1], national: 1}]",
            "national",
        ),
    ],
)
def test_field_that_does_not_fit_is_refused_by_name(old, new, said):
    with pytest.raises(DocumentError, match=r"t\.yaml:\d+: ") as refused:
        scenario((old, new))
    assert said in str(refused.value)
