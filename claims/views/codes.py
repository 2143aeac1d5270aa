"""Between the two desks: open the claim from the codes, take newer codes, send codes back."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import OpenForm, ReturnForm, StepForm
from claims.services import opening
from claims.services.secondary import open_next_claim
from claims.views.forms import known_of
from claims.views.page import done, show
from coding.access import get_attempt_for
from coding.requests import SignedInRequest


@require_POST
def open_claim(request: SignedInRequest, attempt_pk: int) -> HttpResponse:
    """Build the claim of an attempt, or go to the one that there is."""
    attempt = get_attempt_for(request.user, attempt_pk, "claims.open_claim")
    form = OpenForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The form came without its key.")
    claim = opening.open_claim(attempt.pk, actor=request.user, **form.arguments())
    return redirect("claims:claim", pk=claim.pk)


@require_POST
def bill_next_payer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the claim to the payer that comes next, and go to it."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            opened = open_next_claim(claim.pk, actor=request.user, **form.arguments())
            return done(request, opened, "A claim to the next payer is open. Check it, send it.")
    return show(request, claim, form=form, status=422)


@require_POST
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the coder's newest codes on the claim."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            opening.take_codes(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The claim now carries the coder's newest codes.")
    return show(request, claim, form=form, status=422)


@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the codes to the coder's desk with a reason."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = ReturnForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            opening.return_codes(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The codes are back on the coder's desk.")
    return show(request, claim, pane="return_codes", form=form, status=422)
