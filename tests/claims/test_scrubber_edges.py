"""Every condition of every edit from both sides: it finds the claim that breaks it, and is silent
about the claim that just does not.

What the payer asks too has its two claims in the payer's tables; what only the scrubber asks has
them here. A condition without its row fails.
"""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from claims.facts import Policy, eligibility_of
from claims.rules.edits import EDITS
from claims.scrubber import scrub
from tests.claims.code_table import CODES
from tests.claims.payer.scenarios.claim import CLAIM as PAYER_CLAIM
from tests.claims.payer.scenarios.form import Changes, Edge
from tests.claims.payer.scenarios.front import FRONT
from tests.claims.payer.scenarios.lines import LINES
from tests.claims.scenarios import CLAIM, DAY, VISIT, fee, line, make

KNOWN = {"patient": {"name": "Rowan Ashdown"}}
DRUG = {"J3301": fee(dose_unit=Decimal(10))}
KNEE = {"OV-334": VISIT, "MS-210": fee(global_days=0)}
AGAIN = {"frequency": 7, "original_reference": "X"}
FILED = DAY + dt.timedelta(days=90 - 15)


def dx(*codes: str) -> Changes:
    return {"claim": {"diagnoses": codes}}


def drug(units: int, dose: str) -> Changes:
    return {"fees": DRUG, "lines": [line(1, "J3301", units=units, dose=Decimal(dose))]}


def visit(*modifiers: str) -> Changes:
    return {
        "fees": KNEE,
        "lines": [line(1, "OV-334", modifiers=modifiers), line(2, "MS-210")],
    }


def born(year: int, month: int, day: int) -> Changes:
    date = dt.date(year, month, day)
    return {"claim": {"patient_born": date}, "patient": {"born": date}}


SCRUBBER = {
    "member_id_malformed": Edge(
        stops={"payer": {"member_id_pattern": "SBX1[0-9]{7}"}},
        passes={"payer": {"member_id_pattern": "SBX1[0-9]{8}"}},
        answer="S01",
    ),
    "name_differs": Edge(
        stops={"claim": {"patient_name": "Rowan Ashton"}, **KNOWN},
        passes={"claim": {"patient_name": " rowan ASHDOWN"}, **KNOWN},
        answer="S02",
    ),
    "birth_date_impossible": Edge(stops=born(2026, 3, 11), passes=born(2026, 3, 10), answer="S03"),
    "relationship_disagrees": Edge(
        stops={"claim": {"relationship": "child", "insured_name": "Ida Ashdown"}},
        passes={
            "claim": {
                "relationship": "child",
                "insured_name": "Ida Ashdown",
                "insured_born": dt.date(1950, 1, 1),
            }
        },
        answer="S04",
    ),
    "accident_all_no": Edge(
        stops=dx("S61.411A", "I10"), passes=dx("I10", "S61.411A"), answer="S09"
    ),
    "diagnosis_listed_out_of_force": Edge(
        stops=dx("E11.65", "G35"), passes=dx("E11.65", "G35.A"), answer="S11"
    ),
    "diagnosis_repeated": Edge(stops=dx("I10", "I10"), passes=dx("I10", "E11.65"), answer="S13"),
    "excludes1_pair": Edge(stops=dx("E11.9", "E10.9"), passes=dx("E11.65", "E11.9"), answer="S14"),
    "companion_absent": Edge(
        stops=dx("N18.31", "I10"), passes=dx("E11.22", "N18.31"), answer="S16"
    ),
    "side_unspecified": Edge(stops=dx("H66.009", "I10"), passes=dx("H66.001", "I10"), answer="S17"),
    "symptom_beside_diagnosis": Edge(
        stops=dx("N39.0", "R30.0"), passes=dx("I10", "R30.0"), answer="S18"
    ),
    "visit_beside_procedure": Edge(stops=visit(), passes=visit("Z5"), answer="S23"),
    "dose_disagrees": Edge(stops=drug(3, "30.1"), passes=drug(4, "30.1"), answer="S27"),
    "billing_incomplete": Edge(
        stops={"claim": {"billing_street": "PO Box 12"}},
        passes={"claim": {"billing_street": "12 Boxwood Lane"}},
        answer="S34",
    ),
    "original_with_reference": Edge(
        stops={"claim": {"original_reference": "X"}}, passes={"claim": AGAIN}, answer="S38"
    ),
    "nothing_corrected": Edge(
        stops={"claim": AGAIN, "previous": CLAIM},
        passes={"claim": {**AGAIN, "referral": "R1"}, "previous": CLAIM},
        answer="S39",
    ),
    "filing_limit_near": Edge(
        stops={"claim": {"sent": FILED}},
        passes={"claim": {"sent": FILED - dt.timedelta(days=1)}},
        answer="S41",
    ),
    "signatures_missing": Edge(
        stops={"claim": {"provider_signed": False}},
        passes={"claim": {"provider_signed": True}},
        answer="S43",
    ),
    "necessity_doubtful": Edge(
        stops={"policies": (Policy(id="P", procedure="LB-110", diagnoses=("I10",)),)},
        passes={"policies": (Policy(id="P", procedure="LB-110", diagnoses=("E11",)),)},
        answer="S44",
    ),
}
EDGES = {**FRONT, **PAYER_CLAIM, **LINES, **SCRUBBER}
ASKED = [
    pytest.param(edit, getattr(condition, "name", None) or condition.__name__)
    for edit in EDITS
    for condition in edit.conditions
]
"""Each edit with the name of each of its conditions."""


def severities(changes: Changes, rule: str) -> set[str]:
    """How severe the edit's findings are; empty where it finds nothing."""
    scenario = make(**changes)
    findings = scrub(scenario, codes=CODES, eligibility=eligibility_of(scenario))
    return {row.severity.value for row in findings if row.rule == rule}


@pytest.mark.parametrize(("edit", "condition"), ASKED)
def test_condition_finds_its_claim_and_not_the_one_beside_it(edit, condition):
    edge = EDGES[condition]
    assert edit.severity.value in severities(edge.stops, edit.rule)
    assert edit.severity.value not in severities(edge.passes, edit.rule)


def test_scrubber_only_rows_are_all_asked():
    assert set(SCRUBBER) <= {row.values[1] for row in ASKED}


@pytest.mark.parametrize(("days", "told"), [(3, set()), (4, {"warning"})])
def test_coverage_is_asked_again_after_three_days(days, told):
    scenario = make()
    checked = replace(
        eligibility_of(scenario), checked_on=scenario.claim.sent - dt.timedelta(days=days)
    )
    findings = scrub(scenario, codes=CODES, eligibility=checked)
    assert {row.severity.value for row in findings if row.rule == "S06"} == told
