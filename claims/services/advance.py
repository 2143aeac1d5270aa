"""The two doors through which a claim changes: `advance` moves it, `revise` changes it in place."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django_fsm import can_proceed, has_transition_perm

from claims.models import Claim, ClaimEvent, ClaimState
from claims.services.locking import lock_claim
from claims.signals import claim_closed
from coding.conflicts import Conflict

Effect = Callable[[Claim], Mapping[str, Any]]
Step = Callable[[Claim], ClaimEvent]

WRITTEN = tuple(
    field.attname
    for field in Claim._meta.concrete_fields
    if field.name not in {"id", "attempt", "sequence", "created_at"}
)
"""What a move may change of a claim's row: all but whose claim it is."""

USED = (
    "This form was sent already, for another claim or another step. Nothing was done here: open "
    "the page anew."
)


class StaleClaim(Conflict):
    """The claim moved on since the page was made."""


class UsedKey(Conflict):
    """The form's key has made another step, or one of another claim."""


class IllegalMove(Conflict):
    """The claim's state, or a condition of the move, does not allow it."""


def advance(
    claim: int | Claim,
    move: str,
    *,
    actor: AbstractUser | None,
    key: str,
    expected_version: int,
    effect: Effect | None = None,
    by: str = "",
) -> ClaimEvent:
    """Make one move of the lifecycle, once, and log it.

    `claim` is its primary key, or the row where the caller holds the lock of its attempt already.
    `actor` is None for the payer's and the calendar's moves; `by` is the desk that made it where
    that is not the one of the lifecycle table. `key` makes the move safe to repeat: the same actor
    and key gets the first answer again and changes nothing; no other move is made with it. `effect`
    runs after every check and before the state changes; what it returns becomes the event's
    payload, except `_call`, which holds the arguments of the transition. Raises StaleClaim,
    UsedKey, IllegalMove (all 409), PermissionDenied, and whatever `effect` raises; then nothing has
    happened.
    """

    def make(claim: Claim) -> ClaimEvent:
        _check_move(claim, move, actor=actor)
        payload = dict(effect(claim)) if effect else {}
        came_from = claim.state
        getattr(claim, move)(**payload.pop("_call", {}))
        desk = by or _desk(move)
        return _log(
            claim, move, by=desk, came_from=came_from, actor=actor, key=key, payload=payload
        )

    return _once(claim, make, move, actor=actor, key=key, expected_version=expected_version)


def revise(
    claim_id: int,
    step: str,
    *,
    actor: AbstractUser | None,
    key: str,
    expected_version: int,
    permission: str,
    effect: Effect,
    states: Collection[ClaimState] = tuple(ClaimState),
    by: str = "biller",
) -> ClaimEvent:
    """Change a claim that stays in its state, once, and log the step.

    The sibling of `advance`: the same lock, version, key and log, so that a page that was made
    before the change is stale. `states` are those in which the step is open. Raises as `advance`.
    """

    def make(claim: Claim) -> ClaimEvent:
        if claim.state not in states:
            raise _illegal(claim)
        if actor is not None and not actor.has_perm(permission, claim):
            raise PermissionDenied(f"{step} is not yours to do")
        payload = effect(claim)
        return _log(
            claim, step, by=by, came_from=claim.state, actor=actor, key=key, payload=payload
        )

    return _once(claim_id, make, step, actor=actor, key=key, expected_version=expected_version)


def check_open(claim: Claim, *, expected_version: int, states: Collection[ClaimState]) -> None:
    """Raises StaleClaim or IllegalMove (409) when a step that logs nothing is not open."""
    _check_version(claim, expected_version)
    if claim.state not in states:
        raise _illegal(claim)


@contextmanager
def unused(key: str, *, actor: AbstractUser | None, url: str) -> Iterator[None]:
    """What is done inside is done with a key that has made nothing yet, or not at all. Raises
    UsedKey, which leads to `url`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if not _made_by(key, actor).exists():
            raise
        raise UsedKey(USED, url=url) from None


def _once(
    claim: int | Claim,
    make: Step,
    move: str,
    *,
    actor: AbstractUser | None,
    key: str,
    expected_version: int,
) -> ClaimEvent:
    """Make the step on the locked claim, or give the event that the key has made already.

    A key that was used before comes with a version that has passed by, so it is looked for only
    then; should it come with today's, the step is not open any more, or the database refuses the
    key twice. Raises StaleClaim, UsedKey.
    """
    try:
        with transaction.atomic():
            row = claim if isinstance(claim, Claim) else lock_claim(claim)
            if row.version != expected_version:
                earlier = _made_by(key, actor).filter(claim=row, move=move).first()
                if earlier is not None:
                    return earlier
            _check_version(row, expected_version)
            return make(row)
    except (IntegrityError, IllegalMove):
        claim_id = claim.pk if isinstance(claim, Claim) else claim
        used = _made_by(key, actor)
        if actor is None:
            used = used.filter(claim=claim_id)
        event = used.first()
        if event is None:
            raise
        if (event.claim_id, event.move) != (claim_id, move):
            raise UsedKey(USED, url=_url(claim_id)) from None
        return event


def _made_by(key: str, actor: AbstractUser | None) -> QuerySet[ClaimEvent]:
    """What this key has made."""
    return ClaimEvent.objects.filter(actor_id=actor.pk if actor else None, key=key)


def _desk(move: str) -> str:
    """Whose move it is, as the lifecycle table says."""
    declared = getattr(Claim, move)._django_fsm.transitions
    by: str = next(iter(declared.values())).custom["by"]
    return by


def _check_version(claim: Claim, expected_version: int) -> None:
    if claim.version != expected_version:
        raise StaleClaim(
            "This claim has moved on since you opened the page. Nothing you just did was carried "
            "out. Look at it as it stands now, then decide again.",
            url=_url(claim.pk),
        )


def _check_move(claim: Claim, move: str, *, actor: AbstractUser | None) -> None:
    """Raises when the move is not open, or the actor may not make it."""
    method = getattr(claim, move)
    if not can_proceed(method):
        raise _illegal(claim)
    if actor is not None and not has_transition_perm(method, actor):
        raise PermissionDenied(f"{move} is not yours to do")


def _illegal(claim: Claim) -> IllegalMove:
    state = claim.get_state_display().lower()
    return IllegalMove(f"A claim that is {state} cannot take this step now.", url=_url(claim.pk))


def _url(claim_id: int) -> str:
    return reverse("claims:claim", args=[claim_id])


def _log(
    claim: Claim,
    move: str,
    *,
    by: str,
    came_from: str,
    actor: AbstractUser | None,
    key: str,
    payload: Mapping[str, Any],
) -> ClaimEvent:
    """Save the claim under its next version and append the event."""
    _save(claim)
    event = ClaimEvent.objects.create(
        claim=claim,
        version=claim.version,
        move=move,
        from_state=came_from,
        to_state=claim.state,
        by=by,
        actor_id=actor.pk if actor else None,
        key=key,
        on=claim.attempt.scenario_date,
        payload=payload,
    )
    if claim.state == ClaimState.CLOSED and came_from != ClaimState.CLOSED:
        claim_closed.send(sender=Claim, claim=claim)
    return event


def _save(claim: Claim) -> None:
    """Write the row only if nobody else did since it was read (compare-and-swap on version)."""
    seen = claim.version
    claim.version, claim.moved_at = seen + 1, timezone.now()
    row = {column: getattr(claim, column) for column in WRITTEN}
    if not Claim.objects.filter(pk=claim.pk, version=seen).update(**row):
        raise StaleClaim("Someone else moved this claim at the same moment.", url=_url(claim.pk))
