"""Answers `has_perm(user, perm, obj)` for attempts, claims and courses from seats and enrolment."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.utils import timezone

from claims.models import Claim
from coding.models import Attempt
from sandbox.classroom.due import times_for
from sandbox.classroom.models import Assignment, Course, Enrolment, Seat, Work
from sandbox.classroom.roles import COURSE_ROLES, DESKS, MANAGER, SEE_WORK, SET_WORK

Permissions = frozenset[str]
NOTHING: Permissions = frozenset()


class SeatBackend(BaseBackend):
    """A seat at a desk gives that desk's permissions; a course role gives that role's."""

    def has_perm(
        self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None
    ) -> bool:
        """True when the user's seats or course role give `perm` on the object."""
        if obj is None or not user_obj.is_authenticated or not user_obj.is_active:
            return False
        return perm in _permissions(user_obj, obj)


def _permissions(user: AbstractBaseUser, obj: Model) -> Permissions:
    """The user's permissions on the object, asked of the database once a user object."""
    scope: tuple[str, int]
    if isinstance(obj, Claim):
        scope = ("attempt", obj.attempt_id)
    elif isinstance(obj, Attempt):
        scope = ("attempt", obj.pk)
    elif isinstance(obj, Course):
        scope = ("course", obj.pk)
    else:
        return NOTHING
    cache: dict[tuple[str, int], Permissions] = user.__dict__.setdefault("_seat_permissions", {})
    if scope not in cache:
        kind, pk = scope
        cache[scope] = _on_attempt(user, pk) if kind == "attempt" else _on_course(user, pk)
    return cache[scope]


def _on_attempt(user: AbstractBaseUser, attempt_id: int) -> Permissions:
    """From the seats of the work; alone, the manager's too; from the course for its staff. Where
    the class or the assignment is at rest, a seat lets one look and nothing more."""
    work = Work.objects.filter(attempt=attempt_id).select_related("assignment__course").first()
    if work is None:
        return NOTHING
    desks = list(Seat.objects.filter(work=work, user=user.pk).values_list("desk", flat=True))
    seats = NOTHING.union(*(DESKS[desk] for desk in desks))
    if work.assignment is None:
        return seats | MANAGER if seats else NOTHING
    if seats and is_at_rest(work.assignment, user):
        seats &= SEE_WORK
    else:
        seats = seats.union(*(SET_WORK[desk] for desk in desks))
    return seats | _on_course(user, work.assignment.course_id)


def is_at_rest(assignment: Assignment, user: AbstractBaseUser) -> bool:
    """The learner may only look: the class is paused or over, or the assignment is closed. A
    scripted partner works as long as its learner does, who may have an extension."""
    if assignment.course.is_at_rest or hasattr(user, "scripted"):
        return assignment.course.is_at_rest
    return not times_for(assignment, user).is_open(timezone.now())


def _on_course(user: AbstractBaseUser, course_id: int) -> Permissions:
    """From the user's role in the course."""
    role = Enrolment.objects.filter(course=course_id, user=user.pk).values_list("role", flat=True)
    return NOTHING.union(*(COURSE_ROLES[name] for name in role))
