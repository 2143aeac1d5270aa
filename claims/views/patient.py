"""Ask the patient for money: statements, a payment plan, and at last an agency."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import PlanForm, ReasonForm, StepForm
from claims.services import patient, unpaid
from claims.views.page import done, show
from coding.requests import SignedInRequest


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


@require_POST
def payment_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree with the patient on installments."""
    claim = get_claim_for(request.user, pk, "claims.bill_patient")
    form = PlanForm(request.POST)
    if form.is_valid():
        with form.refusals():
            unpaid.agree_payment_plan(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The payment plan is agreed.", pane="money")
    return show(request, claim, pane="payment_plan", form=form, status=422)


@require_POST
def collections(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the patient's balance to an agency."""
    claim = get_claim_for(request.user, pk, "claims.bill_patient")
    form = ReasonForm(request.POST)
    if form.is_valid():
        with form.refusals():
            unpaid.send_to_collections(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The balance is with the agency.", pane="money")
    return show(request, claim, pane="collections", form=form, status=422)
