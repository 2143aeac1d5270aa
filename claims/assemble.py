"""From a case and its codes to the boxes of a claim, and from the boxes to what the payer sees.

PURE: the payers and the practice are those that ship with the sandbox.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from claims.content import UNANSWERED, ClaimContent, ContentLine, as_sent
from claims.facts import (
    Accepted,
    Authorization,
    Claim,
    Coverage,
    Enrolment,
    Patient,
    Payer,
    PayerSlip,
    RecordedService,
    Referral,
    Scenario,
)
from claims.money import ZERO, cents
from claims.payer.library import ProcedureSet, payer_book, practice, scenario_for
from claims.rules.review import dotless
from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Case, CoverageFacts, PastService
from coding.cases import PayerSlip as SlipFacts


def payer_terms(payer_id: str) -> Payer:
    """Who answers claims sent to that payer, and on what terms. Raises UnknownPayer."""
    return payer_book(payer_id).payer


# -- the boxes ----------------------------------------------------------------------------------


KEYED_AS_THEY_ARE = (
    *("relationship", "insured_name", "insured_born", "rendering_npi"),
    *("tax_id", "billing_street", "billing_zip"),
    *("signature_on_file", "assigns_benefits", "accepts_assignment", "provider_signed"),
)
"""Boxes that a registration's slip changes under the box's own name."""


def fresh_content(case: Case, answer: Answer, *, codes: ProcedureSet) -> ClaimContent:
    """The claim as the front desk and the coder left it: the registration with its slips, the
    codes, the practice's charges. Numbers of leave and referral, who referred, and the drugs'
    package numbers are for the biller to find."""
    keyed = case.registration
    slips: dict[str, Any] = {
        "payer_id": keyed.payer,
        "member_id": keyed.member_id,
        "patient_name": keyed.name,
        "patient_born": keyed.born,
        "patient_sex": keyed.sex,
        "accident": keyed.accident,
        "place_of_service": keyed.place_of_service,
    }
    slips |= {name: getattr(keyed, name) for name in KEYED_AS_THEY_ARE}
    changes = {name: value for name, value in slips.items() if value is not None}
    if keyed.accident in {UNANSWERED, "none"}:
        changes["accident_date"] = None
    true = true_content(case, answer, codes=codes)
    unread = tuple(replace(line, ndc="", dose=None) for line in true.lines)
    return true.with_boxes(**changes, authorization="", referral="", referring_npi="", lines=unread)


def true_content(case: Case, answer: Answer, *, codes: ProcedureSet) -> ClaimContent:
    """The claim with all of the biller's boxes right, on the given codes."""
    primary, encounter, patient = case.coverage[0], case.encounter, case.patient
    blank = ClaimContent(
        payer_id=primary.payer,
        member_id=primary.member_id,
        patient_name=patient.name,
        patient_born=patient.born,
        patient_sex=patient.sex,
        accident=case.claim.accident,
        accident_date=case.claim.accident_date,
        place_of_service=encounter.place_of_service,
        rendering_npi=encounter.rendering_npi,
        billing_npi=practice().npi,
        ordering_npi=encounter.ordering_npi,
        authorization=case.claim.authorization,
        referral=case.claim.referral,
        referring_npi=case.claim.referring_npi,
        diagnoses=(),
        lines=(),
        tax_id=practice().tax_id,
        billing_street=practice().address.street,
        billing_zip=practice().address.zip,
        **insured_boxes(primary),
    )
    content = with_codes(blank, answer, on=encounter.date, codes=codes)
    return content.with_boxes(lines=tuple(_with_drug(line, case) for line in content.lines))


def _with_drug(line: ContentLine, case: Case) -> ContentLine:
    drug = case.claim.drugs.get(line.procedure)
    return replace(line, ndc=drug.ndc, dose=drug.dose) if drug else line


def insured_boxes(coverage: CoverageFacts) -> dict[str, Any]:
    """Boxes 4, 6 and 11a of a coverage: empty names where the patient holds the policy."""
    held = coverage.insured
    return {
        "relationship": held.relationship if held else "self",
        "insured_name": held.name if held else "",
        "insured_born": held.born if held else None,
    }


def for_coverage(content: ClaimContent, coverage: CoverageFacts) -> ClaimContent:
    """A claim that was sent to one payer, addressed to another coverage of the patient."""
    return content.addressed_to(
        payer_id=coverage.payer, member_id=coverage.member_id, **insured_boxes(coverage)
    )


def with_codes(
    content: ClaimContent, answer: Answer, *, on: date, codes: ProcedureSet
) -> ClaimContent:
    """The same boxes with the codes of another answer for services of that day.

    A line keeps the charge that stands on the claim while its procedure and units stay the same;
    every other line gets the practice's charge.
    """
    standing = {(line.procedure, line.units): line.charge for line in content.lines}
    drugs = {line.procedure: (line.ndc, line.dose) for line in content.lines}
    lines = tuple(
        ContentLine(
            procedure=row.code,
            modifiers=row.modifiers,
            units=row.units,
            charge=standing.get((row.code, row.units))
            or practice_charge(row.code, units=row.units, on=on, codes=codes),
            pointers=_pointers(row, answer.diagnoses),
            date=on,
            ndc=drugs.get(row.code, ("", None))[0],
            dose=drugs.get(row.code, ("", None))[1],
        )
        for row in answer.procedures
    )
    return content.with_boxes(diagnoses=tuple(row.code for row in answer.diagnoses), lines=lines)


