"""What is asked once a request about who visits."""

from collections.abc import Sequence

from django.http import HttpRequest

from sandbox.classroom.models import Enrolment
from sandbox.classroom.queries.learners import enrolments_of


def enrolments_in(request: HttpRequest) -> Sequence[Enrolment]:
    """The visitor's classes that are not over; asked of the database once a request."""
    kept: dict[str, Sequence[Enrolment]] = vars(request)
    if "enrolments" not in kept:
        user = getattr(request, "user", None)
        kept["enrolments"] = enrolments_of(user) if user is not None else ()
    return kept["enrolments"]
