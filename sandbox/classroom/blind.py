"""Where a class is blind, its staff see pseudonyms on every page but the one that says who is who.

One place does it for all pages: while a request of theirs is answered, the learners of their blind
classes are called by their pseudonyms. So a name cannot slip through by a page that forgot.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sandbox.accounts.naming import Pseudonyms, hiding
from sandbox.classroom.models import Enrolment
from sandbox.classroom.queries.learners import STAFF
from sandbox.classroom.visits import enrolments_in


class BlindMiddleware:
    """Hides the names of a blind class's learners from its staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with those names hidden. What needs a query is asked when the first
        name is drawn: one for the visitor's classes (the page's navigation needs it too), one more
        for the staff of a blind class."""
        with hiding(lambda: _hidden_from(request)):
            return self.get_response(request)


def _hidden_from(request: HttpRequest) -> Pseudonyms:
    """The pseudonyms by user of whose names the visitor does not see."""
    blind = [
        row.course_id for row in enrolments_in(request) if row.course.is_blind and row.role in STAFF
    ]
    if not blind:
        return {}
    learners = Enrolment.objects.filter(course__in=blind).exclude(role__in=STAFF)
    return dict(learners.values_list("user_id", "pseudonym"))
