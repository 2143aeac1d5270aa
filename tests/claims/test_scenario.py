import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from claims.facts import (
    PAIR_MODIFIERS,
    Accepted,
    Authorization,
    Fee,
    Pair,
    Policy,
    PriorPayment,
)
from claims.scenario import read_scenario
from coding.documents import DocumentError
from tests.claims.scenarios import GOLDEN

TEXT = """\
payer:
  id: SBX01
  filing_limit_days: 90
  accepts_replacements: true
plan:
  network: in
  benefits:
    visit: {copay: "30.00"}
    lab: {deductible: true, coinsurance: "0.20"}
    procedure: {}
  exclusions: []
coverage:
  member_id: SBX100200301
  effective: 2026-01-01
  terminated:
  deductible_left: "10.00"
  out_of_pocket_left: "2750.00"
patient: {born: 1971-06-04, sex: F}
fees:
  OV-324: {fee: "128.47", benefit: visit}
  LB-110: {fee: "18.20", benefit: lab}
pairs: []
policies: []
authorizations: []
history: []
claim:
  frequency: 1
  original_reference:
  sent: 2026-03-16
  place_of_service: "11"
  rendering_npi: "9990000025"
  billing_npi: "9990000017"
  authorization:
  referral:
  diagnoses: [E11.65, I10]
  lines:
    - procedure: OV-324
      modifiers: []
      units: 1
      charge: "185.00"
      pointers: [1, 2]
      date: 2026-03-10
    - {procedure: LB-110, units: 1, charge: "42.00", pointers: [1], date: 2026-03-10}
"""


def read(text=TEXT):
    return read_scenario(text, path="claim.yaml")


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new)


def test_golden_scenario_is_read_whole():
    assert read() == GOLDEN


def test_every_section_of_the_payer_is_read():
    scenario = read(
        changed("pairs: []", "pairs: [{column1: MS-210, column2: OV-*, modifiers: [Z5]}]")
        .replace("policies: []", "policies: [{id: P1, procedure: LB-110, diagnoses: [e11]}]")
        .replace(
            "authorizations: []",
            "authorizations: [{number: A1, procedure: LB-110, units: 3, from: 2026-01-01, to:}]",
        )
        .replace(
            "history: []",
            'history: [{date: 2026-01-05, procedure: LB-110, rendering_npi: "9990000025"}]',
        )
    )
    assert (scenario.pairs, scenario.policies, scenario.authorizations, scenario.history) == (
        (Pair(column1="MS-210", column2="OV-*", modifiers=("Z5",)),),
        (Policy(id="P1", procedure="LB-110", diagnoses=("E11",)),),
        (Authorization(number="A1", procedure="LB-110", units=3, valid_from=dt.date(2026, 1, 1)),),
        (Accepted(date=dt.date(2026, 1, 5), procedure="LB-110", rendering_npi="9990000025"),),
    )


def test_fee_row_is_read_with_all_its_fields():
    row = (
        'OV-324: {fee: "128.47", benefit: visit, facility_fee: "90.00", multiple_procedure: 2, '
        'max_units: 2, mai: 3, places: ["11"], authorization: true, referral: true, sex: F, '
        'ages: "0-17", add_on_to: [lb-110], modifiers: [rt], global_days: 10, bilateral: false, '
        "assistant: false, ordering: true, records: true, required_modifiers: [rt], "
        "professional_split: true}"
    )
    scenario = read(changed('OV-324: {fee: "128.47", benefit: visit}', row))
    assert scenario.fees["OV-324"] == Fee(
        fee=Decimal("128.47"),
        benefit="visit",
        facility_fee=Decimal("90.00"),
        multiple_procedure=2,
        max_units=2,
        mai=3,
        places=("11",),
        authorization=True,
        referral=True,
        sex="F",
        age_min=0,
        age_max=17,
        add_on_to=("LB-110",),
        modifiers=("RT",),
        global_days=10,
        bilateral=False,
        assistant=False,
        ordering=True,
        records=True,
        required_modifiers=("RT",),
        professional_split=True,
    )


