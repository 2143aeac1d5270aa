"""A move that came too late: someone, or another tab, was first. Shown as a 409 page."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

M = TypeVar("M", bound=Model)


class Conflict(Exception):
    """What was asked no longer fits what is stored. `url` leads to the fresh page, whose link says
    `way_on`; `typed` is what was written, shown once more so that it can be copied. Where nobody
    moved anything, a subclass says in its own words what is the case and what now."""

    title = "Someone, or another tab, moved this first"
    advice = (
        "The page you worked on no longer shows what is stored, so this step was not taken. Open "
        "the fresh page, see what is different, and decide again."
    )
    way_on = "Open the fresh page"

    def __init__(self, message: str, *, url: str = "", typed: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.url = url
        self.typed = typed


class NotPossible(Conflict):
    """Nobody was first: a rule does not let it be done as things stand."""

    title = "This cannot be done now"
    advice = "Nothing was changed."
    way_on = "Go on"


class Gone(Conflict):
    """It was deleted since the page was made."""


def lock_row(rows: QuerySet[M], **about: object) -> M:
    """The one row of which that is true, locked until the transaction ends. Raises Gone."""
    try:
        return rows.select_for_update(of=("self",)).get(**about)
    except ObjectDoesNotExist:
        said = "This was deleted since you opened the page."
        raise Gone(said, url=reverse("dashboard")) from None


class ConflictMiddleware:
    """Turns a Conflict raised anywhere below into the 409 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The 409 page for a Conflict; every other exception goes its way."""
        if not isinstance(exception, Conflict):
            return None
        context = {"conflict": exception, "url": exception.url or request.path}
        return render(request, "409.html", context, status=409)
