"""Change the biller's boxes."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import ScrubberForm
from claims.services.opening import choose_scrubber
from claims.services.preparing import edit_boxes
from claims.views.forms import boxes_form
from claims.views.page import done, show
from coding.requests import SignedInRequest


@require_POST
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the boxes; what is no value comes back with a message at its field."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    form = boxes_form(claim, request.POST)
    if form.is_valid():
        with form.refusals():
            edit_boxes(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "Boxes saved.", fragment="claim-sheet")
    return show(request, claim, boxes=form, status=422)


@require_POST
def scrubber(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose how strict the scrubber is, while nothing was sent."""
    claim = get_claim_for(request.user, pk, "claims.choose_scrubber")
    form = ScrubberForm(request.POST)
    if not form.is_valid():
        return show(request, claim, form=form, status=422)
    strength = form.cleaned_data["strength"]
    choose_scrubber(claim.attempt_id, actor=request.user, strength=strength)
    return done(request, claim, f"Scrubber: {strength.value}.", fragment="scrubber")
