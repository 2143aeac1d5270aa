"""The two sides together: everything that decides an answer. PURE."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from claims.facts.payer_file import (
    Accepted,
    Authorization,
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
from claims.facts.sent import Claim


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Everything that decides the payer's answer. ``previous`` is the claim as last sent.

    ``providers`` empty means that every provider is enrolled, ``referrals`` empty that any number
    counts. ``record`` is what the note supports, None where nobody knows; the payer reads it when
    the records are sent. ``contract_used`` are units that this practice was paid in the period.
    """

    payer: Payer
    plan: Plan
    coverage: Coverage
    patient: Patient
    claim: Claim
    fees: Mapping[str, Fee] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    policies: tuple[Policy, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    history: tuple[Accepted, ...] = ()
    referrals: tuple[Referral, ...] = ()
    providers: tuple[Enrolment, ...] = ()
    record: tuple[RecordedService, ...] | None = None
    contract_used: Mapping[str, int] = field(default_factory=dict)
    previous: Claim | None = None
    slips: tuple[PayerSlip, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """What a biller learned by asking the payer about the member."""

    member_id: str
    checked_on: date
    born: date | None = None
    name: str = ""
    effective: date | None = None
    terminated: date | None = None
    gaps: tuple[tuple[date, date], ...] = ()
    other_payer_primary: bool = False


def eligibility_of(scenario: Scenario) -> Eligibility:
    """The answer that the payer gives when asked on the day the claim is sent."""
    coverage = scenario.coverage
    return Eligibility(
        member_id=coverage.member_id,
        checked_on=scenario.claim.sent,
        born=scenario.patient.born,
        name=scenario.patient.name,
        effective=coverage.effective,
        terminated=coverage.terminated,
        gaps=coverage.gaps,
        other_payer_primary=not coverage.primary,
    )