def practice_charge(procedure: str, *, units: int, on: date, codes: ProcedureSet) -> Decimal:
    """What the practice charges for so many units, in dollars; zero for a code it does not know."""
    entry = codes.procedure(procedure, on=on)
    return cents(entry.charge * units) if entry is not None else ZERO


def _pointers(row: ProcedureLine, diagnoses: tuple[DiagnosisLine, ...]) -> tuple[int, ...]:
    """Diagnosis codes as places in the list, counted from 1; codes that are not in it drop out."""
    places = {dotless(line.code): place for place, line in enumerate(diagnoses, start=1)}
    return tuple(places[dotless(code)] for code in row.pointers if dotless(code) in places)


# -- what the payer sees ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How and when a claim goes out. `received` None is the day of sending; `attachments` names
    what the payer was sent beside it; `accident` is what a later answer said of box 10. The rest
    is as in `claims.facts.Claim`."""

    sent: date
    frequency: int = 1
    reopening: bool = False
    original_reference: str = ""
    stands_beside: str = ""
    original_processed: bool = True
    original_remitted: date | None = None
    received: date | None = None
    attachments: tuple[str, ...] = ()
    accident: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberFile:
    """What one payer holds on the patient: the plan, the coverage, leave, past services, and the
    standing of referrals and providers."""

    plan_id: str
    coverage: Coverage
    authorizations: tuple[Authorization, ...] = ()
    history: tuple[Accepted, ...] = ()
    referrals: tuple[Referral, ...] = ()
    providers: tuple[Enrolment, ...] = ()
    contract_used: Mapping[str, int] = field(default_factory=dict)
    slips: tuple[PayerSlip, ...] = ()


def claim_as_sent(content: ClaimContent, sending: Sending) -> Claim:
    """The claim that reaches the payer."""
    sent = as_sent(
        content,
        frequency=sending.frequency,
        original_reference=sending.original_reference,
        sent=sending.sent,
    )
    return replace(
        sent,
        reopening=sending.reopening,
        stands_beside=sending.stands_beside,
        original_processed=sending.original_processed,
        received=sending.received or sending.sent,
        original_remitted=sending.original_remitted,
        attachments=tuple(dict.fromkeys((*content.attachments, *sending.attachments))),
        accident=sending.accident or content.accident,
    )


def assemble(
    content: ClaimContent,
    sending: Sending,
    *,
    member: MemberFile | None,
    patient: Patient,
    codes: ProcedureSet,
    record: tuple[RecordedService, ...] | None = None,
    previous: Claim | None = None,
) -> Scenario:
    """Everything that decides the payer's answer to that content, sent in that way.

    `member` None is a payer that does not know the patient. Raises UnknownPayer, UnknownPlan.
    """
    scenario = scenario_for(
        claim_as_sent(content, sending),
        payer_id=content.payer_id,
        plan_id=member.plan_id if member else "",
        coverage=member.coverage if member else None,
        patient=patient,
        codes=codes,
        authorizations=member.authorizations if member else (),
        history=member.history if member else (),
        referrals=member.referrals if member else (),
        providers=member.providers if member else (),
        contract_used=member.contract_used if member else None,
        record=record,
        previous=previous,
    )
    return replace(scenario, slips=member.slips if member else ())


def payer_slips(rows: Iterable[SlipFacts]) -> tuple[PayerSlip, ...]:
    """What a case says that the payer's system has wrong."""
    return tuple(
        PayerSlip(procedure=row.procedure, fee=row.fee, benefit=row.benefit) for row in rows
    )


def patient_of(case: Case) -> Patient:
    """The patient as every payer's file has them."""
    return Patient(born=case.patient.born, sex=case.patient.sex, name=case.patient.name)


def record_of(case: Case) -> tuple[RecordedService, ...]:
    """What the note supports, as the key has it: services, units, modifiers borne out."""
    return tuple(
        RecordedService(
            procedure=row.code,
            units=row.units,
            modifiers=(*row.modifiers, *row.unlocks),
        )
        for row in case.key.procedures
    )


def member_of(
    facts: CoverageFacts, *, coverage: Coverage, authorizations: tuple[Authorization, ...]
) -> MemberFile:
    """A case's coverage as the payer's file, with the counters and the leave as they stand.

    By contract: what the payer's system has wrong (`payer_slips`) is not in it.
    """
    standing = replace(
        coverage, gaps=facts.gaps, enrolled=facts.enrolled, liability=facts.liability
    )
    return MemberFile(
        plan_id=facts.plan,
        coverage=standing,
        authorizations=authorizations,
        history=past_services(facts.history),
        referrals=tuple(Referral(**vars(row)) for row in facts.referrals),
        providers=tuple(Enrolment(**vars(row)) for row in facts.providers),
        contract_used=facts.contract_used,
    )


def past_services(rows: Iterable[PastService]) -> tuple[Accepted, ...]:
    """A case's past services as the payer holds them."""
    return tuple(
        Accepted(
            date=row.date,
            procedure=row.procedure,
            rendering_npi=row.rendering_npi,
            reference=row.reference,
        )
        for row in rows
    )
