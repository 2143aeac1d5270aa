"""Finalise the codes: look once more at what speaks against them, then freeze them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coding import queries
from coding.access import get_attempt_for
from coding.forms import read_reasons, read_version
from coding.invented import known_in, refusal_of
from coding.requests import SignedInRequest
from coding.services import EmptySheet, NoAuditReasons, finalise_coding


@require_http_methods(["GET", "HEAD", "POST"])
def finalise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then freeze the sheet as the next coding version."""
    attempt = get_attempt_for(request.user, pk, "coding.code_attempt")
    refusal, reasons = "", read_reasons(request.POST)
    missing: tuple[str, ...] = ()
    if request.method == "POST":
        version = read_version(request.POST)
        known = known_in(attempt)
        refusals = {name: refusal_of(why, known=known) for name, why in reasons.items()}
        missing = tuple(name for name, why in refusals.items() if why)
        refusal = " ".join(why for why in refusals.values() if why)
    if request.method == "POST" and not refusal:
        try:
            finalise_coding(
                attempt.pk, actor=request.user, expected_version=version, reasons=reasons
            )
        except EmptySheet as error:
            refusal = f"{error} Go back to the sheet and add it."
        except NoAuditReasons as error:
            refusal, missing = str(error), error.names
        else:
            return redirect("coding:workbench", pk)
    elif not attempt.coding_open:
        return redirect("coding:workbench", pk)
    context = {
        "encounter": queries.encounter(attempt),
        "sheet": queries.draft_view(attempt),
        "changes": queries.audit_changes(attempt, reasons=reasons, missing=missing),
        "is_audit": attempt.is_audit,
        "refusal": refusal,
    }
    return render(request, "coding/finalise.html", context, status=422 if refusal else 200)
