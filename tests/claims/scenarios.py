"""Scenarios for tests: the first golden test, with whatever a test changes."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from claims.facts import Benefit, Claim, Coverage, Fee, Line, Patient, Payer, Plan, Scenario

DAY = dt.date(2026, 3, 10)
SENT = dt.date(2026, 3, 16)
BORN = dt.date(1971, 6, 4)
VISIT = Fee(fee=Decimal("128.47"), benefit="visit")
LAB = Fee(fee=Decimal("18.20"), benefit="lab")
BENEFITS = {
    "visit": Benefit(copay=Decimal("30.00")),
    "lab": Benefit(deductible=True, coinsurance=Decimal("0.20")),
    "procedure": Benefit(),
}


def line(number, procedure, charge="100.00", **changes):
    """A line on the golden day that points at the first diagnosis."""
    values = {"date": DAY, "pointers": (1,)} | changes
    return Line(number=number, procedure=procedure, charge=Decimal(charge), **values)


LINES = (line(1, "OV-324", "185.00", pointers=(1, 2)), line(2, "LB-110", "42.00"))
CLAIM = Claim(
    sent=SENT,
    member_id="SBX100200301",
    patient_born=BORN,
    patient_sex="F",
    place_of_service="11",
    rendering_npi="9990000025",
    billing_npi="9990000017",
    diagnoses=("E11.65", "I10"),
    lines=LINES,
)
GOLDEN = Scenario(
    payer=Payer(id="SBX01", filing_limit_days=90),
    plan=Plan(benefits=BENEFITS),
    coverage=Coverage(
        member_id="SBX100200301",
        effective=dt.date(2026, 1, 1),
        deductible_left=Decimal("10.00"),
        out_of_pocket_left=Decimal("2750.00"),
    ),
    patient=Patient(born=BORN, sex="F"),
    fees={"OV-324": VISIT, "LB-110": LAB},
    claim=CLAIM,
)


SECTIONS = ("payer", "plan", "coverage", "patient")


def make(*, claim=None, lines=None, fees=None, **sections):
    """The golden scenario with changes: fields of sections as dicts, whole tuples as they are.

    ``make(claim={"referral": "R1"}, payer={"filing_limit_days": 5}, lines=[...])``
    """
    new_claim = replace(CLAIM, **(claim or {}))
    if lines is not None:
        new_claim = replace(new_claim, lines=tuple(lines))
    changed = {
        name: replace(getattr(GOLDEN, name), **value) if name in SECTIONS else value
        for name, value in sections.items()
    }
    return replace(GOLDEN, claim=new_claim, fees={**GOLDEN.fees, **(fees or {})}, **changed)


def fee(amount="50.00", **changes):
    """A fee row of the benefit without cost share."""
    return Fee(fee=Decimal(amount), **({"benefit": "procedure"} | changes))
