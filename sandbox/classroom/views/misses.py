"""What a class misses, and the attempts behind each figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sandbox.classroom.access import get_course_for
from sandbox.classroom.lessons import parts_reached
from sandbox.classroom.queries.misses import behind, misses_of
from sandbox.classroom.views.courses import assignment_asked
from sandbox.requests import SignedInRequest

NAMES = ("assignment", "code", "kind", "reason", "lost", "case")


@require_safe
def misses(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the class misses in the assignment that is worked on last, or in that of
    `?assignment=`; `all` is everything."""
    found = get_course_for(request.user, pk)
    chosen = assignment_asked(request, found)
    context = {
        "course": found,
        "assignments": found.assignments.order_by("place", "pk"),
        "chosen": chosen,
        "misses": misses_of(found, chosen),
        "reached": parts_reached(found),
    }
    return render(request, "classroom/misses.html", context)


@require_safe
def attempts(request: SignedInRequest, pk: int) -> HttpResponse:
    """The attempts behind a figure, which the address names."""
    found = get_course_for(request.user, pk)
    asked = {name: request.GET.get(name, "")[:60].replace("\x00", "") for name in NAMES}
    words = ", ".join(value for name, value in asked.items() if value and name not in _IDS)
    context = {"course": found, "rows": behind(found, asked), "words": words}
    return render(request, "classroom/behind.html", context)


_IDS = ("assignment", "case")
