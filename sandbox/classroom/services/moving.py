"""Move the calendars of a whole class on, batch by batch."""

from django.db import transaction

from claims.models import Claim, ClaimState
from claims.services.calendar import Step, move_calendar
from sandbox.accounts.models import User
from sandbox.classroom.models import ClassMove, Course, Work
from sandbox.classroom.services.permission import MOVE, require

BATCH = 40


@transaction.atomic
def start_class_move(course: Course, *, actor: User, step: Step) -> ClassMove:
    """List every attempt of the course that goes on to be moved by a day or a week; those that are
    closed stay where they are. A move that is still going on is gone on with instead.

    Raises PermissionDenied without `classroom.move_class`.
    """
    require(actor, MOVE, course)
    Course.objects.select_for_update().get(pk=course.pk)
    going = ClassMove.objects.filter(course=course, waiting__isnull=False).first()
    if going is not None:
        return going
    closed = Claim.objects.filter(sequence=1, state=ClaimState.CLOSED).values("attempt")
    works = Work.objects.filter(assignment__course=course, is_preview=False)
    attempts = list(works.exclude(attempt__in=closed).values_list("attempt_id", flat=True))
    move = ClassMove.objects.create(course=course, step=step, total=len(attempts), made_by=actor)
    move.waiting.set(attempts)
    return move


def move_batch(move_id: int, *, actor: User) -> int:
    """Move the next attempts of a class move, each in its own transaction; returns how many are
    left. Called twice at once, each attempt moves once."""
    for attempt_id in _next(move_id):
        _move_one(move_id, attempt_id, actor=actor)
    return ClassMove.objects.get(pk=move_id).waiting.count()


def _next(move_id: int) -> list[int]:
    move = ClassMove.objects.get(pk=move_id)
    return list(move.waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _move_one(move_id: int, attempt_id: int, *, actor: User) -> None:
    move = ClassMove.objects.select_for_update().get(pk=move_id)
    attempt = move.waiting.filter(pk=attempt_id).first()
    if attempt is None:
        return
    step: Step = "week" if move.step == "week" else "day"
    move_calendar(attempt_id, actor=actor, step=step, from_date=attempt.scenario_date)
    move.waiting.remove(attempt)
