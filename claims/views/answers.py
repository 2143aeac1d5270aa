"""What to do with an answered claim: correct it, appeal, take it back, open it again."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import CorrectionForm, ReasonForm, StepForm
from claims.queries.causes import question_of
from claims.services import correcting, diagnosing
from claims.services.appealing import file_appeal
from claims.services.reopening import reopen_claim
from claims.services.voiding import void_claim
from claims.views.forms import appeal_form, diagnosis_form, known_of
from claims.views.page import done, show
from coding.requests import SignedInRequest

RIGHT = "That is what caused it."
NOT_THAT = "See what caused it."


@require_POST
def diagnose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what caused the newest answer; then it is shown."""
    claim = get_claim_for(request.user, pk, "claims.prepare_claim")
    question = question_of(claim)
    form = diagnosis_form(claim, question, request.POST) if question else StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            values = {"chosen": "", **form.arguments()}
            event = diagnosing.diagnose(claim.pk, actor=request.user, **values)
            told = RIGHT if event.payload["is_right"] else NOT_THAT
            return done(request, claim, told, pane="causes", fragment="consequences")
    return show(request, claim, pane="causes", form=form, status=422)


@require_POST
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a corrected claim."""
    claim = get_claim_for(request.user, pk, "claims.correct_claim")
    form = CorrectionForm(request.POST)
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
    form = ReasonForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            void_claim(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The claim is voided.", pane="money")
    return show(request, claim, pane="void", form=form, status=422)


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a closed claim back to where it was."""
    claim = get_claim_for(request.user, pk, "claims.reopen_claim")
    form = ReasonForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            reopen_claim(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The claim is open again.")
    return show(request, claim, pane="reopen", form=form, status=422)
