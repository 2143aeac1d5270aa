"""The landing page, the way to one's desk, the glossary, the health check and the error pages."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sandbox.classroom import queries


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


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400: the request itself makes no sense."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """403: visible, but not yours to do."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404: it does not exist for you."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500: our fault; drawn without the database."""
    return render(request, "500.html", status=500)
