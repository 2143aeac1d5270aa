"""What to do with an answered claim: correct it, appeal, take it back, open it again."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import ReasonForm, StepForm
from claims.services import correcting
from claims.services.appealing import file_appeal
from claims.services.posting import void_claim
from claims.services.reopening import reopen_claim
from claims.views.forms import appeal_form
from claims.views.page import done, show
from coding.requests import SignedInRequest


@require_POST
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a corrected claim."""
    claim = get_claim_for(request.user, pk, "claims.correct_claim")
    form = StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            correcting.open_correction(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "A corrected claim is open. Mend it, then send it.")
    return show(request, claim, form=form, status=422)


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the open correction up."""
    claim = get_claim_for(request.user, pk, "claims.correct_claim")
    form = StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            correcting.cancel_correction(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The correction is given up; nothing was sent.")
    return show(request, claim, form=form, status=422)


@require_POST
def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """File an appeal with a letter and passages of the note."""
    claim = get_claim_for(request.user, pk, "claims.appeal_claim")
    form = appeal_form(claim, request.POST)
    if form.is_valid():
        with form.refusals():
            file_appeal(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The appeal is filed.")
    return show(request, claim, pane="appeal", form=form, status=422)


@require_POST
def void(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the claim back for good."""
    claim = get_claim_for(request.user, pk, "claims.void_claim")
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            void_claim(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The claim is voided.", pane="money")
    return show(request, claim, pane="void", form=form, status=422)


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a closed claim back to where it was."""
    claim = get_claim_for(request.user, pk, "claims.reopen_claim")
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            reopen_claim(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The claim is open again.")
    return show(request, claim, pane="reopen", form=form, status=422)
