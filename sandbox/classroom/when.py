"""A moment in words, in the time zone of a course. PURE."""

from datetime import datetime
from zoneinfo import ZoneInfo

from coding.display import UNKNOWN, day_text


def when_text(moment: datetime | None, zone: ZoneInfo) -> str:
    """The day and the minute, such as "Mar 10, 2026, 23:59 EST"; a dash for None."""
    if moment is None:
        return UNKNOWN
    there = moment.astimezone(zone)
    return f"{day_text(there.date())}, {there:%H:%M %Z}"


def ago_text(seconds: float) -> str:
    """How long ago in the coarsest unit that tells it: "now", "12 min", "3 h", "2 d"."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"
