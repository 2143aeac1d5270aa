"""The proof of one claim's books."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.access import get_claim_for
from claims.queries.desk import head_of
from claims.queries.money import ledger_rows
from claims.queries.reconciling import reconcile
from coding.requests import SignedInRequest


@require_safe
def reconciliation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Charge = paid + adjusted + written off + balance, line by line and cheque by cheque."""
    claim = get_claim_for(request.user, pk)
    context = {
        "head": head_of(claim),
        "proof": reconcile([claim.pk]),
        "rows": ledger_rows(claim),
    }
    return render(request, "claims/reconciliation.html", context)
