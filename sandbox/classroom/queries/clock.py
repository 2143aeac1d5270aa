"""The clock of work that has a time limit: it tells the time and closes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from sandbox.classroom.models import Enrolment, Work
from sandbox.classroom.timing import minutes_allowed


@dataclass(frozen=True)
class Clock:
    """The limit in minutes, extra time counted, and when it ends; `text` is what it says now."""

    minutes: int
    ends_at: datetime
    text: str

    @property
    def over(self) -> str:
        """What it says once the time is over."""
        return over_text(self.minutes)


def clock_of(work: Work, enrolments: Sequence[Enrolment]) -> Clock | None:
    """The clock of the work for the learner whose enrolments these are; None without a limit."""
    assignment = work.assignment
    if assignment is None or assignment.time_limit is None:
        return None
    own = next((row for row in enrolments if row.course_id == assignment.course_id), None)
    minutes = minutes_allowed(assignment.time_limit, extra_percent=own.extra_time if own else 0)
    assert minutes is not None, "there is a limit"
    ends_at = work.attempt.created_at + timedelta(minutes=minutes)
    return Clock(minutes, ends_at, clock_text(ends_at, now=timezone.now(), minutes=minutes))


def clock_text(ends_at: datetime, *, now: datetime, minutes: int) -> str:
    """How much of the time is left, in begun minutes, or by how much it is over."""
    left = -int((now - ends_at).total_seconds() // 60)
    if left > 0:
        return f"{left} of {minutes} minutes left."
    return over_text(minutes)


def over_text(minutes: int) -> str:
    """The time is over, and nothing is closed."""
    return f"The {minutes} minutes are over. You can go on; your instructor sees how long it took."
