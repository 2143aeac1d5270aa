"""Questions to the payer before the claim goes out: coverage, and leave for a procedure."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import StepForm
from claims.services.asking import ask_status
from claims.services.authorizing import request_authorization
from claims.services.checking import check_coverage
from claims.views.forms import authorization_form, coverage_form
from claims.views.page import done, show
from coding.display import plain_days
from coding.requests import SignedInRequest


@require_POST
def coverage(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a payer about a member; blank fields are the claim's own."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = coverage_form(request.POST)
    if form.is_valid():
        with form.refusals():
            check = check_coverage(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, plain_days(check.answer["headline"]), pane="coverage")
    return show(request, claim, pane="coverage", form=form, status=422)


@require_POST
def authorization(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the claim's payer for leave for one of the claim's procedures."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = authorization_form(claim, request.POST)
    if form.is_valid():
        with form.refusals():
            asked = request_authorization(claim.pk, actor=request.user, **form.arguments())
            message = f"Asked for {asked.procedure}. {asked.answer}".strip()
            return done(request, claim, message, pane="coverage")
    return show(request, claim, pane="coverage", form=form, status=422)


@require_POST
def status(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the payer where the claim is."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = StepForm(request.POST)
    if form.is_valid():
        event = ask_status(claim.pk, actor=request.user, **form.arguments())
        return done(request, claim, plain_days(event.payload["says"]), pane="timeline")
    return show(request, claim, pane="timeline", form=form, status=422)
