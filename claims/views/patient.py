"""Ask the patient for money: statements, a payment plan, and at last an agency."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import LineForm, PlanForm, ReasonForm, StepForm
from claims.queries.buttons import claim_url
from claims.services import billing_lines, patient, unpaid
from claims.views.forms import known_of
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
def bill_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try to bill the patient for a denied line: it is stopped, and said why."""
    claim = get_claim_for(request.user, pk, "claims.bill_patient")
    form = LineForm(request.POST)
    if form.is_valid():
        with form.refusals():
            event = billing_lines.bill_line(claim.pk, actor=request.user, **form.arguments())
            messages.warning(request, event.payload["says"])
            return redirect(claim_url(claim.pk, "answers"))
    return show(request, claim, pane="answers", form=form, status=422)


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
    form = ReasonForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            unpaid.send_to_collections(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The balance is with the agency.", pane="money")
    return show(request, claim, pane="collections", form=form, status=422)
