"""The biller's marks, and what the codes were worth, once they are released."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from claims.access import get_claim_for
from claims.queries.desk import head_of
from claims.queries.marks import marks_page
from claims.queries.worth import worth_page
from claims.services.next_payer import claim_before
from claims.views.page import sees_all
from coding.access import get_attempt_for, sees_marks
from coding.forms import VersionForm
from coding.queries import encounter
from coding.requests import SignedInRequest


@require_safe
def marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """The score with its sums, and what the right claim would have brought in, after release.

    An encounter's mark stands on its first claim; a next payer's claim leads there.
    """
    claim = get_claim_for(request.user, pk)
    if (before := claim_before(claim)) is not None:
        return redirect("claims:marks", pk=before.pk)
    may_see = sees_all(request, claim)
    page = marks_page(claim) if may_see else None
    context = {"head": head_of(claim), "page": page, "may_see": may_see}
    return render(request, "claims/marks.html", context)


@require_safe
def worth(request: SignedInRequest, attempt_pk: int) -> HttpResponse:
    """What each difference from the key did to the claim, after release."""
    attempt = get_attempt_for(request.user, attempt_pk)
    may_see = sees_marks(request.user, attempt)
    form = VersionForm(request.GET)
    number = form.cleaned_data["version"] if form.is_valid() else None
    page = worth_page(attempt, number=number) if may_see else None
    context = {"encounter": encounter(attempt), "page": page, "may_see": may_see}
    return render(request, "claims/worth.html", context)
