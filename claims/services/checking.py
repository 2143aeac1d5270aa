"""Ask a payer about a member before the claim goes out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.assemble import payer_terms
from claims.content import ClaimContent
from claims.facts import Eligibility, Plan
from claims.models import Claim, Coverage, EligibilityCheck
from claims.money import plain
from claims.payer.library import UnknownPayer, payer_book
from claims.services.counters import counters_of, find_coverage
from claims.services.locking import lock_claim
from claims.services.refusals import Refused
from coding.cases import Case
from coding.codebook.default import codebook

BENEFIT_LABELS = {
    "visit": "Office visit",
    "lab": "Laboratory",
    "imaging": "Imaging",
    "procedure": "Procedure",
    "drug": "Drug given in the office",
    "therapy": "Therapy",
    "preventive": "Preventive care",
    "behavioral": "Behavioral health",
    "supply": "Supplies and equipment",
}
MAX_MEMBER_ID = 20
Spans = tuple[tuple[date, date], ...]


@transaction.atomic
def check_coverage(
    claim_id: int,
    *,
    actor: AbstractUser,
    payer_id: str = "",
    member_id: str = "",
    service_date: date | None = None,
) -> EligibilityCheck:
    """Ask a payer about a member; blank arguments are taken from the claim.

    A payer that is named without a member ID looks for the patient by the name and birth date on
    the claim, as payers do for who has lost the card. In any state.

    The answer's JSON is what a biller reads: `found` (bool), `headline` (one sentence), `payer`,
    `plan`, `network` ("in" or "out"), `effective`, `terminated` (ISO or ""), `gaps` (first and
    last days), `name`, `born`, `sex` as the payer has them, `insured` ({relationship, name, born}
    where somebody else holds the policy), `benefits` (list of {benefit, label, copay, deductible,
    coinsurance}), `deductible_left`, `out_of_pocket_left` (text with two decimals), `exclusions`
    (list of codes), `referral` and `authorization` (the claim's procedures that need one, a
    referral with its number where one is on file), `other_payers` (list of names). Only `found`
    and `headline` when the member is not found.

    Changes nothing on the claim; the same question with the same answer on the same day gives the
    same check. Raises Refused("payer_id" | "member_id", ...), PermissionDenied without
    `claims.prepare_claim`.
    """
    claim = lock_claim(claim_id)
    if not actor.has_perm("claims.prepare_claim", claim):
        raise PermissionDenied("This coverage is not yours to check")
    content = claim.boxes
    payer = payer_id.strip() or content.payer_id
    by_name = bool(payer_id.strip()) and not member_id.strip()
    member = "" if by_name else (member_id.strip() or content.member_id).upper()
    day = service_date or claim.attempt.parsed().encounter.date
    _check_question(payer, member, by_name=by_name)
    known = _known_patient(claim, payer) if by_name else _known_member(claim, payer, member)
    answer = _answer(claim, known, on=day) if known else _unknown_member(payer, member)
    check, _ = EligibilityCheck.objects.get_or_create(
        attempt=claim.attempt,
        payer_id=payer,
        member_id=known.member_id if known else member,
        service_date=day,
        checked_on=claim.attempt.scenario_date,
        checked_by_id=actor.pk,
        is_active=known is not None and is_active_on(claim, known, day),
        answer=answer,
    )
    return check


def last_eligibility(claim: Claim) -> Eligibility | None:
    """What the payer of the claim last said about the member, as the scrubber reads it.

    An answer about another payer or another member says nothing; "not found" says that the payer
    knows no such member.
    """
    content = claim.boxes
    check = (
        EligibilityCheck.objects.filter(
            attempt=claim.attempt_id,
            payer_id=content.payer_id,
            member_id=content.member_id.strip().upper(),
        )
        .order_by("-pk")
        .first()
    )
    return as_known(check) if check else None


def as_known(check: EligibilityCheck) -> Eligibility:
    """A payer's answer as the scrubber reads it."""
    answer: Mapping[str, Any] = check.answer
    if not answer["found"]:
        return Eligibility(member_id="", checked_on=check.checked_on)
    return Eligibility(
        member_id=check.member_id,
        checked_on=check.checked_on,
        born=date.fromisoformat(answer["born"]),
        name=answer.get("name", ""),
        effective=date.fromisoformat(answer["effective"]),
        terminated=date.fromisoformat(answer["terminated"]) if answer["terminated"] else None,
        gaps=tuple(
            (date.fromisoformat(first), date.fromisoformat(last))
            for first, last in answer.get("gaps", ())
        ),
        other_payer_primary=answer["order"] > 1,
    )


def _check_question(payer_id: str, member_id: str, *, by_name: bool) -> None:
    try:
        payer_terms(payer_id)
    except UnknownPayer as error:
        raise Refused("payer_id", "No payer of that number is known here.") from error
    if not by_name and not 0 < len(member_id) <= MAX_MEMBER_ID:
        raise Refused("member_id", f"Enter the member ID, at most {MAX_MEMBER_ID} characters.")


