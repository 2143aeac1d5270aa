"""The times of an assignment for one learner, read from its rows."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from sandbox.classroom.models import Assignment, Extension, LateRule
from sandbox.classroom.timing import Times


def times_of(assignment: Assignment, *, extended_to: datetime | None = None) -> Times:
    """The times of an assignment; `extended_to` is the later due time of a learner who has one."""
    return Times(
        opens_at=assignment.opens_at,
        due_at=extended_to or assignment.due_at,
        closes=assignment.late_rule == LateRule.CLOSE,
        lowers=assignment.late_percent if assignment.late_rule == LateRule.LOWER else 0,
    )


def times_for(assignment: Assignment, user: AbstractBaseUser | AnonymousUser) -> Times:
    """The times of an assignment for one learner, an extension counted. One query, none where
    nothing is due."""
    if assignment.due_at is None:
        return times_of(assignment)
    extended = Extension.objects.filter(assignment=assignment, user=user.pk)
    return times_of(assignment, extended_to=extended.values_list("due_at", flat=True).first())


def extensions_of(assignment_ids: Collection[int]) -> dict[tuple[int, int], Extension]:
    """The extensions of these assignments by (assignment, user); one query."""
    rows = Extension.objects.filter(assignment__in=assignment_ids)
    return {(row.assignment_id, row.user_id): row for row in rows}
