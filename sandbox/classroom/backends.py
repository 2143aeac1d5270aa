"""Answers `has_perm(user, perm, obj)` for attempts, claims and courses from seats and enrolment."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.utils import timezone

from claims.models import Claim
from coding.models import Attempt
from sandbox.classroom.due import times_for
from sandbox.classroom.holding import held_cases
from sandbox.classroom.models import Assignment, Course, Enrolment, Seat, Work
from sandbox.classroom.roles import COURSE_ROLES, DESKS, LOOK, MANAGER, SET_WORK

Permissions = frozenset[str]
NOTHING: Permissions = frozenset()
RELEASE = "coding.release_marks"
ASKED = (
    "desk",
    *(f"work__assignment__{name}" for name in ("opens_at", "due_at", "late_rule", "late_percent")),
    *(f"work__assignment__course__{name}" for name in ("paused_at", "archived_at")),
)
"""What says whether a seat lets one work, of the seat, the assignment and the course."""


class SeatBackend(BaseBackend):
    """A seat at a desk gives that desk's permissions; a course role gives that role's."""

    def has_perm(
        self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None
    ) -> bool:
        """True when the user's seats or course role give `perm` on the object."""
        if obj is None or not user_obj.is_authenticated or not user_obj.is_active:
            return False
        if isinstance(obj, Course):
            return perm in _of_role(user_obj, obj.pk)
        if not isinstance(obj, Attempt | Claim):
            return False
        attempt_id = obj.attempt_id if isinstance(obj, Claim) else obj.pk
        seats, course_id = _of_seats(user_obj, attempt_id)
        if perm in seats:
            return not (perm == RELEASE and course_id is None and _is_held(user_obj, attempt_id))
        return course_id is not None and perm in _of_role(user_obj, course_id)


def _of_seats(user: AbstractBaseUser, attempt_id: int) -> tuple[Permissions, int | None]:
    """What the user's seats at the work give, and the course that it belongs to; asked of the
    database once a user object."""
    cache: dict[int, tuple[Permissions, int | None]] = vars(user).setdefault("_seats", {})
    if attempt_id not in cache:
        cache[attempt_id] = _ask_seats(user, attempt_id)
    return cache[attempt_id]


def _ask_seats(user: AbstractBaseUser, attempt_id: int) -> tuple[Permissions, int | None]:
    """From the seats of the work; alone, the manager's too. Where the class or the assignment is
    at rest, a seat lets one look and nothing more. One query for who has a seat."""
    taken = Seat.objects.filter(work__attempt=attempt_id, user=user.pk)
    seats = list(taken.select_related("work__assignment__course").only(*ASKED).order_by())
    desks = [seat.desk for seat in seats]
    given = NOTHING.union(*(DESKS[desk] for desk in desks))
    if not seats:
        assigned = Work.objects.filter(attempt=attempt_id)
        return NOTHING, assigned.values_list("assignment__course", flat=True).first()
    assignment = seats[0].work.assignment
    if assignment is None:
        return given | MANAGER, None
    if is_at_rest(assignment, user):
        return given & LOOK, assignment.course_id
    return given.union(*(SET_WORK[desk] for desk in desks)), assignment.course_id


def _is_held(user: AbstractBaseUser, attempt_id: int) -> bool:
    """A class of the user's holds the case, so that practice does not show its key; asked of the
    database once a user object."""
    cache: dict[int, bool] = vars(user).setdefault("_held", {})
    if attempt_id not in cache:
        held = held_cases(user.pk)
        here = Attempt.objects.filter(pk=attempt_id, case_version__case__in=held)
        cache[attempt_id] = bool(held) and here.exists()
    return cache[attempt_id]


def is_at_rest(assignment: Assignment, user: AbstractBaseUser) -> bool:
    """The learner may only look: the class is paused or over, or the assignment is closed. A
    scripted partner works as long as its learner does, who may have an extension."""
    if assignment.course.is_at_rest or times_for(assignment, user).is_open(timezone.now()):
        return assignment.course.is_at_rest
    return not hasattr(user, "scripted")


def _of_role(user: AbstractBaseUser, course_id: int) -> Permissions:
    """What the user's role in the course gives; asked of the database once a user object."""
    cache: dict[int, Permissions] = vars(user).setdefault("_roles", {})
    if course_id not in cache:
        roles = Enrolment.objects.filter(course=course_id, user=user.pk)
        names = roles.values_list("role", flat=True)
        cache[course_id] = NOTHING.union(*(COURSE_ROLES[name] for name in names))
    return cache[course_id]
