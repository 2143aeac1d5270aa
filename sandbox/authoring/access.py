"""Only its author sees a draft."""

from django.http import Http404

from coding.access import Visitor
from sandbox.authoring.models import DraftCase
from sandbox.classroom.access import require_teaching


def get_draft_for(user: Visitor, pk: int) -> DraftCase:
    """The draft, if the user writes it; Http404 otherwise, PermissionDenied for an author who may
    teach no more."""
    draft = DraftCase.objects.select_related("case").filter(pk=pk, author=user.pk).first()
    if draft is None:
        raise Http404("No such case")
    require_teaching(user)
    return draft
