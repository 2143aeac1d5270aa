"""Marks and key, once they are released."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coding import queries
from coding.access import get_attempt_for
from coding.forms import VersionForm
from coding.models import MarkChange
from coding.requests import SignedInRequest
from coding.services import release_marks, see_change


@require_safe
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """The score with its sums, the findings, the key beside the answer; before release, nothing."""
    attempt = get_attempt_for(request.user, pk)
    may_release = request.user.has_perm("coding.release_marks", attempt)
    may_see = attempt.released_at is not None or request.user.has_perm(
        "coding.see_unreleased_marks", attempt
    )
    if not may_see:
        context = {"encounter": queries.encounter(attempt), "may_release": may_release}
        context["is_coded"] = attempt.versions.exists()
        return render(request, "coding/not_released.html", context)
    page = queries.marks_page(attempt, number=_number(request))
    if page is None and attempt.versions.exists():
        raise Http404("No such coding version")
    context = {"page": page, "encounter": queries.encounter(attempt), "may_release": may_release}
    return render(request, "coding/marks.html" if page else "coding/not_released.html", context)


@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show marks and key to the learners of the attempt."""
    attempt = get_attempt_for(request.user, pk, "coding.release_marks")
    release_marks(attempt.pk, actor=request.user)
    messages.success(request, "Marks and key are released.")
    return redirect("coding:marks", pk)


@require_POST
def seen(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take note of a mark that was made again."""
    attempt = get_attempt_for(request.user, pk)
    change = get_object_or_404(MarkChange, pk=number, coding_version__attempt=attempt)
    see_change(change.pk, actor=request.user)
    return redirect("dashboard")


def _number(request: SignedInRequest) -> int | None:
    """The coding version asked for in the address; None for the newest."""
    form = VersionForm(request.GET)
    return form.cleaned_data["version"] if form.is_valid() else None
