"""Comment on a box of a claim, and take a comment back."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from claims.boxes import BY_FIELD
from claims.models import BoxComment, Claim
from claims.services.refusals import Refused


@transaction.atomic
def comment_box(claim: Claim, *, actor: AbstractUser, field: str, text: str) -> BoxComment:
    """Hang a comment on a box; the same one twice is one. Raises Refused("field", ...) for a box
    that no claim has."""
    if field not in BY_FIELD:
        raise Refused("field", "Choose the box that you comment on.")
    comment, _ = BoxComment.objects.get_or_create(
        claim=claim, field=field, written_by_id=actor.pk, text=text.strip()
    )
    return comment


def remove_box_comment(claim: Claim, *, actor: AbstractUser, number: int) -> None:
    """Take back a comment of one's own; one that is not there, or another's, stays as it is."""
    BoxComment.objects.filter(claim=claim, pk=number, written_by_id=actor.pk).delete()
