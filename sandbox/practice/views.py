"""Choose a case and begin."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coding.models import Case
from sandbox.classroom.access import require_teaching
from sandbox.classroom.services import start_practice, start_practice_audit
from sandbox.practice import learning, queries
from sandbox.practice.forms import FilterForm, NoteForm
from sandbox.requests import SignedInRequest


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The shelf of cases, filtered by difficulty or skill."""
    form = FilterForm(request.GET)
    choices = queries.shelf(request.user, **form.chosen())
    context = {
        "form": form,
        "note": NoteForm(request.GET),
        "choices": choices,
        "next_slug": queries.next_choice(choices),
    }
    return render(request, "practice/home.html", context)


@require_safe
def path(request: SignedInRequest) -> HttpResponse:
    """The cases in the order in which they are best learned, and how far the user is."""
    choices = queries.shelf(request.user)
    context = {
        "stages": learning.path_of(choices),
        "next_slug": queries.next_choice(choices),
        "done": sum(choice.is_done for choice in choices),
        "count": len(choices),
    }
    return render(request, "practice/path.html", context)


@require_safe
def syllabus(request: SignedInRequest) -> HttpResponse:
    """The learning path to print, for instructors; `?for=learners` leaves out what each case
    teaches, since that says what is to be found."""
    require_teaching(request.user)
    stages = learning.syllabus()
    context = {
        "stages": stages,
        "cases": sum(len(stage.rows) for stage in stages),
        "minutes": sum(stage.minutes for stage in stages),
        "for_learners": request.GET.get("for") == "learners",
    }
    return render(request, "practice/syllabus.html", context)


@require_POST
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a case alone at both desks, or go on with the unfinished attempt."""
    case = get_object_or_404(Case, slug=slug, is_listed=True)
    note = NoteForm(request.POST)
    work = start_practice(request.user, case=case, mess=note.chosen())
    return redirect("coding:workbench", work.attempt_id)


@require_POST
def audit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin to audit somebody else's codes of a case, or go on with it."""
    case = get_object_or_404(Case, slug=slug, is_listed=True)
    work = start_practice_audit(request.user, case=case)
    return redirect("coding:workbench", work.attempt_id)
