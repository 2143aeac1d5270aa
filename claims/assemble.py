"""From a case and its codes to the boxes of a claim, and from the boxes to what the payer sees.

PURE apart from `payer_terms`, which reads the payers that ship with the sandbox.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from claims.content import UNANSWERED, ClaimContent, ContentLine
from claims.facts import Accepted, Authorization, Coverage, Patient, Payer
from claims.money import ZERO
from claims.rules.review import dotless
from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Case, CoverageFacts, Role


class Chargemaster(Protocol):
    """What the practice bills for, and who it is."""

    @property
    def billing_npi(self) -> str: ...
    def charge(self, procedure: str, units: int, on: date) -> Decimal: ...


def fresh_content(case: Case, answer: Answer, *, practice: Chargemaster) -> ClaimContent:
    """The claim as the front desk and the coder left it: the registration with its slips, the
    codes, the practice's charges. Leave and referral numbers are for the biller to find."""
    keyed = case.registration
    true = true_content(case, answer, practice=practice)
    slips: dict[str, Any] = {
        "payer_id": keyed.payer,
        "member_id": keyed.member_id,
        "patient_name": keyed.name,
        "patient_born": keyed.born,
        "patient_sex": keyed.sex,
        "accident": keyed.accident,
        "place_of_service": keyed.place_of_service,
    }
    changes = {name: value for name, value in slips.items() if value is not None}
    if keyed.accident is not None and keyed.accident in {UNANSWERED, "none"}:
        changes["accident_date"] = None
    return true.with_boxes(**changes, authorization="", referral="")


def true_content(case: Case, answer: Answer, *, practice: Chargemaster) -> ClaimContent:
    """The claim with every box of the biller's right, on the given codes."""
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
        billing_npi=practice.billing_npi,
        ordering_npi=encounter.ordering_npi,
        authorization=case.claim.authorization,
        referral=case.claim.referral,
        diagnoses=(),
        lines=(),
    )
    return with_codes(blank, answer, case=case, practice=practice)


def with_codes(
    content: ClaimContent, answer: Answer, *, case: Case, practice: Chargemaster
) -> ClaimContent:
    """The same boxes with these codes.

    A line keeps the charge that stands on the claim while its procedure and units stay the same;
    other lines get the practice's charge.
    """
    standing = {(line.procedure, line.units): line.charge for line in content.lines}
    day = case.encounter.date
    lines = tuple(
        ContentLine(
            procedure=row.code,
            modifiers=row.modifiers,
            units=row.units,
            charge=standing.get((row.code, row.units), practice.charge(row.code, row.units, day)),
            pointers=_pointers(row, answer.diagnoses),
            date=day,
        )
        for row in answer.procedures
    )
    return content.with_boxes(diagnoses=tuple(row.code for row in answer.diagnoses), lines=lines)


def key_answer(case: Case) -> Answer:
    """The key as a coder would have answered it, without the optional diagnoses that no line
    points at."""
    pointed = {code for row in case.key.procedures for code in row.pointers}
    return Answer(
        diagnoses=tuple(
            DiagnosisLine(row.code)
            for row in case.key.diagnoses
            if row.role != Role.OPTIONAL or row.code in pointed
        ),
        procedures=tuple(
            ProcedureLine(
                row.code, modifiers=row.modifiers, units=row.units, pointers=row.pointers
            )
            for row in case.key.procedures
        ),
    )


def _pointers(row: ProcedureLine, diagnoses: tuple[DiagnosisLine, ...]) -> tuple[int, ...]:
    """Diagnosis codes as places in the list, counted from 1; codes that are not in it drop out."""
    places = {dotless(line.code): place for place, line in enumerate(diagnoses, start=1)}
    return tuple(places[dotless(code)] for code in row.pointers if dotless(code) in places)
