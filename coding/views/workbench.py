"""The coder's workbench: the page, the buttons of the code sheet, and the hints."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reselect, reswap, retarget

from coding import queries
from coding.access import get_attempt_for, sees_marks
from coding.forms import read_posted, read_shown
from coding.models import Attempt
from coding.requests import SignedInRequest
from coding.services import Outcome, use_hint, work_sheet
from coding.undo import read_undo, undo_token


@require_safe
def workbench(request: SignedInRequest, pk: int) -> HttpResponse:
    """The note beside the codes: to be worked on, or as they were finalised."""
    attempt = get_attempt_for(request.user, pk)
    desk = queries.workbench(
        attempt,
        is_coder=request.user.has_perm("coding.code_attempt", attempt),
        sees_draft=request.user.has_perm("coding.see_draft", attempt),
        removed=read_undo(request.GET.get("undo", "")),
    )
    return render(request, "coding/workbench.html", _context(request, attempt, desk))


@require_POST
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """A button of the code sheet: everything typed comes along and is stored, or comes back."""
    attempt = get_attempt_for(request.user, pk, "coding.code_attempt")
    posted = read_posted(request.POST)
    outcome = work_sheet(attempt, actor=request.user, posted=posted)
    if outcome.is_stored and posted.verb == "finalise":
        return _go(request, reverse("coding:finalise", args=[pk]))
    if outcome.is_stored and not request.htmx:
        return _back(request, pk, outcome)
    if request.htmx and posted.verb == "autosave" and not outcome.is_stale:
        saved = {"sheet": queries.sheet_after(attempt, outcome)}
        return render(request, "coding/_saved.html", saved, status=outcome.status)
    desk = queries.workbench_after(attempt, outcome)
    template = "coding/_sheet_answer.html" if request.htmx else "coding/workbench.html"
    context = _context(request, attempt, desk)
    response = render(request, template, context, status=outcome.status)
    return _into_sheet(response) if outcome.is_stale else response


@require_POST
def hint(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reveal the next hint."""
    attempt = get_attempt_for(request.user, pk, "coding.code_attempt")
    attempt = use_hint(attempt.pk, shown=read_shown(request.POST))
    if not request.htmx:
        return redirect(reverse("coding:workbench", args=[pk]) + "#hints")
    desk = queries.workbench(attempt, is_coder=True)
    return render(request, "coding/_hints.html", {"desk": desk, "is_new": True})


def _context(
    request: SignedInRequest, attempt: Attempt, desk: queries.Workbench
) -> dict[str, object]:
    may_release = request.user.has_perm("coding.release_marks", attempt)
    at_hand = None
    if desk.is_editable:
        at_hand = queries.codes_at_hand(request.user.pk, on=desk.encounter.service_date)
    return {
        "desk": desk,
        "sheet": desk.sheet,
        "at_hand": at_hand,
        "may_release": may_release,
        "sees_marks": sees_marks(request.user, attempt),
    }


def _go(request: SignedInRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _back(request: SignedInRequest, pk: int, outcome: Outcome) -> HttpResponse:
    """Without JavaScript: the page again, saying what happened, with the way to undo it."""
    url = reverse("coding:workbench", args=[pk])
    if outcome.edit.removed is not None:
        url += f"?{urlencode({'undo': undo_token(outcome.edit.removed)})}"
    elif outcome.edit.said:
        messages.success(request, outcome.edit.said)
    return redirect(f"{url}#code-sheet")


def _into_sheet(response: HttpResponse) -> HttpResponse:
    """htmx shows other 409 answers as an error; this one holds what was typed."""
    return reselect(reswap(retarget(response, "#code-sheet"), "outerHTML"), "#code-sheet")