def _known_member(claim: Claim, payer_id: str, member_id: str) -> Coverage | None:
    """The coverage under exactly that ID."""
    coverage = find_coverage(claim.attempt, payer_id=payer_id, member_id=member_id)
    return coverage if coverage and coverage.member_id.upper() == member_id else None


def _known_patient(claim: Claim, payer_id: str) -> Coverage | None:
    """The coverage of who has the name and the birth date that stand on the claim."""
    patient, content = claim.attempt.parsed().patient, claim.boxes
    asked = (content.patient_name.strip().casefold(), content.patient_born)
    if asked != (patient.name.casefold(), patient.born):
        return None
    return find_coverage(claim.attempt, payer_id=payer_id, member_id="")


def is_active_on(claim: Claim, coverage: Coverage, day: date) -> bool:
    """Whether a coverage of the claim's patient holds on that day."""
    return not _why_inactive(coverage, _gaps(claim, coverage), day)


def _gaps(claim: Claim, coverage: Coverage) -> Spans:
    """The days between on which nobody was covered."""
    return claim.attempt.parsed().coverage[coverage.order - 1].gaps


def _unknown_member(payer_id: str, member_id: str) -> dict[str, Any]:
    name = payer_terms(payer_id).name
    whom = f"no member {member_id}" if member_id else "nobody of that name and birth date"
    return {"found": False, "headline": f"{name} knows {whom}."}


def _answer(claim: Claim, coverage: Coverage, *, on: date) -> dict[str, Any]:
    case = claim.attempt.parsed()
    named = payer_book(coverage.payer_id).plan(coverage.plan_id)
    left = counters_of(coverage, on=claim.attempt.scenario_date)
    gaps = _gaps(claim, coverage)
    return {
        "found": True,
        "headline": _headline(coverage, gaps, on),
        "order": coverage.order,
        "payer": payer_terms(coverage.payer_id).name,
        "plan": named.name,
        "network": named.plan.network,
        "effective": coverage.effective.isoformat(),
        "terminated": coverage.terminated.isoformat() if coverage.terminated else "",
        "gaps": [[first.isoformat(), last.isoformat()] for first, last in gaps],
        "name": case.patient.name,
        "born": case.patient.born.isoformat(),
        "sex": case.patient.sex,
        "insured": _insured(case, coverage),
        "benefits": _benefits(named.plan),
        "deductible_left": plain(left.deductible),
        "out_of_pocket_left": plain(left.out_of_pocket),
        "exclusions": list(named.plan.exclusions),
        **_needs(claim.boxes, coverage, case),
        "other_payers": _other_payers(claim, coverage),
    }


def _insured(case: Case, coverage: Coverage) -> dict[str, str]:
    """Who holds the policy, where it is not the patient."""
    held = case.coverage[coverage.order - 1].insured
    if held is None:
        return {}
    return {
        "relationship": held.relationship,
        "name": held.name,
        "born": held.born.isoformat(),
    }


def _headline(coverage: Coverage, gaps: Spans, on: date) -> str:
    name, why = payer_terms(coverage.payer_id).name, _why_inactive(coverage, gaps, on)
    return f"Not active on {on}: {why}." if why else f"Active on {on} with {name}."


def _why_inactive(coverage: Coverage, gaps: Spans, on: date) -> str:
    """Why nobody is covered on that day; empty when the coverage holds."""
    name = payer_terms(coverage.payer_id).name
    if on < coverage.effective:
        return f"coverage with {name} began on {coverage.effective}"
    if coverage.terminated and on > coverage.terminated:
        return f"coverage with {name} ended on {coverage.terminated}"
    between = [(first, last) for first, last in gaps if first <= on <= last]
    return "".join(f"{name} covered nobody from {first} to {last}" for first, last in between)


def _benefits(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "benefit": name,
            "label": BENEFIT_LABELS.get(name, name.capitalize()),
            "copay": plain(benefit.copay),
            "deductible": benefit.deductible,
            "coinsurance": str(benefit.coinsurance),
        }
        for name, benefit in plan.benefits.items()
    ]


def _needs(content: ClaimContent, coverage: Coverage, case: Case) -> dict[str, list[str]]:
    """The claim's procedures for which this payer wants a referral or leave."""
    book = payer_book(coverage.payer_id)
    rows = [codebook().procedure(line.procedure, on=line.date) for line in content.lines]
    fees = {row.code: book.fee(row) for row in rows if row is not None}
    number = case.claim.referral
    on_file = f" (number {number} on file)" if number and coverage.order == 1 else ""
    return {
        "referral": [f"{code}{on_file}" for code, fee in fees.items() if fee.referral],
        "authorization": [code for code, fee in fees.items() if fee.authorization],
    }


def _other_payers(claim: Claim, coverage: Coverage) -> list[str]:
    others = claim.attempt.coverages.exclude(pk=coverage.pk).order_by("order")
    return [
        f"{payer_terms(other.payer_id).name} ({'primary' if other.order == 1 else 'secondary'})"
        for other in others
    ]
