"""What a class does about what happens in the lower rooms: the partner's turn, releases."""

from typing import Any

from django.dispatch import receiver

from claims.models import Claim
from claims.signals import claim_closed
from coding.signals import handed_over
from sandbox.classroom.models import Work
from sandbox.classroom.services.partners import play_partner_later
from sandbox.classroom.services.releasing import coded_alone, release_what_is_done


@receiver(handed_over)
def follow_hand_over(*, attempt_id: int, **kwargs: Any) -> None:
    """The codes went to the other desk: a scripted partner goes on; where nobody bills, the work
    is done."""
    work = _work(attempt_id)
    if work is None:
        return
    play_partner_later(work)
    if coded_alone(work) and not work.attempt.coding_open:
        release_what_is_done(work)


@receiver(claim_closed)
def follow_close(*, claim: Claim, **kwargs: Any) -> None:
    """The first payer's claim is closed: the work is done."""
    if claim.sequence == 1 and (work := _work(claim.attempt_id)) is not None:
        release_what_is_done(work)


def _work(attempt_id: int) -> Work | None:
    """The work that somebody set; practice has none of this."""
    return (
        Work.objects.select_related("assignment", "attempt")
        .filter(attempt=attempt_id, assignment__isnull=False)
        .first()
    )
