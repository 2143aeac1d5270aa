"""Fetch through permission: what a user may not see does not exist (404); what they may see but
not do is forbidden (403). Who may do what is answered by the authentication backends."""

from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from coding.models import Attempt
from coding.requests import LONGEST_NUMBER

Visitor = PermissionsMixin | AnonymousUser
VIEW = "coding.view_attempt"


def get_attempt_for(user: Visitor, pk: int, perm: str = VIEW) -> Attempt:
    """The attempt, if the user may see it and holds `perm` on it. To look at, it comes with its
    case; a move takes the row alone, for its service reads anew.

    Raises Http404 when it is hidden and PermissionDenied when it is visible but `perm` is lacking.
    """
    rows = Attempt.objects.with_case() if perm == VIEW else Attempt.objects.all()
    attempt = get_object_or_404(rows, pk=pk)
    check_access(user, attempt, view=VIEW, perm=perm)
    return attempt


def check_attempt(user: Visitor, pk: int, perm: str) -> None:
    """For a move whose service reads the row itself: the number alone says who may do what.

    Raises Http404 when it is hidden, and PermissionDenied when it is visible but `perm` is lacking.
    Of an attempt that does not exist nobody has a seat; a superuser is told by the service.
    """
    if pk >= 10**LONGEST_NUMBER:
        raise Http404("No row has such a number")
    check_access(user, Attempt(pk=pk), view=VIEW, perm=perm)


def check_access(user: Visitor, obj: Model, *, view: str, perm: str) -> None:
    """Raises Http404 without `view` on the object, PermissionDenied without `perm`."""
    if not user.has_perm(view, obj):
        raise Http404("No such page")
    if not user.has_perm(perm, obj):
        raise PermissionDenied


def sees_marks(user: Visitor, attempt: Attempt) -> bool:
    """May see marks and key of the attempt: after their release, or as the class's staff."""
    released = attempt.released_at is not None
    return released or user.has_perm("coding.see_unreleased_marks", attempt)
