"""Open the claim of an attempt, take the coder's newest codes, and send codes back."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from claims.assemble import fresh_content, with_codes
from claims.content import ClaimContent
from claims.models import (
    Authorization,
    BillingSetup,
    Claim,
    ClaimEvent,
    ClaimState,
    CounterEntry,
    Coverage,
)
from claims.scrubber import Strength
from claims.services.advance import check_open, revise, unused
from claims.services.locking import lock_claim
from claims.services.preparing import PREPARABLE
from claims.services.refusals import NotFinalised, Refused
from coding.cases import CoverageFacts, Grant
from coding.codebook.default import codebook
from coding.models import Attempt, CodingReturn, CodingVersion
from coding.services import return_to_coder
from coding.services.attempts import lock_attempt

MAX_REASON = 500
OPEN_ENDED = timedelta(days=365)
"""How long leave without an end holds, from the service date; house convention."""


@transaction.atomic
def set_up_billing(
    attempt_id: int,
    *,
    scrubber: Strength = Strength.FULL,
    posting: BillingSetup.Posting = BillingSetup.Posting.MANUAL,
) -> None:
    """Give a new attempt what the payer holds: coverage, authorisations, how strict the scrubber
    will be and how remittances are posted. A second time changes nothing."""
    attempt = lock_attempt(attempt_id)
    _, is_new = BillingSetup.objects.get_or_create(
        attempt=attempt, defaults={"scrubber": scrubber.value, "posting": posting.value}
    )
    if not is_new:
        return
    for order, facts in enumerate(attempt.parsed().coverage, start=1):
        coverage = _add_coverage(attempt, facts, order=order)
        CounterEntry.objects.bulk_create(
            CounterEntry(
                coverage=coverage,
                on=other.on,
                what=other.what,
                deductible=other.deductible,
                out_of_pocket=other.out_of_pocket,
            )
            for other in facts.other_claims
        )
        for grant in facts.authorizations:
            add_authorization(coverage, grant)


@transaction.atomic
def choose_scrubber(attempt_id: int, *, actor: AbstractUser, strength: Strength) -> bool:
    """Set how strict the scrubber is for an attempt; says whether its claim follows.

    Raises PermissionDenied without `claims.choose_scrubber`, IllegalMove (409) once it was sent.
    """
    attempt = lock_attempt(attempt_id)
    if not actor.has_perm("claims.choose_scrubber", attempt):
        raise PermissionDenied("How strict the scrubber is is not yours to choose")
    for claim in attempt.claims.order_by("sequence"):
        check_open(claim, expected_version=claim.version, states=[ClaimState.DRAFT])
    return bool(follow_scrubber([attempt.pk], strength=strength))


@transaction.atomic
def follow_scrubber(attempt_ids: Collection[int], *, strength: Strength) -> int:
    """Set how strict the scrubber is for these attempts; returns how many claims follow.

    A claim that has never been sent follows; one that was sent keeps what it was sent under.
    """
    BillingSetup.objects.filter(attempt__in=attempt_ids).update(scrubber=strength.value)
    drafts = Claim.objects.filter(attempt__in=attempt_ids, state=ClaimState.DRAFT)
    return drafts.exclude(scrubber=strength.value).update(scrubber=strength.value)


@transaction.atomic
def open_claim(attempt_id: int, *, actor: AbstractUser, key: str) -> Claim:
    """Build the primary payer's claim from the newest coding version, in `draft`.

    An attempt whose claim is already open gives that claim again. Raises NotFinalised (409) when
    the codes are not finalised, UsedKey (409) and PermissionDenied without `claims.open_claim`.
    """
    attempt = lock_attempt(attempt_id)
    if not actor.has_perm("claims.open_claim", attempt):
        raise PermissionDenied("This claim is not yours to open")
    claim = attempt.claims.filter(sequence=1).first()
    if claim is None:
        desk = reverse("coding:workbench", args=[attempt.pk])
        with unused(key, actor=actor, url=desk):
            claim = _open(attempt, _newest_codes(attempt), actor=actor, key=key)
    return claim


def take_codes(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Put the coder's newest codes on the claim; the biller's boxes stay as they are.

    In draft, rejected and corrected. A line keeps the charge that the biller gave it while its
    procedure and units stay the same. Raises StaleClaim, IllegalMove (409), PermissionDenied
    without `claims.prepare_claim`, Refused("", ...) when the claim already has the newest codes.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        codes = _newest_codes(claim.attempt)
        before = claim.coding_version.number
        if codes.pk == claim.coding_version_id:
            raise Refused("", "The claim already carries the coder's newest codes.")
        day = claim.attempt.parsed().encounter.date
        content = with_codes(claim.boxes, codes.answer, on=day, codes=codebook())
        claim.coding_version, claim.content = codes, content.to_json()
        return {"from": before, "to": codes.number}

    return revise(
        claim_id,
        "take_codes",
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.prepare_claim",
        states=PREPARABLE,
        effect=effect,
    )


@transaction.atomic
def return_codes(
    claim_id: int, *, actor: AbstractUser, reason: str, expected_version: int
) -> CodingReturn:
    """Send the codes back to the coder's desk with a reason.

    In draft, rejected and corrected (an answered claim: open a correction first). Raises
    StaleClaim, IllegalMove (409), PermissionDenied, Refused("reason", ...).
    """
    claim = lock_claim(claim_id)
    if not actor.has_perm("claims.prepare_claim", claim):
        raise PermissionDenied("These codes are not yours to return")
    check_open(claim, expected_version=expected_version, states=PREPARABLE)
    if not reason.strip() or len(reason.strip()) > MAX_REASON:
        raise Refused("reason", f"Say what to look at again, in at most {MAX_REASON} characters.")
    return return_to_coder(claim.attempt_id, actor=actor, reason=reason.strip())


def add_authorization(coverage: Coverage, grant: Grant) -> Authorization:
    """Put leave on the payer's file; dates that the case leaves open get the coverage's year."""
    service = coverage.attempt.parsed().encounter.date
    return Authorization.objects.create(
        coverage=coverage,
        number=grant.number,
        procedure=grant.procedure,
        units=grant.units,
        valid_from=grant.valid_from or coverage.effective,
        valid_to=grant.valid_to or service + OPEN_ENDED,
        provider_npi=grant.provider_npi,
        refused=grant.refused,
    )


def _add_coverage(attempt: Attempt, facts: CoverageFacts, *, order: int) -> Coverage:
    return Coverage.objects.create(
        attempt=attempt,
        order=order,
        payer_id=facts.payer,
        plan_id=facts.plan,
        member_id=facts.member_id,
        effective=facts.effective,
        terminated=facts.terminated,
        opening_deductible=facts.deductible_left,
        opening_out_of_pocket=facts.out_of_pocket_left,
    )


def _newest_codes(attempt: Attempt) -> CodingVersion:
    codes = attempt.versions.order_by("-number").first()
    if codes is None:
        raise NotFinalised(
            "The codes of this encounter are not finalised yet, so there is nothing to bill.",
            url=reverse("coding:workbench", args=[attempt.pk]),
        )
    return codes


def _open(attempt: Attempt, codes: CodingVersion, *, actor: AbstractUser, key: str) -> Claim:
    """The claim's row and its first event."""
    set_up_billing(attempt.pk)
    case = attempt.parsed()
    content = fresh_content(case, codes.answer, codes=codebook())
    claim = Claim(attempt=attempt, coding_version=codes, scrubber=attempt.billing.scrubber)
    return _first_row(claim, content, actor=actor, key=key)


def add_claim(
    before: Claim,
    *,
    content: ClaimContent,
    coding_version_id: int,
    actor: AbstractUser | None,
    key: str,
) -> Claim:
    """The claim that follows another, to the next payer, in draft; `actor` None is a payer
    that sends it on by itself."""
    claim = Claim(
        attempt=before.attempt,
        sequence=before.sequence + 1,
        coding_version_id=coding_version_id,
        scrubber=before.scrubber,
    )
    return _first_row(claim, content, actor=actor, key=key)


def _first_row(
    claim: Claim, content: ClaimContent, *, actor: AbstractUser | None, key: str
) -> Claim:
    """Store a new claim with its first event."""
    claim.version, claim.content = 1, content.to_json()
    claim.save(force_insert=True)
    ClaimEvent.objects.create(
        claim=claim,
        version=claim.version,
        move="open",
        to_state=ClaimState.DRAFT,
        by="system",
        actor_id=actor.pk if actor else None,
        key=key,
        on=claim.attempt.scenario_date,
        payload={"coding_version": claim.coding_version_id},
    )
    return claim
