"""Fetch a claim through permission."""

from django.shortcuts import get_object_or_404

from claims.models import Claim
from coding.access import Visitor, check_access

VIEW = "claims.view_claim"


def get_claim_for(user: Visitor, pk: int, perm: str = VIEW) -> Claim:
    """The claim, if the user may see it and holds `perm` on it. To look at, it comes with what a
    page shows of its attempt and case; a move takes the row alone, for its service reads anew.

    Raises Http404 when it is hidden and PermissionDenied when it is visible but `perm` is lacking.
    """
    rows = Claim.objects.all()
    if perm == VIEW:
        rows = rows.with_case().select_related("coding_version")
    claim = get_object_or_404(rows, pk=pk)
    check_access(user, claim, view=VIEW, perm=perm)
    return claim
