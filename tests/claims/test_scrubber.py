import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from claims.facts import Accepted, Pair, Policy, eligibility_of
from claims.rules.edits import EDITS as ALL_EDITS
from claims.scrubber import Severity, Strength, is_clean, scrub, scrub_json
from tests.claims.code_table import CODES
from tests.claims.scenarios import CLAIM, DAY, GOLDEN, LINES, VISIT, fee, line, make

KNEE = {"OV-334": VISIT, "MS-210": fee(global_days=0)}
BESIDE = [line(1, "OV-334"), line(2, "MS-210")]


def found(scenario, **options):
    """Rule, severity, owner, box and line of each finding, eligibility asked that day."""
    options = {"eligibility": eligibility_of(scenario)} | options
    return [
        (row.rule, row.severity.value, row.owner.value, row.box, row.line)
        for row in scrub(scenario, codes=CODES, **options)
    ]


def biller(rule, box, line=None, severity="error"):
    return (rule, severity, "biller", box, line)


def coder(rule, box, line=None, severity="error"):
    return (rule, severity, "coder", box, line)


def test_golden_claim_is_clean():
    findings = scrub(GOLDEN, codes=CODES, eligibility=eligibility_of(GOLDEN))
    assert (findings, is_clean(findings)) == ((), True)
    assert scrub_json(findings) == {"clean": True, "findings": []}


def test_finding_is_printed_with_its_mend():
    scenario = make(claim={"diagnoses": ()}, lines=[line(1, "OV-324", pointers=(1,))])
    printed = scrub_json(scrub(scenario, codes=CODES, eligibility=eligibility_of(scenario)))
    assert printed["clean"] is False
    assert printed["findings"][0] == {
        "rule": "S10",
        "severity": "error",
        "owner": "coder",
        "box": "21",
        "line": None,
        "message": "The claim has no diagnoses; it needs 1 to 12. "
        "List the diagnoses that the note supports.",
    }


def dx(*codes):
    return {"claim": {"diagnoses": codes}}


