"""What every page needs to know: where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from claims.models import Claim
from coding.access import VIEW
from sandbox.classroom.demo import DEMO_PASSWORD, INSTRUCTOR, LEARNERS
from sandbox.classroom.models import Work
from sandbox.classroom.queries import STAFF
from sandbox.classroom.queries.clock import Clock, clock_of
from sandbox.classroom.queries.marking import OverrideView, overrides_of
from sandbox.classroom.queries.talk import Talk, notices_for, rest_text, talk_of
from sandbox.classroom.visits import enrolments_in

WORK_OF = {
    "classroom:instructor": (
        "/courses/",
        "/assignments/",
        "/cases/",
        "/coding/attempts/",
        "/claims/",
    ),
    "classroom:coder": ("/coding/attempts/",),
    "classroom:biller": ("/claims/",),
}
"""Where the work of a page's list is done: its first list stays marked in the navigation."""
MAX_KEY = 2**63 - 1
"""No row has a greater number; a database does not even take one."""

LEARNER_PAGES = [
    ("Coder", "classroom:coder"),
    ("Biller", "classroom:biller"),
    ("Marks", "classroom:own_marks"),
    ("Practice", "practice:home"),
    ("Codes", "coding:codes"),
]


@dataclass(frozen=True)
class ToBill:
    """Codes that the visitor bills; `url` leads to their claim, and is empty until it is opened."""

    attempt_id: int
    url: str


def site(request: HttpRequest) -> dict[str, Any]:
    """`nav_items` as (label, url, its `aria-current`), whose work the page is about
    (`banner_context.course` and `.assignment`), what its two desks say to each other (`talk`),
    what the user's classes are told (`told`), the time that is left for the work (`clock`), the
    claim that comes next for who bills the codes (`to_bill`), the marks that a person gave it
    (`by_hand`, for a page that shows marks), and the demo's sign-ins where they may be shown. What
    needs a query is asked only if the page draws it."""
    return {
        "nav_items": SimpleLazyObject(lambda: _nav(request)),
        "banner_context": SimpleLazyObject(lambda: _banner(request)),
        "talk": SimpleLazyObject(lambda: _talk(request)),
        "clock": SimpleLazyObject(lambda: _clock(request)),
        "to_bill": SimpleLazyObject(lambda: _to_bill(request)),
        "by_hand": SimpleLazyObject(lambda: _by_hand(request)),
        "told": SimpleLazyObject(lambda: notices_for(request.user, enrolments_in(request))),
        "demo_password": DEMO_PASSWORD if settings.DEMO else "",
        "demo_people": (INSTRUCTOR, *LEARNERS) if settings.DEMO else (),
    }


def _nav(request: HttpRequest) -> list[tuple[str, str, str]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    staffed = any(row.role in STAFF for row in enrolments_in(request))
    pages = [("Instructor", "classroom:instructor")] if staffed else []
    pages += LEARNER_PAGES
    marked = next((name for _, name in pages if _holds(name, request.path)), "")
    here = "page" if marked and reverse(marked) == request.path else "true"
    return [(label, reverse(name), here if name == marked else "") for label, name in pages]


def _clock(request: HttpRequest) -> Clock | None:
    """The time that is left for the work; None without a limit."""
    work = _work(request)
    return clock_of(work, enrolments_in(request)) if work else None


def _by_hand(request: HttpRequest) -> Sequence[OverrideView]:
    """The marks that a person gave the work, the newest first."""
    work = _work(request)
    return overrides_of(work, work.assignment.course) if work and work.assignment else ()


def _talk(request: HttpRequest) -> Talk | None:
    """What the two desks of the work say; None where one person sits at both, or nobody."""
    work = _work(request)
    return talk_of(work, request.user) if work else None


def _to_bill(request: HttpRequest) -> ToBill | None:
    """The claim of the work's codes for who bills them; None for everybody else, and while they
    are being coded."""
    work = _work(request)
    if work is None or work.attempt.coding_open:
        return None
    if not request.user.has_perm("claims.open_claim", work.attempt):
        return None
    claims = Claim.objects.filter(attempt=work.attempt_id, sequence=1)
    claim = claims.values_list("pk", flat=True).first()
    return ToBill(work.attempt_id, reverse("claims:claim", args=[claim]) if claim else "")


def _holds(name: str, path: str) -> bool:
    """The path is the named page, or work that is reached from it."""
    return path.startswith((reverse(name), *WORK_OF.get(name, ())))


def _work(request: HttpRequest) -> Work | None:
    """The work that the address is about, if the visitor may see it; asked once a request. An error
    page says no more of somebody else's work than of a number that nobody has."""
    match = request.resolver_match
    named = match.kwargs if match else {}
    pk = named.get("attempt_pk", named.get("pk"))
    if match is None or pk is None or pk > MAX_KEY:
        return None
    of_attempt, of_claim = {"attempt": pk}, {"attempt__claims": pk}
    of_claims = of_attempt if "attempt_pk" in named else of_claim
    about = {"coding": of_attempt, "claims": of_claims}.get(match.app_name)
    if about is None:
        return None
    kept: dict[str, Work | None] = vars(request)
    if "work_shown" not in kept:
        rows = Work.objects.select_related("assignment__course", "attempt")
        work = rows.filter(**about).first()
        is_seen = work is not None and request.user.has_perm(VIEW, work.attempt)
        kept["work_shown"] = work if is_seen else None
    return kept["work_shown"]


def why_at_rest(request: HttpRequest) -> str:
    """Why somebody who has a seat at the work that the address names can change nothing there now;
    empty while they can, and for everybody else."""
    work = _work(request)
    if work is None or work.assignment is None:
        return ""
    is_seated = work.seats.filter(user=request.user.pk).exists()
    return rest_text(work.assignment, request.user) if is_seated else ""


def _banner(request: HttpRequest) -> dict[str, str]:
    """The course and assignment of the attempt or claim that the address names, and why it is at
    rest if it is."""
    work = _work(request)
    if work is None:
        return {}
    if work.assignment is None:
        return {"assignment": "Practice"}
    shown = {"course": str(work.assignment.course), "assignment": work.assignment.title}
    if work.is_preview:
        shown["assignment"] += " (preview)"
    return shown | {"rest": rest_text(work.assignment, request.user)}
