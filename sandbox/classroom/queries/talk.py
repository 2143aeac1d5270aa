"""What people are told: the class by its instructor, one desk by the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from sandbox.classroom.due import times_for
from sandbox.classroom.models import Assignment, Enrolment, Message, Notice, Seat, Work
from sandbox.classroom.when import when_text

Visitor = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class Told:
    """What a learner's classes are told now. `version` changes when it does."""

    is_learner: bool
    paused: Sequence[str]
    notices: Sequence[tuple[int, str, str]]

    @property
    def version(self) -> str:
        """What is shown, as a page remembers it."""
        return ".".join([*self.paused, *(str(pk) for pk, _, _ in self.notices)])


@dataclass(frozen=True)
class Said:
    """One message between the desks."""

    sender: str
    is_own: bool
    text: str
    at: str


@dataclass(frozen=True)
class Talk:
    """The messages of a pair's work, the oldest first; who is at the other desk; whether the class
    `is_over`, so that no more are written."""

    attempt_id: int
    other: str
    is_over: bool
    messages: Sequence[Said]


def notices_for(user: Visitor, enrolments: Sequence[Enrolment]) -> Told:
    """What a learner's classes are told and the learner has not put away; one query, none where
    the user learns in no class. `enrolments` are the user's."""
    courses = [row.course for row in enrolments if row.role == Enrolment.Role.LEARNER]
    if not courses:
        return Told(is_learner=False, paused=(), notices=())
    notices = (
        Notice.objects.filter(course__in=courses, ended_at=None)
        .exclude(seen_by=user.pk)
        .select_related("course")
    )
    return Told(
        is_learner=True,
        paused=[str(course) for course in courses if course.paused_at],
        notices=[(row.pk, row.text, str(row.course)) for row in notices],
    )


def rest_text(assignment: Assignment, user: Visitor) -> str:
    """Why nothing can be done in an assignment now; empty while it can."""
    course, now = assignment.course, timezone.now()
    if course.is_archived:
        return f"{course} is over. You can look at everything and change nothing."
    if course.paused_at is not None:
        return f"{course} is paused. You can look at everything; it goes on with your instructor."
    times = times_for(assignment, user)
    if times.is_open(now):
        return ""
    closed = when_text(times.due_at, course.zone)
    return f"This assignment closed on {closed}. You can look at everything and change nothing."


def talk_of(work: Work, user: Visitor) -> Talk | None:
    """The messages of work at which two people sit; None for other work. Two queries more than
    for work that one person does."""
    if work.assignment is None:
        return None
    seats = list(Seat.objects.filter(work=work).select_related("user__scripted"))
    people = {seat.user_id for seat in seats}
    scripted = {seat.user_id for seat in seats if hasattr(seat.user, "scripted")}
    if len(people) < 2 or scripted:
        return None
    names = {seat.user_id: str(seat.user) for seat in seats}
    other = next((seat for seat in seats if seat.user_id != user.pk), seats[0])
    rows = Message.objects.filter(work=work).select_related("sender")
    return Talk(
        attempt_id=work.attempt_id,
        is_over=work.assignment.course.is_archived,
        other=f"{names[other.user_id]}, {other.get_desk_display().lower()}",
        messages=[
            Said(
                sender=names.get(row.sender_id, str(row.sender)),
                is_own=row.sender_id == user.pk,
                text=row.text,
                at=when_text(row.sent_at, work.assignment.course.zone),
            )
            for row in rows
        ],
    )
