"""Line level: codes in force, place, modifiers, leave, benefit, necessity, records, bundling."""

import datetime as dt

from claims.facts import (
    Authorization,
    BenefitLimit,
    Pair,
    Policy,
    RecordedService,
    Referral,
)
from tests.claims.payer.scenarios.form import (
    NPI,
    TEST,
    VISIT,
    Edge,
    beside,
    merged,
    priced,
    seen,
)
from tests.claims.scenarios import DAY, fee, line
from tests.claims.scenarios import VISIT as VISIT_FEE


def ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def leave(**changes: object) -> dict[str, object]:
    """Leave for the test under a number that the claim carries."""
    values = {"number": "A1", "procedure": TEST, "units": 2, **changes}
    return merged(
        priced(authorization=True),
        {"authorizations": (Authorization(**values),), "claim": {"authorization": "A1"}},
    )


def pair(**changes: object) -> dict[str, object]:
    return {"pairs": (Pair(**{"column1": "OV-324", "column2": TEST, **changes}),)}


def policy(**changes: object) -> dict[str, object]:
    values = {"id": "P1", "procedure": TEST, "diagnoses": (), **changes}
    return {"policies": (Policy(**values),)}


def two(code: str, *, born: dt.date | None = None, sex: str = "") -> dict[str, object]:
    """The test points at another diagnosis, perhaps of another patient."""
    who: dict[str, object] = {"born": born} if born else {}
    who |= {"sex": sex} if sex else {}
    sent = {f"patient_{name}": value for name, value in who.items()}
    return {
        "claim": {"diagnoses": ("E11.65", code), **sent},
        "patient": who,
        "lines": [line(1, "OV-324"), line(2, TEST, pointers=(2,))],
    }


RECORDS = {"claim": {"attachments": ("records",)}}
SEPARATED = {"lines": beside(modifiers=("XS",))}
RANKED = {f"SK-{n}": fee(multiple_procedure=2) for n in range(1, 7)}
MAIN = {
    "fees": {"MS-210": fee(referral=True), "LB-422": fee(add_on_to=("MS-210",))},
    "lines": [line(1, TEST), line(2, "MS-210"), line(3, "LB-422")],
}
SURGERY = {"MS-210": fee(global_days=10)}
NEW = {"fees": {"OV-624": VISIT_FEE}, "lines": [line(1, "OV-624")]}
KNEE = {"fees": {"MS-210": fee()}, "claim": {"diagnoses": ("M17.12", "I10")}}
VISITS = {"fees": {"OV-334": VISIT_FEE}, "lines": [line(1, "OV-334")], **RECORDS}


def recorded(procedure: str, *modifiers: str) -> dict[str, object]:
    return {"record": (RecordedService(procedure=procedure, modifiers=modifiers),)}


