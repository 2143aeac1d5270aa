"""What a probe asks: does the process live, and can it work."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coding.codebook import CodebookMissing
from coding.codebook.default import codebook
from sandbox.schema import missing_migrations

RETRY_SECONDS = 5
"""How soon it is worth asking again, where the database did not answer."""


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; the database is not asked. Restart the process otherwise."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything that pages need is there; 503 otherwise, with what is missing by name.
    Send no visitors until it is 200."""
    checks = {name: check() for name, check in CHECKS.items()}
    if any(checks.values()):
        found = {name: problem or "ok" for name, problem in checks.items()}
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return JsonResponse({"status": "unavailable"} | found, status=503, headers=headers)
    return JsonResponse({"status": "ok"} | dict.fromkeys(checks, "ok"))


def _database() -> str:
    """A sentence when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "does not answer"
    return ""


def _migrations() -> str:
    """How many steps of the schema are missing."""
    try:
        missing = len(missing_migrations())
    except Error:
        return "cannot be read"
    return f"{missing} not applied; run: manage.py migrate" if missing else ""


def _codebook() -> str:
    try:
        codebook()
    except CodebookMissing:
        return "not built; run: manage.py build_codebook"
    return ""


def _pages() -> str:
    """Stylesheets and scripts are collected before pages can name them."""
    try:
        static("css/clean-claim.css")
    except ValueError:
        return "not collected; run: manage.py collectstatic"
    return ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "codebook": _codebook,
    "static_files": _pages,
}
"""By name, what says a few words when something is wrong and nothing otherwise."""
