"""What the staff of a course call its people: by name, or by pseudonym where the class is blind."""

from collections.abc import Collection, Iterable

from sandbox.classroom.models import Course, Enrolment, Seat

NOBODY = "Nobody"


def shown_names(course: Course, user_ids: Collection[int] | None = None) -> dict[int, str]:
    """What each person of the class is called on the pages of its staff, by user; one query."""
    people = Enrolment.objects.filter(course=course).select_related("user")
    if user_ids is not None:
        people = people.filter(user__in=user_ids)
    if course.is_blind:
        learner = Enrolment.Role.LEARNER
        return {
            row.user_id: row.pseudonym if row.role == learner else str(row.user) for row in people
        }
    return {row.user_id: str(row.user) for row in people}


def names_of(seats: Iterable[Seat], names: dict[int, str], *, is_blind: bool) -> str:
    """Who sits at a piece of work, the coder first. Who has left the class is called by name, or
    in a blind class by nothing."""
    told = {}
    for seat in sorted(seats, key=lambda seat: seat.desk, reverse=True):
        left = "Somebody who left" if is_blind and not hasattr(seat.user, "scripted") else None
        told[seat.user_id] = names.get(seat.user_id) or left or str(seat.user)
    return " and ".join(told.values()) or NOBODY
