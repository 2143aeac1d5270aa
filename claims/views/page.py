"""How every view of the workbench responds: the page with a pane or a form open, or the way on."""

from itertools import zip_longest
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from claims.forms import BoxesForm, DiagnosisForm, PostingForm, ScrubberForm
from claims.lifecycle import draw
from claims.models import Claim
from claims.queries.answers import answers_of
from claims.queries.buttons import claim_url
from claims.queries.causes import Question, asked_or_causes, causes_of
from claims.queries.contracting import contract_of
from claims.queries.coverage import coverage_of
from claims.queries.desk import Desk, open_desk
from claims.queries.line_actions import line_actions
from claims.queries.money import money_of
from claims.queries.sheet import LineView
from claims.queries.timeline import steps_of, timeline
from claims.services.posting import SMALL_BALANCE_LIMIT, WRITE_OFF_LIMIT
from claims.views import forms as build
from coding.access import sees_marks
from coding.requests import SignedInRequest


def show(
    request: SignedInRequest,
    claim: Claim,
    *,
    pane: str = "",
    form: forms.Form | None = None,
    boxes: BoxesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The workbench with a pane or form open; `form` and `boxes` keep what was typed."""
    desk = open_desk(claim, user=request.user, pane=pane)
    if boxes is None and desk.may_prepare:
        boxes = build.boxes_form(claim)
    context = {
        "desk": desk,
        "head": desk.head,
        "may_release": bool(desk.ending) and may_release(request, claim),
        "boxes": boxes,
        "form": form,
        "lines": _lines(desk, boxes),
        "page_key": uuid4().hex,
        "scrubber": ScrubberForm(initial={"strength": claim.scrubber}, auto_id="scrubber-%s"),
        **_pane_context(request, claim, desk=desk, form=form),
    }
    only_pane = request.htmx and request.htmx.target == "consequences"
    template = "claims/_consequences.html" if only_pane else "claims/claim.html"
    return render(request, template, context, status=status)


def _lines(
    desk: Desk, boxes: BoxesForm | None
) -> list[tuple[LineView, forms.BoundField | None, tuple[forms.BoundField, ...] | None]]:
    """Each line with the fields in which its charge, and a drug's package and dose, are typed."""
    charges = boxes.charges() if boxes else []
    drugs = boxes.drugs() if boxes else {}
    return [
        (line, charge, drugs.get(line.number))
        for line, charge in zip_longest(desk.sheet.lines, charges)
    ]


def done(
    request: SignedInRequest, claim: Claim, message: str, *, pane: str = "", fragment: str = ""
) -> HttpResponse:
    """Say what happened and go back to the workbench."""
    messages.success(request, message)
    return redirect(claim_url(claim.pk, pane, fragment=fragment))


def _pane_context(
    request: SignedInRequest, claim: Claim, *, desk: Desk, form: forms.Form | None
) -> dict[str, Any]:
    """What the open pane shows, and nothing of the others."""
    if desk.pane == "coverage":
        asked = form if isinstance(form, build.ASKING) else None
        return {
            "coverage": coverage_of(claim),
            **build.asking_forms(claim, asked),
        }
    if desk.pane == "answers":
        acts = line_actions(claim) if desk.may_ask else ()
        return {"answers": answers_of(claim, posted=desk.books.posted), "line_actions": acts}
    if desk.pane == "causes":
        return _causes_context(request, claim, desk=desk, form=form)
    if desk.pane == "money":
        return {"money": money_of(claim, desk.books), **build.mode_form(request, claim, form)}
    if desk.pane == "contract":
        return {"contract": contract_of(claim)}
    if desk.pane == "post_lines":
        answers = answers_of(claim, posted=desk.books.posted)
        panel = form if isinstance(form, PostingForm) else build.posting_form(claim)
        newest = next((row for row in answers.remittances if row.is_newest), None)
        rows = zip(newest.lines if newest else (), panel.rows(), strict=False)
        return {"panel": panel, "remittance": newest, "posting_rows": list(rows)}
    if desk.pane == "timeline":
        return {"entries": timeline(claim)}
    if desk.pane == "lifecycle":
        return {"picture": draw(now=claim.state, steps=steps_of(claim))}
    return {
        "panel": form or build.panel_form(claim, desk),
        "write_off_limit": WRITE_OFF_LIMIT,
        "small_balance_limit": SMALL_BALANCE_LIMIT,
    }


def _causes_context(
    request: SignedInRequest, claim: Claim, *, desk: Desk, form: forms.Form | None
) -> dict[str, Any]:
    """First the question what caused it, for who works on the claim; then the causes."""
    seen = sees_all(request, claim)
    if not desk.may_ask:
        return {"causes": causes_of(claim, sees_all=seen)}
    asked = asked_or_causes(claim, sees_all=seen)
    if not isinstance(asked, Question):
        return {"causes": asked}
    panel = form if isinstance(form, DiagnosisForm) else None
    return {"question": asked, "panel": panel or build.diagnosis_form(claim, asked)}


def may_release(request: SignedInRequest, claim: Claim) -> bool:
    """May release the marks, which are hidden so far: who works alone may."""
    return not sees_all(request, claim) and request.user.has_perm("coding.release_marks", claim)


def sees_all(request: SignedInRequest, claim: Claim) -> bool:
    """May see what the payer has not said: after release, or as the class's staff."""
    return sees_marks(request.user, claim.attempt)
