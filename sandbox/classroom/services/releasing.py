"""Who sees marks when: by hand, when the work is done, or when the assignment is due."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from coding.models import CodingVersion
from coding.services import give_feedback, release_marks
from sandbox.accounts.models import User
from sandbox.classroom.models import Assignment, Course, Extension, Mode, Release, Work


@transaction.atomic
def release_work(works: QuerySet[Work], *, actor: User) -> int:
    """Release marks and key of this work, as far as it is coded; returns how many."""
    waiting = works.filter(attempt__released_at=None, attempt__versions__isnull=False)
    attempts = list(waiting.values_list("attempt_id", flat=True).distinct())
    for attempt_id in attempts:
        release_marks(attempt_id, actor=actor)
    return len(attempts)


@transaction.atomic
def show_feedback(works: QuerySet[Work], *, actor: User, course: Course) -> int:
    """Show the score without the key for this work, as far as it is coded; returns how many.
    Raises PermissionDenied without `coding.release_marks` on the course."""
    if not actor.has_perm("coding.release_marks", course):
        raise PermissionDenied("These marks are not yours to release")
    waiting = works.filter(attempt__feedback_at=None, attempt__versions__isnull=False)
    attempts = list(waiting.values_list("attempt_id", flat=True).distinct())
    for attempt_id in attempts:
        give_feedback(attempt_id)
    return len(attempts)


def unreleased(course: Course) -> QuerySet[Work]:
    """The coded work of the course whose marks its learners do not see."""
    return Work.objects.filter(
        Exists(CodingVersion.objects.filter(attempt=OuterRef("attempt"))),
        assignment__course=course,
        is_preview=False,
        attempt__released_at=None,
    )


@transaction.atomic
def release_what_is_done(work: Work) -> None:
    """Work is done: show what the assignment shows as soon as it is."""
    if (assignment := work.assignment) is None:
        return
    if assignment.feedback == Release.AT_ONCE:
        give_feedback(work.attempt_id)
    if assignment.key_release == Release.AT_ONCE:
        release_marks(work.attempt_id, actor=None)


def release_what_is_due(assignments: Iterable[Assignment], *, now: datetime | None = None) -> int:
    """Show what these assignments show when they are due, if they are; returns how many attempts.

    The feedback comes when the assignment is due; the key when the last extension has passed too,
    so that nobody who still works learns it from somebody else. Pages ask this when they are looked
    at: while nothing waits, nothing is locked.
    """
    moment = now or timezone.now()
    rows = [row for row in assignments if row.due_at and row.due_at < moment]
    if not rows:
        return 0
    last = dict(
        Extension.objects.filter(assignment__in=rows)
        .values_list("assignment")
        .annotate(Max("due_at"))
    )
    feedback = [row.pk for row in rows if row.feedback == Release.WHEN_DUE]
    keys = [
        row.pk
        for row in rows
        if row.key_release == Release.WHEN_DUE
        and ((extended := last.get(row.pk)) is None or extended < moment)
    ]
    coded = Work.objects.filter(attempt__versions__isnull=False)
    waiting = coded.filter(
        Q(assignment__in=feedback, attempt__feedback_at=None)
        | Q(assignment__in=keys, attempt__released_at=None)
    )
    found = list(waiting.values_list("attempt_id", "assignment_id").distinct())
    if found:
        with transaction.atomic():
            for attempt_id, assignment_id in found:
                if assignment_id in feedback:
                    give_feedback(attempt_id)
                if assignment_id in keys:
                    release_marks(attempt_id, actor=None)
    return len(found)


def coded_alone(work: Work) -> bool:
    """Nobody bills this work, so that coding ends it."""
    return work.assignment is not None and work.assignment.mode == Mode.CODER
