"""When an assignment is open for a learner, when it is due, and how late work was. PURE.

Times are aware moments; `now` is passed in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Times:
    """The rules of one assignment for one learner: `due_at` is theirs, an extension counted."""

    opens_at: datetime | None
    due_at: datetime | None
    closes: bool
    lowers: int

    def has_opened(self, now: datetime) -> bool:
        """The opening time has come."""
        return self.opens_at is None or now >= self.opens_at

    def is_open(self, now: datetime) -> bool:
        """Work may be begun and done at that moment."""
        return self.has_opened(now) and not (self.closes and self.is_over(now))

    def is_over(self, now: datetime) -> bool:
        """The due time has passed."""
        return self.due_at is not None and now > self.due_at

    def days_late(self, done_at: datetime | None) -> int:
        """How many days late something done then was, a begun day counted whole; 0 in time."""
        if done_at is None or self.due_at is None or done_at <= self.due_at:
            return 0
        return -((self.due_at - done_at) // DAY)

    def factor(self, done_at: datetime | None) -> Decimal:
        """What is left of a mark for work done then, from 0 to 1."""
        lost = self.lowers * self.days_late(done_at)
        return Decimal(max(0, 100 - lost)) / 100


def minutes_allowed(limit: int | None, *, extra_percent: int) -> int | None:
    """The minutes of a time limit for a learner with extra time, rounded up; None without one."""
    return None if limit is None else -(-limit * (100 + extra_percent) // 100)
