"""Challenge a finding of a released mark, and decide a challenge."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coding.models import Challenge, Mark
from coding.services.attempts import lock_attempt
from coding.services.querying import record_of
from coding.services.refusals import AlreadyDecided, NoReason, NoSuchFinding, NotInNote

MAX_REASON = 500


@transaction.atomic
def challenge_finding(
    attempt_id: int,
    *,
    actor: AbstractUser,
    number: int,
    mark: int,
    place: int,
    quote: str,
    guideline: str,
    argument: str,
) -> Challenge:
    """Hold one finding of a coding version to be wrong.

    `number` is the coding version's, `mark` the primary key of the mark that was read and `place`
    the finding's in it, counted from 1; `quote` are words of the note. The same finding challenged
    again gives the first challenge. Raises NoSuchFinding before the release, for a finding that
    the mark has not and for a mark that stands no more, NotInNote.
    """
    attempt = lock_attempt(attempt_id)
    desk = reverse("coding:marks", args=[attempt.pk])
    standing = Mark.objects.filter(
        coding_version__attempt=attempt, coding_version__number=number, stands=True
    ).first()
    findings = standing.report["findings"] if standing and attempt.released_at else []
    if standing is None or not 1 <= place <= len(findings):
        raise NoSuchFinding("There is no such finding to challenge.", url=desk)
    if standing.pk != mark:
        raise NoSuchFinding("The codes were marked again since you opened the page.", url=desk)
    if quote not in record_of(attempt):
        raise NotInNote("Choose words of the note that speak for you.")
    finding = findings[place - 1]
    challenge, _ = Challenge.objects.get_or_create(
        coding_version_id=standing.coding_version_id,
        category=finding["category"],
        code=finding["code"],
        chosen=finding["answer"],
        defaults={
            "message": finding["message"],
            "quote": quote,
            "guideline": guideline.strip(),
            "argument": argument.strip(),
            "made_by_id": actor.pk,
        },
    )
    return challenge


@transaction.atomic
def decide_challenge(
    challenge_id: int, *, actor: AbstractUser, accepted: bool, reason: str
) -> Challenge:
    """Accept or decline a challenge, with a reason that who made it reads.

    The same decision again changes nothing. Raises NoReason, AlreadyDecided for another decision.
    """
    why = reason.strip()
    if not why or len(why) > MAX_REASON:
        raise NoReason(f"Say why in at most {MAX_REASON} characters; the learner reads it.")
    status = Challenge.Status.ACCEPTED if accepted else Challenge.Status.DECLINED
    challenge = Challenge.objects.select_for_update().get(pk=challenge_id)
    if challenge.status == status:
        return challenge
    if challenge.status != Challenge.Status.WAITING:
        raise AlreadyDecided("This challenge was decided already; see what was said.")
    challenge.status, challenge.reason = status, why
    challenge.decided_by_id, challenge.decided_at = actor.pk, timezone.now()
    challenge.save()
    return challenge


def see_decision(challenge_id: int) -> None:
    """Take note of the decision."""
    Challenge.objects.filter(pk=challenge_id).update(is_seen=True)
