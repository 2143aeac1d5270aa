"""What the people of a course are called where many of them stand in a list."""

from collections.abc import Collection, Iterable

from sandbox.classroom.models import Course, Enrolment, Seat

NOBODY = "Nobody"


def shown_names(course: Course, user_ids: Collection[int] | None = None) -> dict[int, str]:
    """What each person of the class is called, by user; one query."""
    people = Enrolment.objects.filter(course=course).select_related("user")
    if user_ids is not None:
        people = people.filter(user__in=user_ids)
    return {row.user_id: str(row.user) for row in people}


def names_of(seats: Iterable[Seat]) -> str:
    """Who sits at a piece of work, the coder first."""
    told = {
        seat.user_id: str(seat.user)
        for seat in sorted(seats, key=lambda seat: seat.desk, reverse=True)
    }
    return " and ".join(told.values()) or NOBODY
