"""Post, write off, bill the patient."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import StepForm, UnkeyedForm, WriteOffForm
from claims.services import patient, posting
from claims.views.page import done, show
from coding.requests import SignedInRequest


@require_POST
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    """Post the newest remittance to the ledger."""
    claim = get_claim_for(request.user, pk, "claims.post_money")
    form = UnkeyedForm(request.POST)
    if form.is_valid():
        with form.refusals():
            remittance = posting.post_remittance(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, f"Remittance {remittance.number} is posted.", pane="money")
    return show(request, claim, pane="money", form=form, status=422)


@require_POST
def write_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give up part of the balance, with a kind and a reason."""
    claim = get_claim_for(request.user, pk, "claims.write_off_claim")
    form = WriteOffForm(request.POST)
    if form.is_valid():
        with form.refusals():
            posting.write_off(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "Written off.", pane="money")
    return show(request, claim, pane="write_off", form=form, status=422)


@require_POST
def bill_patient(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a statement for the patient's part."""
    claim = get_claim_for(request.user, pk, "claims.bill_patient")
    form = StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            event = patient.bill_patient(claim.pk, actor=request.user, **form.arguments())
            message = f"Statement {event.payload['statement']} is on its way to the patient."
            return done(request, claim, message, pane="money")
    return show(request, claim, pane="money", form=form, status=422)
