"""Claim level: member, payer, provider, time, what is missing."""

import datetime as dt
from decimal import Decimal

from claims.facts import Enrolment, PriorPayment
from tests.claims.payer.scenarios.form import NPI, VISIT, Edge, beside, merged, priced, seen
from tests.claims.scenarios import DAY, line

BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
OPENS = {"payer": {"opens_unknown_members": True}}
PRIOR = PriorPayment(paid=Decimal("10.00"))
AGAIN = {"frequency": 7, "original_reference": "SBX26091000001"}
SECOND = {"coverage": {"primary": False}}


def born(days: int) -> dict[str, object]:
    """A dependent who was never added, so many days old on the service date."""
    day = DAY - dt.timedelta(days=days)
    return {
        "coverage": {"enrolled": False},
        "patient": {"born": day},
        "claim": {"patient_born": day},
    }


def diagnoses(*codes: str) -> dict[str, object]:
    return {"claim": {"diagnoses": codes}}


CLAIM = {
    "answered_already": Edge(
        stops={"claim": {"stands_beside": "SBX26091000001"}},
        passes={"claim": {"stands_beside": "SBX26091000001", **AGAIN}},
        answer="OA-18",
    ),
    "member_unknown": Edge(
        stops=merged(OPENS, {"claim": {"member_id": "SBX100200310"}}),
        passes=OPENS,
        answer="PR-31 N382",
    ),
    "coverage_not_begun": Edge(
        stops={"coverage": {"effective": AFTER}},
        passes={"coverage": {"effective": DAY}},
        answer="PR-26",
    ),
    "coverage_ended": Edge(
        stops={"coverage": {"terminated": BEFORE}},
        passes={"coverage": {"terminated": DAY}},
        answer="PR-27",
    ),
    "coverage_gap": Edge(
        stops={"coverage": {"gaps": ((dt.date(2026, 3, 1), DAY),)}},
        passes={"coverage": {"gaps": ((dt.date(2026, 3, 1), BEFORE),)}},
        answer="PR-200",
    ),
    "dependent_not_enrolled": Edge(stops=born(32), passes=born(31), answer="PR-32"),
    "newborn_not_enrolled": Edge(stops=born(31), passes=born(32), answer="PR-34"),
    "wrong_payer": Edge(
        stops={"plan": {"carve_outs": ("lab",)}},
        passes={"plan": {"carve_outs": ("imaging",)}},
        answer="OA-109",
    ),
    "accident_payer_first": Edge(
        stops={"claim": {"accident": "work"}},
        passes={"claim": {"accident": "other"}},
        answer="OA-19",
    ),
    "liability_first": Edge(
        stops={"coverage": {"liability": True}, "claim": {"accident": "other"}},
        passes={"coverage": {"liability": True}, "claim": {"accident": "none"}},
        answer="OA-20",
    ),
    "accident_unanswered": Edge(
        stops={"claim": {"diagnoses": ("S61.411A", "I10"), "accident": "unanswered"}},
        passes={"claim": {"diagnoses": ("I10", "S61.411A"), "accident": "unanswered"}},
        answer="pended",
    ),
    "provider_not_eligible": Edge(
        stops={"providers": (Enrolment(npi=NPI, valid_from=AFTER),)},
        passes={"providers": (Enrolment(npi=NPI, valid_from=DAY),)},
        answer="CO-B7",
    ),
    "specialty_not_allowed": Edge(
        stops=merged(
            priced(specialties=("Neurology",)),
            {"providers": (Enrolment(npi=NPI, specialty="Family medicine"),)},
        ),
        passes=merged(
            priced(specialties=("Neurology", "Family medicine")),
            {"providers": (Enrolment(npi=NPI, specialty="Family medicine"),)},
        ),
        answer="CO-8",
    ),
    "out_of_network": Edge(
        stops={"plan": {"network_only": True, "network": "out"}},
        passes={
            "plan": {"network_only": True, "network": "out"},
            "claim": {"place_of_service": "23"},
        },
        answer="PR-242",
    ),
    "filing_limit": Edge(
        stops={"claim": {"sent": dt.date(2026, 6, 9)}},
        passes={"claim": {"sent": dt.date(2026, 6, 8)}},
        answer="CO-29 N211",
    ),
    "duplicate": Edge(
        stops={"history": (seen("LB-110"),)},
        passes={"history": (seen("LB-110", BEFORE),)},
        answer="OA-18",
    ),
    "other_payer_first": Edge(stops=SECOND, passes={}, answer="CO-22"),
    "prior_payment_missing": Edge(
        stops=merged(SECOND, {"lines": [line(1, "OV-324", prior=PRIOR), line(2, "LB-110")]}),
        passes=merged(
            SECOND,
            {"lines": [line(1, "OV-324", prior=PRIOR), line(2, "LB-110", prior=PRIOR)]},
        ),
        answer="CO-16 MA04",
    ),
    "replacement_reference": Edge(
        stops={"claim": {"frequency": 7}},
        passes={"claim": {"frequency": 7, "original_reference": "SBX26091000001"}},
        answer="CO-16 M47 MA130",
    ),
    "diagnosis_unknown": Edge(
        stops=diagnoses("E11.65", "Q99.99"),
        passes=diagnoses("E11.65", "N39.0"),
        answer="CO-16 M76 MA130",
    ),
    "diagnosis_incomplete": Edge(
        stops=diagnoses("E11.65", "E11"),
        passes=diagnoses("E11.65", "E11.9"),
        answer="CO-16 M76 M81 MA130",
    ),
    "diagnosis_not_first": Edge(
        stops=diagnoses("W26.0XXA", "I10"),
        passes=diagnoses("I10", "W26.0XXA"),
        answer="CO-16 MA63 MA130",
    ),
    "rendering_npi_invalid": Edge(
        stops={"claim": {"rendering_npi": "9990000026"}},
        passes={"claim": {"rendering_npi": "9990000033"}},
        answer="CO-16 N290 MA130",
    ),
    "billing_npi_invalid": Edge(
        stops={"claim": {"billing_npi": "9990000018"}},
        passes={"claim": {"billing_npi": "9990000025"}},
        answer="CO-16 N257 MA130",
    ),
    "place_unknown": Edge(
        stops={"claim": {"place_of_service": "99"}},
        passes={"claim": {"place_of_service": "22"}},
        answer="CO-16 M77 MA130",
    ),
    "procedure_unknown": Edge(
        stops={"lines": beside("ZZ-999")}, passes={"lines": beside()}, answer="CO-16 M51"
    ),
    "units_invalid": Edge(
        stops={"lines": beside(units=Decimal("1.5"))},
        passes={"lines": beside(units=2)},
        answer="CO-16 M53",
    ),
    "modifier_unknown": Edge(
        stops={"lines": beside(modifiers=("QQ",))},
        passes={"lines": beside(modifiers=("XS",))},
        answer="CO-16 N823",
    ),
    "ordering_npi_missing": Edge(
        stops=priced(ordering=True),
        passes=merged(priced(ordering=True), {"claim": {"ordering_npi": NPI}}),
        answer="CO-16 N265",
    ),
    "service_date_invalid": Edge(
        stops={"lines": beside(through=BEFORE)},
        passes={"lines": beside(through=DAY)},
        answer="CO-16 M52",
    ),
    "referring_npi_missing": Edge(
        stops=merged(priced(referring=True), {"claim": {"referring_npi": "9990000026"}}),
        passes=merged(priced(referring=True), {"claim": {"referring_npi": NPI}}),
        answer="CO-16 N286",
    ),
    "ndc_missing": Edge(
        stops=merged(priced(ndc=True), {"lines": [VISIT, line(2, "LB-110", ndc="00000-293-20")]}),
        passes=merged(priced(ndc=True), {"lines": [VISIT, line(2, "LB-110", ndc="00000-0293-20")]}),
        answer="CO-16 M119",
    ),
}
