"""Send: the claim, its correction, and what the payer asked for."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import SendForm
from claims.models import ClaimEvent
from claims.services import sending
from claims.services.refusals import NotClean, Refused
from claims.views.forms import information_form, send_form
from claims.views.page import done, show
from coding.display import plain_days
from coding.requests import SignedInRequest


@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a draft or a rejected claim; each warning wants a reason."""
    return _send(request, pk, perm="claims.submit_claim", service=sending.submit_claim)


@require_POST
def resubmit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the correction that is open."""
    return _send(request, pk, perm="claims.correct_claim", service=sending.resubmit_claim)


@require_POST
def information(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer the payer's open request."""
    claim = get_claim_for(request.user, pk, "claims.answer_payer")
    form = information_form(claim, request.POST)
    if form.is_valid():
        with form.refusals():
            event = sending.send_information(claim.pk, actor=request.user, **form.arguments())
            said = event.payload.get("says", "The payer takes the claim up again.")
            return done(request, claim, f"Sent. {plain_days(said)}")
    return show(request, claim, pane="send_information", form=form, status=422)


def _send(
    request: SignedInRequest, pk: int, *, perm: str, service: Callable[..., ClaimEvent]
) -> HttpResponse:
    """Send by one of the two services; what the scrubber holds comes back as a form of reasons."""
    claim = get_claim_for(request.user, pk, perm)
    typed, refused = SendForm(request.POST), None
    if typed.is_valid():
        try:
            service(claim.pk, actor=request.user, **typed.arguments())
        except Refused as reason:
            refused = reason
        else:
            return done(request, claim, "The claim is on its way to the payer.")
    form = send_form(claim, request.POST)
    if form.is_valid() and refused is not None:
        if isinstance(refused, NotClean):
            form.ask_for_reasons()
        form.add_refusal(refused)
    return show(request, claim, pane="send", form=form, status=422)
