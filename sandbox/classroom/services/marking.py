"""A person's mark in the place of the automatic one, and the comments kept for marking."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sandbox.accounts.models import User
from sandbox.classroom.models import Course, KeptComment, MarkOverride, Seat, Work
from sandbox.classroom.queries.staging import marked
from sandbox.classroom.services.permission import MARK, require

MAX_KEPT = 200


class NoMarkYet(ValueError):
    """There is no automatic mark to put another in the place of."""


@transaction.atomic
def override_mark(
    work: Work, *, actor: User, desk: str, score: Decimal | None, reason: str
) -> MarkOverride:
    """Put a mark from 0 to 1 in the place of the automatic one of a desk, with a reason; None gives
    the automatic mark back. Every change is kept; the same again changes nothing.

    Raises PermissionDenied without `classroom.mark_work` on the attempt, NoMarkYet.
    """
    if not actor.has_perm(MARK, work.attempt):
        raise PermissionDenied("These marks are not yours to change")
    Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    found = marked(Work.objects.filter(pk=work.pk)).values("coding_score", "billing_score").get()
    is_coding = desk == Seat.Desk.CODER
    automatic = found["coding_score"] if is_coding else found["billing_score"]
    if automatic is None:
        raise NoMarkYet("This desk has no mark yet: it comes when its part is done.")
    newest = work.overrides.filter(desk=desk).order_by("-pk").first()
    if newest is not None and newest.score == score and newest.reason == reason:
        return newest
    return MarkOverride.objects.create(
        work=work, desk=desk, automatic=automatic, score=score, reason=reason, made_by=actor
    )


@transaction.atomic
def keep_comment(course: Course, *, actor: User, text: str) -> KeptComment | None:
    """Keep a comment to be used again; the same one twice is one, and of more than 200 none is
    kept (None)."""
    require(actor, MARK, course)
    if KeptComment.objects.filter(course=course).count() >= MAX_KEPT:
        return None
    kept, _ = KeptComment.objects.get_or_create(course=course, text=text)
    return kept


@transaction.atomic
def forget_comment(course: Course, *, actor: User, number: int) -> None:
    """Keep it no longer; where it was used it stays."""
    require(actor, MARK, course)
    KeptComment.objects.filter(course=course, pk=number).delete()
