"""Work the instructor's pages as a person does: read a form, change some of it, send it back."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sandbox.classroom.forms.seen import AsSeen
from sandbox.classroom.models import Assignment


def filled_in(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it is shown."""
    told: dict[str, Any] = {"seen": form.seen} if isinstance(form, AsSeen) else {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        told[bound.html_name] = "on" if value is True else value
    return told


def edit_assignment(client: Client, assignment: Assignment, **changes: Any) -> HttpResponse:
    """Change an assignment in the builder; a change to None unticks or empties."""
    url = reverse("classroom:assignment", args=[assignment.pk])
    page = client.get(url)
    told = filled_in(page.context["form"]) | changes
    sent = {name: value for name, value in told.items() if value is not None}
    return client.post(url, sent, follow=True)