LINES = {
    "diagnosis_not_in_force": Edge(stops=two("G35"), passes=two("G35.A"), answer="CO-146"),
    "diagnosis_excluded_by_plan": Edge(
        stops={"plan": {"excluded_diagnoses": ("E11",)}},
        passes={"plan": {"excluded_diagnoses": ("I10",)}},
        answer="PR-167",
    ),
    "diagnosis_excluded_by_policy": Edge(
        stops=policy(excluded=("E11",)), passes=policy(excluded=("I10",)), answer="CO-167"
    ),
    "procedure_not_in_force": Edge(
        stops={"fees": {"PT-351": fee()}, "lines": beside("PT-351")},
        passes={"fees": {"LB-422": fee()}, "lines": beside("LB-422")},
        answer="CO-181",
    ),
    "modifier_not_in_force": Edge(
        stops={"lines": beside(modifiers=("ZZ",))}, passes=SEPARATED, answer="CO-182"
    ),
    "procedure_against_age": Edge(
        stops=priced(age_max=53), passes=priced(age_max=54), answer="CO-6"
    ),
    "procedure_against_sex": Edge(stops=priced(sex="M"), passes=priced(sex="F"), answer="CO-7"),
    "diagnosis_against_age": Edge(
        stops=two("Z00.129", born=dt.date(2008, 3, 10)),
        passes=two("Z00.129", born=dt.date(2008, 3, 11)),
        answer="CO-9",
    ),
    "diagnosis_against_sex": Edge(stops=two("N40.1"), passes=two("N40.1", sex="M"), answer="CO-10"),
    "place_not_allowed": Edge(
        stops=priced(places=("22",)), passes=priced(places=("22", "11")), answer="CO-5 M77"
    ),
    "place_refused": Edge(
        stops=priced(refused_places=("11",)),
        passes=priced(refused_places=("22",)),
        answer="CO-58",
    ),
    "modifier_inconsistent": Edge(
        stops=merged(priced(bilateral=False), {"lines": beside(modifiers=("Z1",))}),
        passes=merged(priced(bilateral=True), {"lines": beside(modifiers=("Z1",))}),
        answer="CO-4 N823",
    ),
    "modifier_missing": Edge(
        stops=priced(required_modifiers=("XS",)),
        passes=merged(priced(required_modifiers=("XS",)), SEPARATED),
        answer="CO-4 N822",
    ),
    "modifiers_contradict": Edge(
        stops={"lines": beside(modifiers=("GA", "GZ"))},
        passes={"lines": beside(modifiers=("GA", "XS"))},
        answer="CO-4 N519",
    ),
    "new_patient_seen_before": Edge(
        stops=merged(NEW, {"history": (seen("OV-334", dt.date(2023, 3, 11)),)}),
        passes=merged(NEW, {"history": (seen("OV-334", dt.date(2023, 3, 10)),)}),
        answer="CO-B16",
    ),
    "referral_missing": Edge(
        stops=priced(referral=True),
        passes=merged(priced(referral=True), {"claim": {"referral": "R1"}}),
        answer="CO-288",
    ),
    "referral_exceeded": Edge(
        stops=merged(
            priced(referral=True),
            {
                "claim": {"referral": "R1"},
                "referrals": (Referral(number="R1", procedure="LB-*", visits=1),),
                "history": (seen("LB-422", ago(5)),),
            },
        ),
        passes=merged(
            priced(referral=True),
            {
                "claim": {"referral": "R1"},
                "referrals": (Referral(number="R1", procedure="LB-*", visits=2),),
                "history": (seen("LB-422", ago(5)),),
            },
        ),
        answer="CO-287",
    ),
    "authorization_refused": Edge(
        stops=leave(refused=True), passes=leave(refused=False), answer="CO-39"
    ),
    "authorization_missing": Edge(
        stops=merged(leave(), {"claim": {"authorization": "A2"}}),
        passes=leave(),
        answer="CO-197 M62",
    ),
    "authorization_exceeded": Edge(
        stops=merged(leave(), {"lines": beside(units=3)}),
        passes=merged(leave(), {"lines": beside(units=2)}),
        answer="CO-198",
    ),
    "authorization_for_other_service": Edge(
        stops=leave(valid_from=DAY + dt.timedelta(days=1)),
        passes=leave(valid_from=DAY),
        answer="CO-284",
    ),
    "authorization_for_other_provider": Edge(
        stops=leave(provider_npi="9990000033"), passes=leave(provider_npi=NPI), answer="CO-296"
    ),
    "not_a_benefit": Edge(
        stops={"plan": {"exclusions": ("LB-1*",)}},
        passes={"plan": {"exclusions": ("LB-4*",)}},
        answer="PR-96 N130",
    ),
    "benefit_not_in_plan": Edge(
        stops={"plan": {"without": ("lab",)}},
        passes={"plan": {"without": ("imaging",)}},
        answer="PR-204",
    ),
    "routine_service": Edge(
        stops={"plan": {"routine": (TEST,)}},
        passes={"plan": {"routine": ("LB-422",)}},
        answer="PR-49",
    ),
    "experimental_service": Edge(
        stops={"plan": {"experimental": (TEST,)}},
        passes={"plan": {"experimental": ("LB-422",)}},
        answer="CO-55",
    ),
    "not_in_fee_schedule": Edge(
        stops={"lines": beside("LB-422")},
        passes={"fees": {"LB-422": fee()}, "lines": beside("LB-422")},
        answer="CO-96 N448",
    ),
    "benefit_used_up": Edge(
        stops={
            "plan": {"limits": (BenefitLimit(procedure=TEST, times=1, days=365),)},
            "history": (seen(TEST, ago(364)),),
        },
        passes={
            "plan": {"limits": (BenefitLimit(procedure=TEST, times=1, days=365),)},
            "history": (seen(TEST, ago(365)),),
        },
        answer="PR-119",
    ),
    "pointer_unsupported": Edge(
        stops=policy(diagnoses=("I10",)),
        passes=merged(policy(diagnoses=("I10",)), {"lines": beside(pointers=(2,))}),
        answer="CO-11",
    ),
    "side_contradicted": Edge(
        stops=merged(KNEE, {"lines": beside("MS-210", modifiers=("RT",))}),
        passes=merged(KNEE, {"lines": beside("MS-210", modifiers=("LT",))}),
        answer="CO-11",
    ),
    "policy_not_met": Edge(
        stops=policy(diagnoses=("E10",)), passes=policy(diagnoses=("E11",)), answer="CO-50 N115"
    ),
    "documents_required": Edge(
        stops=merged(priced(records=True), {"payer": {"denies_for_records": True}}),
        passes=merged(priced(records=True), {"payer": {"denies_for_records": True}}, RECORDS),
        answer="CO-252 M127",
    ),
    "records_wanted": Edge(
        stops=priced(records=True), passes=merged(priced(records=True), RECORDS), answer="pended"
    ),
    "level_not_supported": Edge(
        stops=merged(VISITS, recorded("OV-324")),
        passes=merged(VISITS, recorded("OV-334")),
        answer="CO-150 N163",
    ),
    "add_on_alone": Edge(
        stops=priced(add_on_to=("MS-210",)),
        passes=priced(add_on_to=("OV-3*",)),
        answer="CO-107 N122",
    ),
    "pair_never_paid": Edge(
        stops=merged(pair(indicator=0), SEPARATED),
        passes=merged(pair(indicator=0), {"lines": [VISIT, line(2, TEST, date=ago(1))]}),
        answer="CO-236",
    ),
    "pair_needs_modifier": Edge(stops=pair(), passes=merged(pair(), SEPARATED), answer="CO-236"),
    "packaged": Edge(
        stops=pair(kind="package"),
        passes=merged(pair(kind="package"), SEPARATED),
        answer="CO-97 M15",
    ),
    "mutually_exclusive": Edge(
        stops=pair(kind="exclusive"),
        passes=merged(pair(kind="exclusive"), SEPARATED),
        answer="CO-231",
    ),
    "within_global_period": Edge(
        stops={"fees": SURGERY, "history": (seen("MS-210", ago(10)),)},
        passes={"fees": SURGERY, "history": (seen("MS-210", ago(11)),)},
        answer="CO-97 M144",
    ),
    "units_over_limit": Edge(
        stops=merged(priced(max_units=2), {"lines": beside(units=3)}),
        passes=merged(priced(max_units=2), {"lines": beside(units=2)}),
        answer="CO-151 N362",
    ),
    "contract_units_exceeded": Edge(
        stops=merged(priced(contract_units=5), {"contract_used": {TEST: 5}}),
        passes=merged(priced(contract_units=5), {"contract_used": {TEST: 4}}),
        answer="CO-222",
    ),
    "assistant_not_allowed": Edge(
        stops=merged(priced(assistant=False), {"lines": beside(modifiers=("Z9",))}),
        passes=merged(priced(assistant=True), {"lines": beside(modifiers=("Z9",))}),
        answer="CO-54",
    ),
    "main_service_denied": Edge(
        stops=MAIN, passes=merged(MAIN, {"claim": {"referral": "R1"}}), answer="CO-107 N122"
    ),
    "too_many_procedures": Edge(
        stops={"fees": RANKED, "lines": [line(n, f"SK-{n}") for n in range(1, 7)]},
        passes={"fees": RANKED, "lines": [line(n, f"SK-{n}") for n in range(1, 6)]},
        answer="pended",
    ),
}
"""Rule -> both sides of its edge."""

AUDITED = Edge(
    stops=merged(pair(), SEPARATED, recorded(TEST)),
    passes=merged(pair(), SEPARATED, recorded(TEST, "XS")),
    answer="paid",
)
"""A modifier that keeps a pair apart, without and with the record's support."""
