"""The forms of one claim, with what the claim lets one choose."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from claims.forms import (
    AppealForm,
    AuthorizationForm,
    BoxesForm,
    CoverageForm,
    DiagnosisForm,
    InformationForm,
    PlanForm,
    PostingForm,
    PostingModeForm,
    ReasonForm,
    RefundForm,
    ReturnForm,
    SendForm,
    WriteOffForm,
)
from claims.models import Claim, RemittanceLine
from claims.queries.causes import Question
from claims.queries.desk import Desk
from claims.queries.holds import hold_of
from claims.queries.lookups import note_passages, payer_choices, place_choices, procedure_title
from claims.queries.requests import DOCUMENTS
from claims.queries.sheet import first_day
from claims.services.accounts import newest_remittance
from claims.services.hand_posting import posting_of
from claims.services.resubmission import can_replace
from coding.display import plain_days
from coding.invented import case_text
from coding.requests import SignedInRequest

ASKING = (CoverageForm, AuthorizationForm)


def known_of(claim: Claim) -> Callable[[], str]:
    """The invented text of the claim's case, for the forms in which it may be quoted."""
    return lambda: f"{case_text(claim.attempt)}\n{claim.content}"


def step_of(claim: Claim) -> dict[str, Any]:
    """The hidden values of a fresh form: a new key, and the version that the page shows."""
    return {"key": uuid4().hex, "version": claim.version}


def boxes_form(claim: Claim, data: QueryDict | None = None) -> BoxesForm:
    """The biller's boxes."""
    return BoxesForm(
        data,
        content=claim.boxes,
        payers=payer_choices(),
        places=place_choices(first_day(claim.boxes)),
        replaces=can_replace(claim),
        initial=step_of(claim),
        known=known_of(claim),
    )


def send_form(claim: Claim, data: QueryDict | None = None) -> SendForm:
    """A reason for each finding that may be sent with one."""
    warnings = [(note.key, plain_days(note.message)) for note in hold_of(claim).reasoned]
    return SendForm(data, warnings=warnings, initial=step_of(claim), known=known_of(claim))


def diagnosis_form(
    claim: Claim, question: Question, data: QueryDict | None = None
) -> DiagnosisForm:
    """The findings that may be the cause."""
    return DiagnosisForm(data, suspects=question.suspects, initial=step_of(claim))


def appeal_form(claim: Claim, data: QueryDict | None = None) -> AppealForm:
    """A letter, with the note's passages to choose from."""
    return AppealForm(
        data, passages=note_passages(claim), initial=step_of(claim), known=known_of(claim)
    )


def information_form(claim: Claim, data: QueryDict | None = None) -> InformationForm:
    """What can be sent in answer to what the payer wants."""
    return InformationForm(data, documents=DOCUMENTS, initial=step_of(claim), known=known_of(claim))


def posting_form(claim: Claim, data: QueryDict | None = None) -> PostingForm:
    """Two amounts for each line of the payer's newest answer."""
    newest = newest_remittance(claim)
    rows = newest.lines.order_by("number") if newest else RemittanceLine.objects.none()
    numbers = list(rows.values_list("number", flat=True))
    return PostingForm(data, numbers=numbers, initial=step_of(claim))


def mode_form(
    request: SignedInRequest, claim: Claim, bound: forms.Form | None
) -> dict[str, forms.Form]:
    """How remittances are posted, for who may choose it."""
    if not request.user.has_perm("claims.choose_posting", claim):
        return {}
    if isinstance(bound, PostingModeForm):
        return {"mode": bound}
    initial = {**step_of(claim), "posting": posting_of(claim.attempt).value}
    return {"mode": PostingModeForm(initial=initial)}


def coverage_form(data: QueryDict | None = None) -> CoverageForm:
    """Ask about another payer, member or day than the claim's."""
    return CoverageForm(data, payers=payer_choices())


def authorization_form(claim: Claim, data: QueryDict | None = None) -> AuthorizationForm:
    """The claim's procedures, each once."""
    codes = {line.procedure: line.date for line in claim.boxes.lines}
    procedures = [(code, f"{code} {procedure_title(code, on=on)}") for code, on in codes.items()]
    return AuthorizationForm(data, procedures=procedures)


def asking_forms(claim: Claim, bound: forms.Form | None = None) -> dict[str, forms.Form]:
    """The two questions of the coverage pane; `bound` is the one that came back with errors."""
    ask_coverage = bound if isinstance(bound, CoverageForm) else coverage_form()
    ask_leave = bound if isinstance(bound, AuthorizationForm) else authorization_form(claim)
    return {"ask_coverage": ask_coverage, "ask_leave": ask_leave}


def panel_form(claim: Claim, desk: Desk) -> forms.Form:
    """A fresh form for what opens in the place of a pane."""
    initial = step_of(claim)
    if desk.pane == "send":
        return send_form(claim)
    if desk.pane == "appeal":
        return appeal_form(claim)
    if desk.pane == "send_information":
        return information_form(claim)
    if desk.pane == "return_codes":
        return ReturnForm(initial=initial)
    if desk.pane == "write_off":
        return WriteOffForm(initial=initial)
    if desk.pane == "refund":
        return RefundForm(initial=initial)
    if desk.pane == "payment_plan":
        return PlanForm(initial=initial)
    return ReasonForm(initial=initial)