BACKWARDS = {"date": DAY, "through": DAY - dt.timedelta(days=1)}
DRUG = {"J3301": fee(dose_unit=Decimal(10))}
KNOWN = {"patient": {"name": "Rowan Ashdown"}}
EDITS = [
    ({"claim": {"patient_name": "Rowan Ashton"}, **KNOWN}, [biller("S02", "2")]),
    ({"claim": {"patient_name": "ROWAN ASHDOWN "}, **KNOWN}, []),
    (
        {"claim": {"patient_name": "Rowan Ashdown", "insured_name": "Ida Ashdown"}},
        [biller("S04", "6")],
    ),
    ({"claim": {"patient_name": "Rowan Ashdown", "insured_name": "Rowan Ashdown"}}, []),
    ({"claim": {"relationship": "child", "insured_name": "Ida Ashdown"}}, [biller("S04", "6")]),
    (
        {
            "claim": {
                "relationship": "child",
                "insured_name": "Ida Ashdown",
                "insured_born": dt.date(1950, 1, 1),
            }
        },
        [],
    ),
    (
        {"fees": DRUG, "lines": [line(1, "J3301", units=1, dose=Decimal(40))]},
        [coder("S27", "24G", 1)],
    ),
    ({"fees": DRUG, "lines": [line(1, "J3301", units=4, dose=Decimal("31.5"))]}, []),
    ({"fees": DRUG, "lines": [line(1, "J3301", units=1)]}, []),
    ({"fees": {"LB-110": fee(ndc=True)}}, [coder("S27", "24", 2)]),
    ({"lines": [line(1, "OV-324", **BACKWARDS)]}, [biller("S31", "24A", 1)]),
    ({"claim": {"tax_id": "000000101"}}, [biller("S34", "25")]),
    ({"claim": {"tax_id": "00-0000101"}}, []),
    ({"claim": {"billing_street": "P.O. Box 12"}}, [biller("S34", "33")]),
    ({"claim": {"billing_street": "12 Boxwood Lane"}}, []),
    ({"claim": {"billing_zip": "99999"}}, [biller("S34", "33")]),
    ({"claim": {"billing_zip": "999990001"}}, []),
    ({"fees": {"LB-110": fee(referring=True)}}, [biller("S35", "17b", 2)]),
    ({"claim": {"signature_on_file": False}}, [biller("S43", "12")]),
    ({"claim": {"assigns_benefits": False}}, [biller("S43", "13")]),
    ({"claim": {"accepts_assignment": False}}, [biller("S43", "27")]),
    ({"claim": {"provider_signed": False}}, [biller("S43", "31")]),
    ({"claim": {"member_id": ""}}, [biller("S01", "1a")]),
    (
        {"payer": {"member_id_pattern": "SBX2[0-9]{8}"}},
        [biller("S01", "1a")],
    ),
    ({"claim": {"member_id": "SBX100200310"}}, [biller("S02", "1a")]),
    ({"claim": {"patient_born": dt.date(1971, 6, 5)}}, [biller("S02", "3")]),
    ({"claim": {"accident": "auto"}}, [biller("S05", "11d")]),
    ({"coverage": {"terminated": dt.date(2026, 3, 1)}}, [biller("S07", "1a")]),
    ({"coverage": {"primary": False}}, [biller("S08", "11d")]),
    (dx("S61.411A", "I10"), [biller("S09", "10", None, "warning")]),
    (dx("E11.65", "Q99.99"), [coder("S11", "21")]),
    (dx("E11.65", "G35"), [coder("S11", "21")]),
    (dx("E11", "I10"), [coder("S12", "21")]),
    (dx("I10", "I10"), [coder("S13", "21")]),
    (dx("E11.9", "E10.9"), [coder("S14", "21")]),
    (dx("Z68.31", "E11.65"), [coder("S15", "21"), coder("S16", "21", None, "warning")]),
    (dx("N18.31", "I10"), [coder("S16", "21", None, "warning")]),
    (dx("H66.009", "I10"), [coder("S17", "21", None, "warning")]),
    (dx("N39.0", "B96.20", "R30.0"), [coder("S18", "21", None, "warning")]),
    ({"lines": [line(1, "OV-324", pointers=())]}, [coder("S19", "24E", 1)]),
    ({"lines": [line(1, "ZZ-999")]}, [coder("S20", "24D", 1)]),
    (
        {"fees": {"PT-351": fee()}, "lines": [line(1, "PT-351")]},
        [coder("S20", "24D", 1)],
    ),
    ({"lines": [line(1, "OV-324", modifiers=("QQ",))]}, [coder("S21", "24D", 1)]),
    ({"fees": {"LB-110": fee(required_modifiers=("RT",))}}, [coder("S21", "24D", 2)]),
    (
        {
            "fees": KNEE,
            "claim": {"diagnoses": ("M17.11",)},
            "lines": [line(1, "MS-210", modifiers=("LT",))],
        },
        [coder("S22", "24D", 1)],
    ),
    ({"fees": KNEE, "lines": BESIDE}, [coder("S23", "24D", 1, "warning")]),
    (
        {
            "fees": KNEE,
            "lines": BESIDE,
            "pairs": (Pair(column1="MS-210", column2="OV-334", indicator=0),),
        },
        [coder("S24", "24D", 1)],
    ),
    (
        {
            "fees": KNEE,
            "lines": BESIDE,
            "pairs": (Pair(column1="MS-210", column2="OV-*", modifiers=("Z5",)),),
        },
        [coder("S25", "24D", 1)],
    ),
    ({"lines": [line(1, "LB-110", units=0)]}, [coder("S26", "24G", 1)]),
    (
        {"fees": {"LB-110": fee(max_units=1)}, "lines": [line(1, "LB-110", units=2)]},
        [coder("S26", "24G", 1)],
    ),
    ({"fees": {"LB-110": fee(add_on_to=("LB-422",))}}, [coder("S28", "24D", 2)]),
    (
        {
            "fees": {"OV-624": VISIT},
            "lines": [line(1, "OV-624")],
            "history": (
                Accepted(date=dt.date(2025, 3, 1), procedure="OV-324", rendering_npi="9990000025"),
            ),
        },
        [coder("S29", "24D", 1)],
    ),
    ({"claim": {"place_of_service": "99"}}, [biller("S30", "24B")]),
    ({"fees": {"LB-110": fee(places=("22",))}}, [biller("S30", "24B", 2)]),
    (
        {"claim": {"sent": dt.date(2026, 3, 9)}},
        [biller("S31", "24A", 1), biller("S31", "24A", 2)],
    ),
    ({"lines": [line(1, "OV-324", "0.00")]}, [biller("S32", "24F", 1)]),
    ({"claim": {"rendering_npi": "9990000026"}}, [biller("S33", "24J")]),
    ({"claim": {"billing_npi": ""}}, [biller("S33", "33a")]),
    ({"fees": {"LB-110": fee(ordering=True)}}, [biller("S35", "17b", 2)]),
    ({"fees": {"LB-110": fee(authorization=True)}}, [biller("S36", "23", 2)]),
    ({"fees": {"LB-110": fee(referral=True)}}, [biller("S37", "23", 2)]),
    ({"claim": {"frequency": 7}}, [biller("S38", "22")]),
    ({"claim": {"original_reference": "X"}}, [biller("S38", "22")]),
    (
        {"claim": {"frequency": 7, "original_reference": "X"}, "previous": CLAIM},
        [biller("S39", "22", None, "warning")],
    ),
    (
        {"history": (Accepted(date=DAY, procedure="LB-110", rendering_npi="9990000025"),)},
        [biller("S40", "24D", 2)],
    ),
    ({"claim": {"sent": dt.date(2026, 6, 9)}}, [biller("S41", "24A")]),
    ({"claim": {"sent": dt.date(2026, 6, 8)}}, [biller("S41", "24A", None, "warning")]),
    ({"claim": {"sent": dt.date(2026, 5, 24)}}, [biller("S41", "24A", None, "warning")]),
    ({"claim": {"sent": dt.date(2026, 5, 23)}}, []),
    ({"fees": {"LB-110": fee(sex="M")}}, [coder("S42", "24D", 2)]),
    (
        {"policies": (Policy(id="P", procedure="LB-110", diagnoses=("I10",)),)},
        [coder("S44", "24E", 2, "warning")],
    ),
    (
        {
            "policies": (Policy(id="P", procedure="LB-110", diagnoses=("N39",)),),
            "lines": [LINES[0], line(2, "LB-110", modifiers=("GA",))],
        },
        [],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), EDITS)
