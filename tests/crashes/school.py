"""A class of two for scenes, and how far its work has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coding.models import Case
from sandbox.accounts.models import User
from sandbox.classroom import services
from sandbox.classroom.models import Assignment, Course, Seat, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import partners
from tests.crashes.coding_scenes import SLUG
from tests.factories import make_case, make_course, make_user


@dataclass(frozen=True)
class School:
    """A class of two learners with one assignment; `more` is what a scene needs besides."""

    course: Course
    assignment: Assignment
    case: Case
    ada: User
    bo: User
    more: Any = None

    @property
    def teacher(self) -> User:
        """Who runs it."""
        return make_user("teacher")

    def enrolled(self, user: User) -> int:
        """The number under which somebody is in it."""
        return self.course.enrolments.get(user=user).pk


def school(more: Callable[[School], Any] | None = None, **settings: Any) -> School:
    """A class; `more` does something in it, `settings` are the assignment's."""
    ada, bo = make_user("ada"), make_user("bo")
    course, case = make_course(ada, bo), make_case(SLUG)
    assignment = services.create_assignment(course, title="One", cases=[case], **settings)
    services.create_assignment(course, title="Two", cases=[])
    empty = School(course, assignment, case, ada, bo)
    return School(course, assignment, case, ada, bo, more(empty)) if more else empty


def begun(there: School) -> Work:
    """Work of both learners, as a pair."""
    return services.start_assigned(
        there.assignment, case=there.case, seats={"coder": there.ada, "biller": there.bo}
    )


def coded(there: School) -> Work:
    """The same, coded with a slip."""
    work = begun(there)
    play(work, goal=Goal.CODED, slip=work.attempt.parsed().pitfalls[0])
    return Work.objects.get(pk=work.pk)


def done(there: School) -> Work:
    """The same, billed and closed."""
    work = begun(there)
    play(work, goal=Goal.CLOSED)
    return Work.objects.get(pk=work.pk)


def billed_by_partner(there: School) -> Work:
    """Work coded with a slip; at the biller's desk sits a scripted partner who has not begun."""
    work = coded(there)
    work.seats.filter(desk=Seat.Desk.BILLER).update(user=partners.partner_of("perfect"))
    return work


def two_begun(there: School) -> int:
    """A move of the class that waits for two attempts."""
    for user in (there.ada, there.bo):
        seats = {"coder": user, "biller": user}
        play(
            services.start_assigned(there.assignment, case=there.case, seats=seats),
            goal=Goal.SENT,
        )
    return services.start_class_move(there.course, actor=there.teacher, step="week").pk