def test_claim_may_differ_from_the_payers_file():
    scenario = read(
        changed("  referral:\n", "  referral: R1\n  member_id: SBX9\n  patient_sex: M\n")
    )
    assert scenario.claim == replace(GOLDEN.claim, referral="R1", member_id="SBX9", patient_sex="M")
    assert scenario.coverage == GOLDEN.coverage


def test_previous_claim_and_prior_payment_are_read():
    claim = TEXT[TEXT.index("claim:") :]
    text = TEXT.replace(
        "pointers: [1], date", 'prior: {paid: "9.00", contractual: "1.00"}, pointers: [1], date'
    )
    scenario = read(text + "previous_" + claim)
    assert scenario.previous == GOLDEN.claim
    assert scenario.claim.lines[1].prior == PriorPayment(
        paid=Decimal("9.00"), contractual=Decimal("1.00")
    )


def test_pair_without_modifiers_takes_the_usual_ones_and_an_empty_list_none():
    rows = "pairs: [{column1: A, column2: B}, {column1: A, column2: B, modifiers: []}]"
    usual, none = read(changed("pairs: []", rows)).pairs
    assert (usual.modifiers, none.modifiers) == (PAIR_MODIFIERS, ())


@pytest.mark.parametrize("units", ["0", "-1", '"1.5"'])
def test_units_that_a_payer_turns_down_can_be_sent(units):
    scenario = read(TEXT.replace('units: 1, charge: "42.00"', f'units: {units}, charge: "42.00"'))
    assert scenario.claim.lines[1].units == Decimal(units.strip('"'))


REFUSED = [
    ("  network: in\n", "  network: maybe\n", '6: plan.network: "maybe" is not one of: in, out'),
    ("  id: SBX01\n", "", "payer.id: is missing; add it"),
    ("sex: F}", "sex: F, sox: M}", 'patient.sox: is not a known field; did you mean "sex"?'),
    ("benefit: lab", "benefit: lap", '"lap" is not among plan.benefits'),
    ('fee: "18.20"', 'fee: "0.00"', "must be above zero"),
    ('fee: "18.20"', "fee: 18.2", 'write an amount with two decimals, such as "128.47"'),
    ("sent: 2026-03-16", "sent: 16.3.2026", "write a date as year-month-day"),
    ("frequency: 1", "frequency: 2", '"2" is not one of: 1, 7, 8'),
    ("pointers: [1], date", "pointers: [A], date", "write a whole number from 0 to 99"),
    ('coinsurance: "0.20"', 'coinsurance: "20"', "write a share from 0 to 1"),
    ('charge: "42.00"', 'charge: "-42.00"', "write an amount with two decimals"),
    ("diagnoses: [E11.65, I10]", "diagnoses: E11.65", "must be a list"),
    ("history: []", "history: [{date: 2026-01-05}]", "history[1].procedure: is missing"),
]


@pytest.mark.parametrize(("old", "new", "message"), REFUSED)
def test_what_does_not_fit_is_refused_with_its_place_and_mend(old, new, message):
    with pytest.raises(DocumentError) as caught:
        read(changed(old, new))
    assert str(caught.value).startswith("claim.yaml:")
    assert message in str(caught.value)


@pytest.mark.parametrize("ages", ["17", "-", "18-0", "x-y"])
def test_ages_that_are_no_range_are_refused(ages):
    with pytest.raises(DocumentError, match=r"fees\.LB-110\.ages"):
        read(changed("benefit: lab}", f'benefit: lab, ages: "{ages}"}}'))


def test_more_lines_than_a_claim_holds_are_refused():
    row = TEXT.splitlines()[-1]
    with pytest.raises(DocumentError, match=r"claim\.lines\[51\]: is one too many; 50 fit"):
        read(TEXT + "\n".join([row] * 49))


@pytest.mark.parametrize("pattern", ["(a+)+", "[", "a**"])
def test_member_id_pattern_that_could_run_for_ever_is_refused(pattern):
    with pytest.raises(DocumentError, match=r"payer\.member_id_pattern"):
        read(changed("  id: SBX01\n", f'  id: SBX01\n  member_id_pattern: "{pattern}"\n'))
