"""Post a remittance as it is done in training: typed line by line, and checked."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.models import BillingSetup, Claim, ClaimEvent, ClaimState, PostingSlip, Remittance
from claims.posting_check import PostingLine, Slip, Typed, find_slips
from claims.services.accounts import POST, newest_remittance, reductions_of
from claims.services.advance import check_open
from claims.services.locking import lock_claim
from claims.services.posting import is_posted, post_remittance
from claims.services.refusals import Refused
from coding.models import Attempt

Posting = BillingSetup.Posting
READ_FIRST = "Type the amounts line by line; after a first posting without a slip one step does it."


class PostingSlips(Refused):
    """What was typed does not agree with the remittance: `slips`, one for each wrong amount."""

    def __init__(self, slips: Iterable[Slip]) -> None:
        super().__init__("", "Nothing was posted: the amounts do not agree with the remittance.")
        self.slips = tuple(slips)


def post_by_line(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    typed: Mapping[int, Typed],
) -> Remittance:
    """Post the newest remittance from what was typed for each of its lines.

    What does not agree is kept as PostingSlip rows, once a `key`, and refused with PostingSlips.
    A remittance that is posted already changes nothing. Raises as `post_remittance`.
    """
    remittance = _to_post(claim_id)
    if not is_posted(remittance):
        slips = find_slips(posting_lines(remittance), typed)
        if slips:
            _keep(remittance, slips, actor=actor, key=key, expected_version=expected_version)
            raise PostingSlips(slips)
    return post_remittance(claim_id, actor=actor, expected_version=expected_version, by_hand=True)


def post_at_once(claim_id: int, *, actor: AbstractUser, expected_version: int) -> Remittance:
    """Post the newest remittance as it says, in one step, where that is allowed.

    Raises Refused("", ...) while the amounts must be typed, and as `post_remittance`.
    """
    claim = Claim.objects.select_related("attempt").get(pk=claim_id)
    if not is_posted(_to_post(claim_id)) and not may_post_at_once(claim):
        raise Refused("", READ_FIRST)
    return post_remittance(claim_id, actor=actor, expected_version=expected_version)


def may_post_at_once(claim: Claim) -> bool:
    """Whether one step may post: by the attempt's setting, or after a first posting by hand."""
    if not BillingSetup.objects.filter(attempt=claim.attempt_id, posting=Posting.MANUAL).exists():
        return True
    posted = ClaimEvent.objects.filter(claim__attempt=claim.attempt_id, move=POST)
    return posted.filter(payload__by_hand=True).exists()


@transaction.atomic
def choose_posting(
    claim_id: int, *, actor: AbstractUser, expected_version: int, posting: BillingSetup.Posting
) -> None:
    """Set how this attempt's remittances are posted. The same twice changes nothing.

    Raises StaleClaim (409), PermissionDenied without `claims.choose_posting`.
    """
    claim = lock_claim(claim_id)
    check_open(claim, expected_version=expected_version, states=tuple(ClaimState))
    if not actor.has_perm("claims.choose_posting", claim):
        raise PermissionDenied("How remittances are posted is not yours to choose")
    BillingSetup.objects.filter(attempt=claim.attempt_id).update(posting=posting.value)


def posting_of(attempt: Attempt) -> BillingSetup.Posting:
    """How the attempt's remittances are posted."""
    setup = BillingSetup.objects.filter(attempt=attempt.pk).first()
    return Posting(setup.posting) if setup else Posting.AUTOMATIC


def posting_lines(remittance: Remittance) -> tuple[PostingLine, ...]:
    """What a remittance asks to be posted, line by line; two queries."""
    reductions = reductions_of(remittance)
    return tuple(
        PostingLine(
            line=row.number,
            paid=row.paid,
            reductions=tuple(r for r in reductions if r.line == row.number),
        )
        for row in remittance.lines.order_by("number")
    )


def _to_post(claim_id: int) -> Remittance:
    remittance = newest_remittance(Claim.objects.get(pk=claim_id))
    if remittance is None:
        raise Refused("", "The payer has not answered yet: there is nothing to post.")
    return remittance


@transaction.atomic
def _keep(
    remittance: Remittance,
    slips: Iterable[Slip],
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
) -> None:
    """Keep the slips for the marks; a stale page makes none. Raises as `post_remittance`."""
    claim = lock_claim(remittance.submission.claim_id)
    check_open(claim, expected_version=expected_version, states=tuple(ClaimState))
    if not actor.has_perm("claims.post_money", claim):
        raise PermissionDenied("post is not yours to do")
    for slip in slips:
        PostingSlip.objects.get_or_create(
            remittance=remittance,
            key=key,
            line=slip.line,
            field=slip.field,
            defaults={
                "typed": slip.typed,
                "wanted": slip.wanted,
                "message": slip.message,
                "on": claim.attempt.scenario_date,
                "actor_id": actor.pk,
            },
        )
