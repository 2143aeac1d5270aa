"""Fetch a claim through permission."""

from django.http import Http404

from claims.models import Claim
from coding.access import Visitor, check_access


def get_claim_for(user: Visitor, pk: int, perm: str = "claims.view_claim") -> Claim:
    """The claim, if the user may see it and holds `perm` on it.

    Raises Http404 when it is hidden and PermissionDenied when it is visible but `perm` is lacking.
    """
    claim = Claim.objects.with_case().select_related("coding_version").filter(pk=pk).first()
    if claim is None:
        raise Http404("No such claim")
    check_access(user, claim, view="claims.view_claim", perm=perm)
    return claim
