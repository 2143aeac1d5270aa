"""What the payer and the scrubber look at, as frozen dataclasses. PURE: no Django, no clock.

Two sides are kept apart on purpose. The claim is what was sent; coverage, patient, authorizations
and history are the payer's own file. A slip at the front desk is a difference between the two.

Money is dollars as ``Decimal``; codes are text and keep their dots and leading zeros.
"""

from claims.facts.codes import CodeDetail, CodeEntry, CodeSet
from claims.facts.payer_file import (
    PAIR_MODIFIERS,
    Accepted,
    Authorization,
    Benefit,
    BenefitLimit,
    Coverage,
    Enrolment,
    Fee,
    Pair,
    Patient,
    Payer,
    PayerSlip,
    Plan,
    Policy,
    RecordedService,
    Referral,
)
from claims.facts.scenario import Eligibility, Scenario, eligibility_of
from claims.facts.sent import Claim, Line, PriorPayment

__all__ = [
    "PAIR_MODIFIERS",
    "Accepted",
    "Authorization",
    "Benefit",
    "BenefitLimit",
    "Claim",
    "CodeDetail",
    "CodeEntry",
    "CodeSet",
    "Coverage",
    "Eligibility",
    "Enrolment",
    "Fee",
    "Line",
    "Pair",
    "Patient",
    "Payer",
    "PayerSlip",
    "Plan",
    "Policy",
    "PriorPayment",
    "RecordedService",
    "Referral",
    "Scenario",
    "eligibility_of",
]
