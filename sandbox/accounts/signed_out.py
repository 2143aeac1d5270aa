"""Signed out: the way back to the page that one was on, and nothing typed thrown away."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in and from there back to a page, never to an address that takes a form.

    A part of a page that is asked for by htmx gets a message in its place: the sign-in form would
    take the place of what is being written.
    """

    def handle_no_permission(  # type: ignore[override]  # a message instead of a redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """The redirect; the message, with 403, for a part of a page."""
        to_sign_in = redirect_to_login(_page_of(request), self.get_login_url(view_func))
        if not request.headers.get("HX-Request"):
            return to_sign_in
        return render(request, "403_signed_out.html", {"url": to_sign_in.url}, status=403)


def _page_of(request: HttpRequest) -> str:
    """The page from which it was asked: itself, or for a form and a part what they stand on."""
    is_page = request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request")
    asked_on = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(asked_on, allowed_hosts={request.get_host()})
    if is_page or not is_ours:
        return request.get_full_path()
    return urlsplit(asked_on)._replace(scheme="", netloc="", fragment="").geturl()
