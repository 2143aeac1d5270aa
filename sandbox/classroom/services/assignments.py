"""Set assignments: what, to whom, by when, who with whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import transaction

from claims.scrubber import Strength
from claims.services.opening import follow_scrubber
from coding.conflicts import NotPossible, lock_row
from coding.models import Case
from sandbox.accounts.models import User
from sandbox.attempt_rows import erase_rows
from sandbox.classroom.models import (
    Assignment,
    AssignmentCase,
    Course,
    Enrolment,
    Extension,
    Pair,
    Work,
)
from sandbox.classroom.services.permission import RUN, require


class HasWork(NotPossible):
    """What has been begun cannot be taken away."""


class PairsUnfit(ValueError):
    """The pairs cannot be as they were asked for; says why."""


@dataclass(frozen=True)
class PairPlan:
    """Two desks by user; None is a seat for the scripted partner."""

    coder: int | None
    biller: int | None


@transaction.atomic
def create_assignment(
    course: Course, *, title: str, cases: Iterable[Case], **settings: Any
) -> Assignment:
    """Set cases to a course, in the order given, after its other assignments. `settings` are
    fields of Assignment; what is left out is as the model has it."""
    last = course.assignments.order_by("-place").values_list("place", flat=True).first()
    assignment = Assignment.objects.create(
        course=course, title=title, place=(last or 0) + 1, **settings
    )
    _list_cases(assignment, cases)
    return assignment


@transaction.atomic
def change_assignment(
    assignment: Assignment, *, actor: User, cases: Sequence[Case], **settings: Any
) -> Assignment:
    """Change what is set. Claims in preparation follow the scrubber; work that is begun keeps its
    hints, its task and its desks.

    Raises HasWork when a case is left out at which somebody works, or the desks change while
    somebody works.
    """
    require(actor, RUN, assignment.course)
    assignment = lock_row(Assignment.objects.all(), pk=assignment.pk)
    work = Work.objects.filter(assignment=assignment, is_preview=False)
    kept = {case.pk for case in cases}
    if work.exclude(attempt__case_version__case__in=kept).exists():
        raise HasWork("Somebody works on a case that you left out. Leave it in.")
    if settings.get("mode", assignment.mode) != assignment.mode and work.exists():
        raise HasWork("Somebody has begun, so the desks can no longer change. Copy it instead.")
    strength = settings.get("scrubber", assignment.scrubber)
    follows = strength != assignment.scrubber
    for name, value in settings.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=list(settings))
    _list_cases(assignment, cases)
    if follows:
        attempts = Work.objects.filter(assignment=assignment).values_list("attempt_id", flat=True)
        follow_scrubber(list(attempts), strength=Strength(strength))
    return assignment


@transaction.atomic
def delete_assignment(assignment: Assignment, *, actor: User) -> None:
    """Take an assignment away that nobody has begun; raises HasWork otherwise."""
    require(actor, RUN, assignment.course)
    assignment = lock_row(Assignment.objects.all(), pk=assignment.pk)
    if Work.objects.filter(assignment=assignment, is_preview=False).exists():
        raise HasWork("Somebody has begun this assignment, so it stays.")
    previews = Work.objects.filter(assignment=assignment)
    erase_rows(list(previews.values_list("attempt_id", flat=True)))
    assignment.delete()


@transaction.atomic
def move_assignment(assignment: Assignment, *, actor: User, by: int) -> None:
    """Change its place with the one before (`by` -1) or after (1) it, if there is one."""
    require(actor, RUN, assignment.course)
    locked = Assignment.objects.select_for_update().filter(course=assignment.course_id)
    rows = sorted(locked.order_by("pk"), key=attrgetter("place", "pk"))
    here = rows.index(lock_row(Assignment.objects.all(), pk=assignment.pk))
    there = here + (1 if by > 0 else -1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows, start=1):
        if row.place != place:
            Assignment.objects.filter(pk=row.pk).update(place=place)


@transaction.atomic
def extend_for(
    assignment: Assignment,
    *,
    actor: User,
    user: User,
    due_at: datetime | None,
    more_attempts: int,
    reason: str,
) -> Extension | None:
    """A later due time or more attempts for one learner; with neither, the extension is taken
    back and None returned. Raises Gone for who is no learner of the class any more."""
    require(actor, RUN, assignment.course)
    lock_row(Assignment.objects.all(), pk=assignment.pk)
    learner = Enrolment.Role.LEARNER
    lock_row(Enrolment.objects.all(), course=assignment.course_id, user=user, role=learner)
    if due_at is None and not more_attempts:
        Extension.objects.filter(assignment=assignment, user=user).delete()
        return None
    extension, _ = Extension.objects.update_or_create(
        assignment=assignment,
        user=user,
        defaults={
            "due_at": due_at,
            "more_attempts": more_attempts,
            "reason": reason,
            "given_by": actor,
        },
    )
    return extension


@transaction.atomic
def set_pairs(
    assignment: Assignment, *, actor: User, plans: Sequence[PairPlan], swaps: bool
) -> None:
    """Say who works with whom. Pairs whose work is begun keep their seats in it; what begins later
    follows the new pairs.

    Raises PairsUnfit when somebody is in two pairs, with themselves, or no learner of the class.
    """
    require(actor, RUN, assignment.course)
    lock_row(Assignment.objects.all(), pk=assignment.pk)
    people = [user for plan in plans for user in (plan.coder, plan.biller) if user is not None]
    if len(people) != len(set(people)):
        raise PairsUnfit("Somebody is in two pairs, or in both seats of one.")
    learners = set(
        Enrolment.objects.filter(
            course=assignment.course_id, role=Enrolment.Role.LEARNER
        ).values_list("user_id", flat=True)
    )
    if not set(people) <= learners:
        raise PairsUnfit("Somebody is no learner of this class any more. Load the page again.")
    assignment.pairs.all().delete()
    Pair.objects.bulk_create(
        Pair(assignment=assignment, coder_id=plan.coder, biller_id=plan.biller, swaps=swaps)
        for plan in plans
        if plan.coder is not None or plan.biller is not None
    )


def _list_cases(assignment: Assignment, cases: Iterable[Case]) -> None:
    """The cases in that order. Rows of cases that stay are kept: a new one would lock its case, for
    which whoever mends its key may be waiting with the assignment."""
    places = {case.pk: place for place, case in enumerate(cases, start=1)}
    assignment.assigned_cases.exclude(case__in=places).delete()
    for row in assignment.assigned_cases.all():
        if row.place != (place := places.pop(row.case_id)):
            row.place = place
            row.save(update_fields=["place"])
    AssignmentCase.objects.bulk_create(
        AssignmentCase(assignment=assignment, case_id=case_id, place=place)
        for case_id, place in places.items()
    )
