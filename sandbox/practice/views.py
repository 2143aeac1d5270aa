"""Choose a case and begin."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coding.models import Case
from sandbox.classroom.services import start_practice, start_practice_audit
from sandbox.practice import queries
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