def test_edit_finds_its_error_and_nothing_else(changes, expected):
    assert found(make(**changes)) == expected


def test_impossible_birth_date_is_told_before_the_payer_is_asked():
    unborn = make(claim={"patient_born": dt.date(2026, 3, 11)})
    rules = [row[0] for row in found(unborn, eligibility=None)]
    assert rules == ["S03", "S06", "S31", "S31"]


def test_scrubber_knows_nothing_of_coverage_that_nobody_asked_about():
    scenario = make(coverage={"terminated": dt.date(2026, 3, 1), "primary": False})
    assert found(scenario, eligibility=None) == [biller("S06", "1a", None, "warning")]


def test_eligibility_grows_old_after_three_days():
    fresh = replace(eligibility_of(GOLDEN), checked_on=dt.date(2026, 3, 13))
    old = replace(fresh, checked_on=dt.date(2026, 3, 12))
    assert found(GOLDEN, eligibility=fresh) == []
    assert found(GOLDEN, eligibility=old) == [biller("S06", "1a", None, "warning")]


def test_basic_strength_checks_form_and_codes_only():
    scenario = make(
        claim={"diagnoses": ("E11", "I10"), "accident": "auto"},
        fees={"LB-110": fee(referral=True)},
        lines=[LINES[0], line(2, "LB-110", units=Decimal("1.5"))],
    )
    assert [row[0] for row in found(scenario, strength="basic")] == ["S12", "S26"]
    assert [row[0] for row in found(scenario)] == ["S05", "S12", "S26", "S37"]
    assert found(scenario, strength=Strength.OFF) == []


def test_basic_strength_only_finds_errors():
    for changes, _expected in EDITS:
        findings = scrub(make(**changes), codes=CODES, strength=Strength.BASIC)
        assert {row.severity for row in findings} <= {Severity.ERROR}


def test_unknown_strength_is_refused():
    with pytest.raises(ValueError, match="strong"):
        scrub(GOLDEN, codes=CODES, strength="strong")


def test_all_forty_four_edits_are_there_and_fire():
    wanted = {f"S{number:02d}" for number in range(1, 45)}
    assert {edit.rule for edit in ALL_EDITS} | {"S06"} == wanted
    fired = {row[0] for changes, _ in EDITS for row in found(make(**changes))}
    assert wanted - fired == {"S03", "S06", "S10"}  # they have tests of their own
