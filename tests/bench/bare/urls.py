"""A list, a move, a way in, and the health check that the server is awaited by."""

from datetime import date

from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from tests.bench.bare.models import Event, Row


def health(request: HttpRequest) -> JsonResponse:
    """It is up."""
    return JsonResponse({"status": "ok"})


def come_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the one user there is, who owns 1,000 rows."""
    user, is_new = get_user_model().objects.get_or_create(username="bare")
    if is_new:
        day = date(2026, 3, 10)
        Row.objects.bulk_create(Row(owner=user, name=f"Row {n}", day=day) for n in range(1000))
    login(request, user)
    return HttpResponse(str(Row.objects.order_by("pk").values_list("pk", flat=True)[0]))


@login_required
def rows(request: HttpRequest, count: int) -> HttpResponse:
    """The first rows of a list, by the ORM, drawn by a template."""
    listed = Row.objects.filter(owner=request.user.pk).order_by("pk")[:count]
    return render(request, "rows.html", {"rows": listed})


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """One select, one insert and one update in a transaction."""
    with transaction.atomic():
        row = get_object_or_404(Row.objects.select_for_update(), pk=pk)
        row.state = "sent" if row.state == "draft" else "draft"
        row.save()
        Event.objects.create(row=row, actor_id=request.user.pk, move=row.state)
    return redirect("/rows/25/")


urlpatterns = [
    path("health/live/", health),
    path("in/", come_in),
    path("rows/<int:count>/", rows),
    path("submit/<int:pk>/", submit),
]
