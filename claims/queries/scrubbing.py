"""Scrub many drafts for a worklist: what `scrub_claim` says of one, in three queries for all."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from claims.assemble import MemberFile, Sending, assemble, patient_of, record_of
from claims.content import ClaimContent
from claims.facts import Eligibility
from claims.models import Claim, Coverage, EligibilityCheck
from claims.payer.accumulators import Amounts
from claims.queries.holds import Hold, as_hold
from claims.scrubber import scrub
from claims.services.checking import as_known
from claims.services.scenarios import held_file
from coding.cases import CoverageFacts
from coding.codebook.default import codebook


def holds_of(claims: Collection[Claim]) -> Mapping[int, Hold]:
    """What the scrubber says of each claim that was never sent, by the claim's primary key.

    The claims come with attempt and case version.
    """
    attempts = [claim.attempt_id for claim in claims]
    held, told = _coverages(attempts), _answers(attempts)
    return {
        claim.pk: _scrubbed(claim, held=held[claim.attempt_id], told=told[claim.attempt_id])
        for claim in claims
    }


def _coverages(attempts: Collection[int]) -> defaultdict[int, list[Coverage]]:
    """The coverages of each attempt in their order, with their leave."""
    found: defaultdict[int, list[Coverage]] = defaultdict(list)
    rows = Coverage.objects.filter(attempt__in=attempts).prefetch_related("authorizations")
    for row in rows.order_by("order"):
        found[row.attempt_id].append(row)
    return found


def _answers(attempts: Collection[int]) -> defaultdict[int, list[EligibilityCheck]]:
    """What the payers said about each attempt's patient, the newest first."""
    found: defaultdict[int, list[EligibilityCheck]] = defaultdict(list)
    for row in EligibilityCheck.objects.filter(attempt__in=attempts).order_by("-pk"):
        found[row.attempt_id].append(row)
    return found


def _scrubbed(claim: Claim, *, held: list[Coverage], told: list[EligibilityCheck]) -> Hold:
    content, case = claim.boxes, claim.attempt.parsed()
    coverage = _coverage(content, held)
    scenario = assemble(
        content,
        Sending(sent=claim.attempt.scenario_date),
        member=_member(coverage, case.coverage[coverage.order - 1]) if coverage else None,
        record=record_of(case),
        patient=patient_of(case),
        codes=codebook(),
    )
    eligibility = _eligibility(content, told)
    found = scrub(scenario, codes=codebook(), eligibility=eligibility, strength=claim.scrubber)
    return as_hold(found, strength=claim.scrubber)


def _coverage(content: ClaimContent, held: list[Coverage]) -> Coverage | None:
    """The claim's coverage: of that payer, the one of the member ID before any other."""
    ours = [row for row in held if row.payer_id == content.payer_id]
    named = [row for row in ours if row.member_id.upper() == content.member_id.strip().upper()]
    return next(iter(named or ours), None)


def _member(coverage: Coverage, facts: CoverageFacts) -> MemberFile:
    """The payer's file; the counters do not matter to the scrubber."""
    leave = sorted(coverage.authorizations.all(), key=lambda row: row.number)
    return held_file(coverage, facts, left=Amounts(), leave=leave)


def _eligibility(content: ClaimContent, told: list[EligibilityCheck]) -> Eligibility | None:
    """The newest answer about this payer and this member."""
    asked = (content.payer_id, content.member_id.strip().upper())
    check = next((row for row in told if (row.payer_id, row.member_id) == asked), None)
    return as_known(check) if check else None
