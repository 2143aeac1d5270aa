"""The only writers of courses and work."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.scrubber import Strength
from claims.services.opening import follow_scrubber, set_up_billing
from coding.cases.answers import can_be_audited
from coding.models import Attempt, Case
from coding.services import release_marks, start_attempt, start_audit
from sandbox.accounts.models import User
from sandbox.classroom.keys import version_for
from sandbox.classroom.models import Assignment, Course, Enrolment, Seat, Work


class NotAssigned(ValueError):
    """The case does not belong to the assignment."""


@transaction.atomic
def create_course(*, name: str, term: str, instructor: User) -> Course:
    """A new course with its instructor."""
    course = Course.objects.create(name=name, term=term)
    enrol(course, user=instructor, role=Enrolment.Role.INSTRUCTOR)
    return course


@transaction.atomic
def enrol(course: Course, *, user: User, role: Enrolment.Role) -> Enrolment:
    """Put a user in a course with a role; a second time changes nothing."""
    enrolment, _ = Enrolment.objects.get_or_create(
        course=course, user=user, defaults={"role": role}
    )
    return enrolment


@transaction.atomic
def create_assignment(
    course: Course,
    *,
    title: str,
    cases: Iterable[Case],
    due_on: date | None = None,
    scrubber: Strength = Strength.FULL,
    hints: bool = False,
) -> Assignment:
    """Set cases to a course."""
    assignment = Assignment.objects.create(
        course=course, title=title, due_on=due_on, scrubber=scrubber.value, hints=hints
    )
    assignment.cases.set(cases)
    return assignment


@transaction.atomic
def choose_scrubber(assignment: Assignment, *, actor: User, strength: Strength) -> int:
    """Set how strict the scrubber is for an assignment; returns how many drafts follow.

    Claims that were sent keep what they were sent under. Raises PermissionDenied without
    `claims.choose_scrubber` on the course.
    """
    if not actor.has_perm("claims.choose_scrubber", assignment.course):
        raise PermissionDenied("How strict the scrubber is is not yours to choose")
    Assignment.objects.filter(pk=assignment.pk).update(scrubber=strength.value)
    attempts = Work.objects.filter(assignment=assignment).values_list("attempt_id", flat=True)
    return follow_scrubber(list(attempts), strength=strength)


@transaction.atomic
def choose_task(assignment: Assignment, *, actor: User, audits: bool) -> None:
    """Set whether the assignment's learners audit codes or code anew; work that is begun stays
    what it is. A case without a coder's slip is coded anew in any case. Raises PermissionDenied
    without `coding.mend_key` on the course."""
    if not actor.has_perm("coding.mend_key", assignment.course):
        raise PermissionDenied("What the learners do is not yours to choose")
    Assignment.objects.filter(pk=assignment.pk).update(audits=audits)


@transaction.atomic
def start_assigned(assignment: Assignment, *, case: Case, seats: Mapping[str, User]) -> Work:
    """Begin one case of an assignment, `seats` naming who sits at which desk.

    Who already works on that case for this assignment gets that work again, however often they
    ask. Raises NotAssigned when the case is not part of the assignment.
    """
    Assignment.objects.select_for_update().get(pk=assignment.pk)
    if not assignment.cases.filter(pk=case.pk).exists():
        raise NotAssigned(f"{case} is not part of {assignment}")
    begun = Work.objects.filter(
        assignment=assignment,
        attempt__case_version__case=case,
        seats__user__in=set(seats.values()),
    ).first()
    if begun is not None:
        return begun
    strength = Strength(assignment.scrubber)
    return _begin(
        case, seats=seats, assignment=assignment, hints=assignment.hints, scrubber=strength
    )


@transaction.atomic
def start_practice(user: User, *, case: Case) -> Work:
    """Begin a case alone, at both desks; an unfinished attempt at it is continued instead."""
    User.objects.select_for_update().get(pk=user.pk)
    begun = (
        Work.objects.filter(
            assignment=None,
            seats__user=user,
            attempt__case_version__case=case,
            attempt__released_at=None,
            attempt__audited={},
        )
        .exclude(attempt__claims__state="closed")
        .first()
    )
    if begun is not None:
        return begun
    return _begin(case, seats=dict.fromkeys(Seat.Desk.values, user), hints=True)


@transaction.atomic
def start_practice_audit(user: User, *, case: Case) -> Work:
    """Begin to audit a case's codes alone; an unfinished audit of it is continued instead. Raises
    NothingToAudit."""
    User.objects.select_for_update().get(pk=user.pk)
    audits = Work.objects.filter(
        assignment=None, seats__user=user, attempt__case_version__case=case
    ).exclude(attempt__audited={})
    begun = audits.filter(attempt__released_at=None).exclude(attempt__claims__state="closed")
    if (going := begun.first()) is not None:
        return going
    attempt = start_audit(case.newest(), turn=audits.distinct().count())
    return _seat(attempt, seats=dict.fromkeys(Seat.Desk.values, user))


@transaction.atomic
def release_course_marks(course: Course, *, actor: User) -> int:
    """Release the marks of every coded, unreleased attempt of the course; returns how many."""
    waiting = list(
        Work.objects.filter(
            assignment__course=course, attempt__released_at=None, attempt__versions__isnull=False
        )
        .values_list("attempt_id", flat=True)
        .distinct()
    )
    for attempt_id in waiting:
        release_marks(attempt_id, actor=actor)
    return len(waiting)


def _begin(
    case: Case,
    *,
    seats: Mapping[str, User],
    hints: bool,
    assignment: Assignment | None = None,
    scrubber: Strength = Strength.FULL,
) -> Work:
    """An attempt at the newest version of the case, or at the course's own where it mended the
    key, with its billing side and its seats."""
    version = version_for(assignment.course, case) if assignment else case.newest()
    shares = assignment.shares if assignment else None
    if assignment and assignment.audits and can_be_audited(version.parsed()):
        attempt = start_audit(version, shares=shares)
    else:
        attempt = start_attempt(version, hints_allowed=hints, shares=shares)
    return _seat(attempt, seats=seats, assignment=assignment, scrubber=scrubber)


def _seat(
    attempt: Attempt,
    *,
    seats: Mapping[str, User],
    assignment: Assignment | None = None,
    scrubber: Strength = Strength.FULL,
) -> Work:
    """The attempt's billing side, its work and its seats."""
    set_up_billing(attempt.pk, scrubber=scrubber)
    work = Work.objects.create(assignment=assignment, attempt=attempt)
    Seat.objects.bulk_create(Seat(work=work, user=user, desk=desk) for desk, user in seats.items())
    return work
