"""What every page needs to know: where one can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sandbox.classroom.demo import DEMO_PASSWORD, INSTRUCTOR, LEARNERS
from sandbox.classroom.models import Work
from sandbox.classroom.queries import teaches

WORK_OF = {
    "classroom:instructor": ("/courses/", "/coding/attempts/", "/claims/"),
    "classroom:coder": ("/coding/attempts/",),
    "classroom:biller": ("/claims/",),
}
"""Where the work of a page's list is done: its first list stays marked in the navigation."""
LEARNER_PAGES = [
    ("Coder", "classroom:coder"),
    ("Biller", "classroom:biller"),
    ("Practice", "practice:home"),
    ("Codes", "coding:codes"),
]


def site(request: HttpRequest) -> dict[str, Any]:
    """`nav_items` as (label, url, its `aria-current`), whose
    work the page is about (`banner_context.course` and `.assignment`), and the demo's sign-ins
    where they may be shown. What needs a query is asked only if the page draws it."""
    return {
        "nav_items": SimpleLazyObject(lambda: _nav(request)),
        "banner_context": SimpleLazyObject(lambda: _banner(request)),
        "demo_password": DEMO_PASSWORD if settings.DEMO else "",
        "demo_people": (INSTRUCTOR, *LEARNERS) if settings.DEMO else (),
    }


def _nav(request: HttpRequest) -> list[tuple[str, str, str]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    pages = [("Instructor", "classroom:instructor")] if teaches(user) else []
    pages += LEARNER_PAGES
    marked = next((name for _, name in pages if _holds(name, request.path)), "")
    here = "page" if marked and reverse(marked) == request.path else "true"
    return [(label, reverse(name), here if name == marked else "") for label, name in pages]


def _holds(name: str, path: str) -> bool:
    """The path is the named page, or work that is reached from it."""
    return path.startswith((reverse(name), *WORK_OF.get(name, ())))


def _banner(request: HttpRequest) -> dict[str, str]:
    """The course and assignment of the attempt or claim that the address names."""
    match = request.resolver_match
    named = match.kwargs if match else {}
    pk = named.get("attempt_pk", named.get("pk"))
    if match is None or pk is None:
        return {}
    of_attempt, of_claim = {"attempt": pk}, {"attempt__claims": pk}
    of_claims = of_attempt if "attempt_pk" in named else of_claim
    about = {"coding": of_attempt, "claims": of_claims}.get(match.app_name)
    work = (
        Work.objects.select_related("assignment__course").filter(**about).first() if about else None
    )
    if work is None:
        return {}
    if work.assignment is None:
        return {"assignment": "Practice"}
    return {"course": str(work.assignment.course), "assignment": work.assignment.title}
