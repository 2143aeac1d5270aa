"""The landing page, the way to one's desk, the glossary and the error pages."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from sandbox.classroom import queries
from sandbox.context import why_at_rest
from sandbox.health import RETRY_SECONDS
from sandbox.logs import request_id


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; one's own desk, for who is signed in."""
    if request.user.is_authenticated:
        return redirect("dashboard")
    return render(request, "home.html")


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The desk where the user's next thing to do is."""
    return redirect(queries.first_desk(request.user))


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The trade's words, one line each."""
    return render(request, "glossary.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400: the request itself makes no sense; 413: it is larger than any form of ours."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """403: visible, but not yours to do; or yours, and the class or the assignment is at rest."""
    context = {"reason": str(exception), "rest": why_at_rest(request)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404: it does not exist for you."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: our fault. 503: the database is busy, locked or gone, so the same may work soon. Drawn
    without database, user or context, for any of them may be what broke."""
    status = 503 if isinstance(sys.exception(), OperationalError | InterfaceError) else 500
    page = get_template(f"{status}.html").render({"request_id": request_id()})
    return HttpResponse(
        page, status=status, headers={"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
    )
