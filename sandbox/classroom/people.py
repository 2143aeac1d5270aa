"""What the people of a course are called where many of them stand in a list."""

from collections.abc import Collection, Iterable

from sandbox.accounts.naming import shown_name
from sandbox.classroom.models import Course, Enrolment, Seat

NOBODY = "Nobody"


def shown_names(course: Course, user_ids: Collection[int] | None = None) -> dict[int, str]:
    """What each person of the class is called, by user; one query."""
    people = Enrolment.objects.filter(course=course)
    if user_ids is not None:
        people = people.filter(user__in=user_ids)
    named = people.values_list("user_id", "user__display_name", "user__username")
    return {pk: shown_name(pk, display_name, username) for pk, display_name, username in named}


def names_of(seats: Iterable[Seat]) -> str:
    """Who sits at a piece of work, the coder first."""
    told = {
        seat.user_id: str(seat.user)
        for seat in sorted(seats, key=lambda seat: seat.desk, reverse=True)
    }
    return " and ".join(told.values()) or NOBODY
