"""The workbench of one claim, and its lifecycle on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.access import get_claim_for
from claims.lifecycle import draw
from claims.queries.desk import head_of
from claims.queries.timeline import steps_of
from claims.views.page import show
from coding.requests import SignedInRequest


@require_safe
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """The claim beside its consequences; `?show=` names the pane or the form on the right."""
    found = get_claim_for(request.user, pk)
    return show(request, found, pane=request.GET.get("show", ""))


@require_safe
def lifecycle(request: SignedInRequest, pk: int) -> HttpResponse:
    """The state diagram with this claim's path on it, and the table of moves behind it."""
    found = get_claim_for(request.user, pk)
    picture = draw(now=found.state, steps=steps_of(found))
    context = {"head": head_of(found), "picture": picture}
    return render(request, "claims/lifecycle.html", context)
