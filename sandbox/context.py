"""What every page needs to know: where one can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sandbox.classroom.demo import DEMO_PASSWORD, INSTRUCTOR, LEARNERS
from sandbox.classroom.queries import teaches

LEARNER_PAGES = [
    ("Coder", "classroom:coder"),
    ("Biller", "classroom:biller"),
    ("Practice", "practice:home"),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """`nav_items` as (label, url, is current), worked out only if the page draws them, and the
    demo's sign-ins where they may be shown."""
    return {
        "nav_items": SimpleLazyObject(lambda: _nav(request)),
        "demo_password": DEMO_PASSWORD if settings.DEMO else "",
        "demo_people": (INSTRUCTOR, *LEARNERS) if settings.DEMO else (),
    }


def _nav(request: HttpRequest) -> list[tuple[str, str, bool]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    pages = [("Instructor", "classroom:instructor")] if teaches(user) else []
    links = [(label, reverse(name)) for label, name in [*pages, *LEARNER_PAGES]]
    return [(label, url, request.path.startswith(url)) for label, url in links]
