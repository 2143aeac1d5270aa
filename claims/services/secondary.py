"""Bill the next payer: by hand once the first has answered, or by that payer's own crossover."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.assemble import for_coverage, payer_terms
from claims.content import ClaimContent
from claims.models import (
    Claim,
    Coverage,
    EligibilityCheck,
    Remittance,
    Submission,
)
from claims.services.accounts import is_posted, newest_remittance
from claims.services.advance import advance, revise
from claims.services.checking import is_active_on
from claims.services.counters import find_coverage
from claims.services.next_payer import claim_after, content_to_send, left_to_patient, move_on
from claims.services.opening import add_claim
from claims.services.posting import ANSWERED, overtake_promises
from claims.services.refusals import Refused
from claims.services.submissions import add_submission, sent_codes

BILL_NEXT = "bill_next_payer"
"""The step that opens the next payer's claim, as the claim's log names it."""

FORWARDED = "MA18"
"""The remark that the payer has sent the claim on to the supplemental insurer itself."""


@transaction.atomic
def open_next_claim(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> Claim:
    """Open the claim to the payer that comes next, on what this one has answered.

    A claim of its own, in draft, with the boxes as they were sent and the other payer's member ID;
    what the posted answer leaves to the patient goes over to it, so the patient is not billed
    meanwhile. Needs an active coverage that a coverage check has found and that comes after this
    one. Raises Refused("", ...), StaleClaim, IllegalMove (409), PermissionDenied without
    `claims.prepare_claim`.
    """
    event = revise(
        claim_id,
        BILL_NEXT,
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.prepare_claim",
        states=ANSWERED,
        effect=lambda claim: _open_next(claim, actor=actor),
    )
    return Claim.objects.get(pk=event.payload["claim"])


def other_coverage_known(claim: Claim) -> EligibilityCheck | None:
    """The newest answer about an active coverage that no claim of the encounter was sent to."""
    claims = claim.attempt.claims.all()
    billed = {(row.content["payer_id"], row.content["member_id"].upper()) for row in claims}
    checks = EligibilityCheck.objects.filter(attempt=claim.attempt_id, is_active=True)
    return next(
        (row for row in checks.order_by("-pk") if (row.payer_id, row.member_id) not in billed),
        None,
    )


def crossover_to(submission: Submission) -> Coverage | None:
    """The supplemental coverage to which the payer sends its own answer on, if it does so.

    Source: Medicare Claims Processing Manual, chapter 28 (coordination of benefits agreements);
    the sandbox's Medicare-like payer does it for the next coverage on its file.
    """
    claim = submission.claim
    if not payer_terms(submission.content["payer_id"]).crosses_over:
        return None
    if claim.sequence > 1 or claim_after(claim) is not None:
        return None
    own = _coverage_of(claim, submission.content)
    if own is None or own.order > 1:
        return None
    day = claim.attempt.parsed().encounter.date
    later = Coverage.objects.filter(attempt=claim.attempt_id, order__gt=own.order)
    return next((row for row in later.order_by("order") if is_active_on(claim, row, day)), None)


def cross_over(claim: Claim, remittance: Remittance, coverage: Coverage) -> None:
    """Send the answered claim on to the supplemental payer, as the first payer does."""
    sent = remittance.submission
    content = ClaimContent.from_json(sent.content)
    coverages = claim.attempt.parsed().coverage
    after = add_claim(
        claim,
        content=for_coverage(content, coverages[coverage.order - 1]),
        coding_version_id=sent_codes(claim),
        actor=None,
        key=f"crossover:{remittance.pk}",
    )

    def effect(found: Claim) -> Mapping[str, Any]:
        submission = add_submission(
            found,
            actor=sent.sent_by,
            frequency=Submission.Frequency.ORIGINAL,
            content=content_to_send(found),
        )
        return {
            "submission": submission.pk,
            "number": submission.number,
            "frequency": submission.frequency,
            "coding_version": found.coding_version_id,
            "says": f"{payer_terms(sent.content['payer_id']).name} sent the claim on by itself.",
        }

    advance(
        after.pk,
        "submit",
        actor=None,
        key=f"crossover:{remittance.pk}:submit",
        expected_version=after.version,
        effect=effect,
        by="payer",
    )


def _open_next(claim: Claim, *, actor: AbstractUser) -> Mapping[str, Any]:
    newest = newest_remittance(claim)
    if newest is None or not is_posted(newest):
        raise Refused("", "Post the newest remittance first: the next payer is told what it says.")
    if claim_after(claim) is not None:
        raise Refused("", "The next payer's claim is open already.")
    check = other_coverage_known(claim)
    if check is None:
        raise Refused(
            "", "No other coverage is known. Ask the other payer about the member, then bill it."
        )
    own = _coverage_of(claim, newest.submission.content)
    if own is None or check.answer["order"] < own.order:
        raise Refused(
            "",
            f"{payer_terms(check.payer_id).name} says that it pays first. Correct this claim and "
            "address it there; what is left then goes to the next payer.",
        )
    if not left_to_patient(claim):
        raise Refused("", "This payer left nothing to the patient: a next payer has no part.")
    told = ClaimContent.from_json(newest.submission.content)
    coverages = claim.attempt.parsed().coverage
    after = add_claim(
        claim,
        content=for_coverage(told, coverages[check.answer["order"] - 1]),
        coding_version_id=sent_codes(claim),
        actor=actor,
        key=f"{BILL_NEXT}:{claim.pk}",
    )
    overtake_promises(claim)
    claim.statements.filter(postings=None).update(payment_on=None)
    move_on(claim, after, remittance=newest, actor=actor)
    return {"claim": after.pk, "payer": check.payer_id}


def _coverage_of(claim: Claim, sent: Mapping[str, Any]) -> Coverage | None:
    return find_coverage(claim.attempt, payer_id=sent["payer_id"], member_id=sent["member_id"])
