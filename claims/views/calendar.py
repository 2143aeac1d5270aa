"""Move the scenario date on."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from claims.forms import CalendarForm
from claims.services.calendar import move_calendar
from claims.services.refusals import Refused
from coding.access import check_attempt
from coding.conflicts import Conflict
from coding.display import day_text
from coding.requests import SignedInRequest


@require_POST
def move(request: SignedInRequest, attempt_pk: int) -> HttpResponse:
    """A day, a week, or to the next event; then back to the page that asked, saying what came."""
    check_attempt(request.user, attempt_pk, "coding.move_calendar")
    form = CalendarForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The calendar moves by a day, a week or to the next event.")
    back = _way_back(request, form.cleaned_data["next"], attempt_pk)
    try:
        happened = move_calendar(
            attempt_pk,
            actor=request.user,
            step=form.cleaned_data["step"],
            from_date=form.cleaned_data["from_date"],
        )
    except Refused as refused:
        raise Conflict(refused.message, url=back) from refused
    for happening in happened:
        tell = messages.warning if happening.is_setback else messages.success
        tell(request, f"{day_text(happening.on)}: {happening.sentence}")
    if not happened:
        messages.info(request, "The calendar moved on. Nothing arrived.")
    return redirect(back)


def _way_back(request: SignedInRequest, asked: str, attempt_pk: int) -> str:
    """The page that asked, if it is one of ours; the attempt's workbench otherwise."""
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    if ours and asked.startswith("/"):
        return asked
    return reverse("coding:workbench", args=[attempt_pk])
