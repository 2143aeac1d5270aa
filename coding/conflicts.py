"""A move that came too late: someone, or another tab, was first. Shown as a 409 page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Conflict(Exception):
    """What was asked no longer fits what is stored. `url` leads to the fresh page."""

    def __init__(self, message: str, *, url: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.url = url


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
        context = {"message": exception.message, "url": exception.url or request.path}
        return render(request, "409.html", context, status=409)
