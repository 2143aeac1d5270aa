"""An address that only takes a form, opened like a page: after a late sign-in, say."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SENT_BY_BROWSERS = ("GET", "HEAD", "POST")


class WrongMethodMiddleware:
    """Gives the empty 405 of Django's view decorators a page that says where to go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a 405 keeps its `Allow` header."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method not in SENT_BY_BROWSERS:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
