"""Post, refund, write off, and leave to write off."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from claims.access import get_claim_for
from claims.forms import (
    PostingModeForm,
    ReasonForm,
    RefundForm,
    StepForm,
    UnkeyedForm,
    WriteOffForm,
)
from claims.services import approving, hand_posting
from claims.services.refunding import refund as give_back
from claims.views.forms import known_of, posting_form
from claims.views.page import done, show
from coding.requests import SignedInRequest


@require_POST
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    """Post the newest remittance to the ledger as it says, in one step."""
    claim = get_claim_for(request.user, pk, "claims.post_money")
    form = UnkeyedForm(request.POST)
    if form.is_valid():
        with form.refusals():
            remittance = hand_posting.post_at_once(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, f"Remittance {remittance.number} is posted.", pane="money")
    return show(request, claim, pane="money", form=form, status=422)


@require_POST
def post_lines(request: SignedInRequest, pk: int) -> HttpResponse:
    """Post the newest remittance from the amounts that were typed for its lines."""
    claim = get_claim_for(request.user, pk, "claims.post_money")
    form = posting_form(claim, request.POST)
    if form.is_valid():
        with form.refusals():
            remittance = hand_posting.post_by_line(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, f"Remittance {remittance.number} is posted.", pane="money")
    return show(request, claim, pane="post_lines", form=form, status=422)


@require_POST
def posting_mode(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose how the remittances of the attempt are posted."""
    claim = get_claim_for(request.user, pk, "claims.choose_posting")
    form = PostingModeForm(request.POST)
    if form.is_valid():
        with form.refusals():
            hand_posting.choose_posting(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "Remittances are posted as you chose.", pane="money")
    return show(request, claim, pane="money", form=form, status=422)


@require_POST
def refund(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pay a credit back."""
    claim = get_claim_for(request.user, pk, "claims.post_money")
    form = RefundForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            give_back(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The credit is paid back.", pane="money")
    return show(request, claim, pane="refund", form=form, status=422)


@require_POST
def write_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give up part of the balance, with a kind and a reason; above the limit, ask for leave."""
    claim = get_claim_for(request.user, pk, "claims.write_off_claim")
    form = WriteOffForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            event = approving.give_up(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, approving.told(event), pane="money")
    return show(request, claim, pane="write_off", form=form, status=422)


@require_POST
def approve_write_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve the write-off that waits, and post it."""
    claim = get_claim_for(request.user, pk, "claims.approve_write_off")
    form = StepForm(request.POST)
    if form.is_valid():
        with form.refusals():
            approving.approve_write_off(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "Approved and written off.", pane="money")
    return show(request, claim, pane="money", form=form, status=422)


@require_POST
def refuse_write_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse the write-off that waits, with a reason."""
    claim = get_claim_for(request.user, pk, "claims.approve_write_off")
    form = ReasonForm(request.POST, known=known_of(claim))
    if form.is_valid():
        with form.refusals():
            approving.refuse_write_off(claim.pk, actor=request.user, **form.arguments())
            return done(request, claim, "The write-off is refused.", pane="money")
    return show(request, claim, pane="refuse_write_off", form=form, status=422)
