"""The gradebook of a class, one learner in it, its exports, and a learner's own marks."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from sandbox import spreadsheets
from sandbox.classroom.access import get_course_for
from sandbox.classroom.models import Course, Enrolment
from sandbox.classroom.people import shown_names
from sandbox.classroom.queries.gradebook import (
    LEARNERS_SEE,
    STAFF_SEE,
    gradebook_page,
    gradebook_rows,
    learner_page,
    skill_rows,
)
from sandbox.classroom.services.releasing import unreleased
from sandbox.requests import SignedInRequest

FORMATS = {"csv": spreadsheets.csv_response, "xlsx": spreadsheets.xlsx_response}


@require_safe
def gradebook(request: SignedInRequest, pk: int) -> HttpResponse:
    """Learners by assignments."""
    found = get_course_for(request.user, pk)
    page, assignments, rows = gradebook_page(
        found, now=timezone.now(), number=request.GET.get("page")
    )
    context = {"course": found, "page": page, "assignments": assignments, "rows": rows}
    return render(request, "classroom/gradebook.html", context)


@require_safe
def learner(request: SignedInRequest, pk: int, user_pk: int) -> HttpResponse:
    """One learner, case by case, with what each mark is made of."""
    found = get_course_for(request.user, pk)
    enrolment = get_object_or_404(Enrolment, course=found, user=user_pk, role="learner")
    waiting = unreleased(found).filter(seats__user=user_pk).distinct().count()
    context = {
        "user_pk": user_pk,
        "to_release": waiting,
        "release_label": f"Release {waiting} mark{'' if waiting == 1 else 's'}",
        "may_release": request.user.has_perm("coding.release_marks", found),
        "course": found,
        "name": shown_names(found, [enrolment.user_id])[enrolment.user_id],
        "grades": learner_page(found, enrolment.user_id, now=timezone.now(), seen=STAFF_SEE),
        "is_own": False,
    }
    return render(request, "classroom/learner.html", context)


@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    """A learner's marks in each of their classes: what was released, and nothing else."""
    mine = Course.objects.filter(
        enrolments__user=request.user, enrolments__role=Enrolment.Role.LEARNER
    )
    now = timezone.now()
    context = {
        "courses": [
            (course, learner_page(course, request.user.pk, now=now, seen=LEARNERS_SEE))
            for course in mine
        ]
    }
    return render(request, "classroom/own_marks.html", context)


@require_safe
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The gradebook as a file: `?format=` is csv or xlsx, `?of=` assignments or skills."""
    found = get_course_for(request.user, pk)
    write = FORMATS.get(request.GET.get("format", "csv"))
    of = request.GET.get("of", "assignments")
    if write is None or of not in ("assignments", "skills"):
        raise BadRequest("Marks are written as csv or xlsx, of assignments or skills.")
    now = timezone.now()
    name = slugify(f"{found} {of}") or of
    if of == "skills":
        skills, by_skill = skill_rows(found, now=now)
        rows = [[learner, *marks] for learner, marks in by_skill]
        return write(name, ["Learner", *skills], rows)
    assignments, listed = gradebook_rows(found, now=now)
    header = ["Learner", *(str(row) for row in assignments), "Mean"]
    return write(
        name, header, [[row.name, *(c.mark for c in row.cells), row.mean_mark] for row in listed]
    )
