"""Cases that a class holds: practice would show their key before the class does."""

from collections import defaultdict

from django.utils import timezone

from coding.conflicts import NotPossible
from sandbox.classroom.due import extensions_of, times_of
from sandbox.classroom.models import Assignment, AssignmentCase, Enrolment, Seat


class HeldByClass(NotPossible):
    """The case is set in a class of the learner's, whose marks are not out."""


def held_cases(user_id: int) -> frozenset[int]:
    """The cases, by primary key, that a user has still to do in a class, or has done there
    without the marks being released. Four queries; one for who is in no class."""
    assignments = list(
        Assignment.objects.filter(
            course__enrolments__user=user_id,
            course__enrolments__role=Enrolment.Role.LEARNER,
            course__archived_at=None,
        )
    )
    if not assignments:
        return frozenset()
    ids = [row.pk for row in assignments]
    extended, now = extensions_of(ids), timezone.now()
    to_do = set()
    for row in assignments:
        extension = extended.get((row.pk, user_id))
        if times_of(row, extended_to=extension.due_at if extension else None).is_open(now):
            to_do.add(row.pk)
    released = _released(user_id, ids)
    placed = AssignmentCase.objects.filter(assignment__in=ids).order_by()
    held = set()
    for assignment, case in placed.values_list("assignment_id", "case_id"):
        is_out = released.get((assignment, case))  # None where it was not begun
        if is_out is False or (is_out is None and assignment in to_do):
            held.add(case)
    return frozenset(held)


def _released(user_id: int, assignment_ids: list[int]) -> dict[tuple[int, int], bool]:
    """Whether the user's marks are out, by assignment and case; only of what was begun."""
    seats = Seat.objects.filter(
        user=user_id, work__assignment__in=assignment_ids, work__is_preview=False
    )
    found: defaultdict[tuple[int, int], bool] = defaultdict(bool)
    for assignment, case, released_at in seats.order_by().values_list(
        "work__assignment_id", "work__attempt__case_version__case_id", "work__attempt__released_at"
    ):
        found[assignment, case] |= released_at is not None
    return found
