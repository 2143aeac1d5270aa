"""Comment on words of the note, and take a comment back."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from coding.models import PassageComment
from coding.notes import passages
from coding.services.attempts import lock_attempt
from coding.services.querying import record_of
from coding.services.refusals import NotInNote


@transaction.atomic
def comment_passage(
    attempt_id: int, *, actor: AbstractUser, quote: str, text: str
) -> PassageComment:
    """Hang a comment on a passage; the same one twice is one. Raises NotInNote."""
    attempt = lock_attempt(attempt_id)
    place = next((one for one in passages(record_of(attempt)) if one.text == quote), None)
    if place is None:
        raise NotInNote("Choose the words of the note that you comment on.")
    comment, _ = PassageComment.objects.get_or_create(
        attempt=attempt,
        start=place.start,
        written_by_id=actor.pk,
        text=text.strip(),
        defaults={"end": place.end, "quote": quote},
    )
    return comment


def remove_comment(attempt_id: int, *, actor: AbstractUser, number: int) -> None:
    """Take back a comment of one's own; one that is not there, or another's, stays as it is."""
    PassageComment.objects.filter(attempt=attempt_id, pk=number, written_by_id=actor.pk).delete()
