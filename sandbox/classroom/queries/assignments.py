"""What is set to a class, and one assignment as its builder shows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from coding.models import Case
from sandbox.classroom.due import times_of
from sandbox.classroom.models import (
    Assignment,
    AssignmentCase,
    Course,
    Extension,
    LateRule,
    Mode,
    Work,
)
from sandbox.classroom.queries.staging import staged
from sandbox.classroom.stages import DONE
from sandbox.classroom.when import when_text


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in the list of its class. `state` is
    "Not open yet", "Open", "Late" (due, and still taken) or "Closed"; works that are done out of
    those that were begun."""

    pk: int
    title: str
    mode: str
    opens: str
    due: str
    state: str
    cases: int
    audits: bool
    begun: int
    done: int
    extensions: int
    scrubber: str
    is_pairs: bool


@dataclass(frozen=True)
class ExtensionRow:
    """More time or attempts for one learner."""

    user_id: int
    name: str
    due: str
    more_attempts: int
    reason: str


def assignments_of(course: Course) -> list[AssignmentRow]:
    """What is set to the course, in its order; four queries."""
    rows = list(Assignment.objects.filter(course=course).order_by("place", "pk"))
    cases = Counter(
        AssignmentCase.objects.filter(assignment__in=rows).values_list("assignment", flat=True)
    )
    extended = Counter(
        Extension.objects.filter(assignment__in=rows).values_list("assignment", flat=True)
    )
    works = Work.objects.filter(assignment__course=course, is_preview=False)
    counted = (
        staged(works)
        .order_by()
        .values("assignment")
        .annotate(begun=Count("pk"), done=Count("pk", filter=Q(stage__in=DONE)))
    )
    counts = {row["assignment"]: row for row in counted}
    nothing = {"begun": 0, "done": 0}
    return [
        AssignmentRow(
            pk=row.pk,
            title=row.title,
            mode=row.get_mode_display(),
            opens=when_text(row.opens_at, course.zone),
            due=when_text(row.due_at, course.zone),
            state=_state(row),
            cases=cases[row.pk],
            audits=row.audits,
            extensions=extended[row.pk],
            scrubber=row.scrubber,
            is_pairs=row.mode == Mode.PAIRS,
            begun=counts.get(row.pk, nothing)["begun"],
            done=counts.get(row.pk, nothing)["done"],
        )
        for row in rows
    ]


def _state(assignment: Assignment) -> str:
    now, times = timezone.now(), times_of(assignment)
    if not times.has_opened(now):
        return "Not open yet"
    if not times.is_over(now):
        return "Open"
    return "Closed" if assignment.late_rule == LateRule.CLOSE else "Late"


def extensions_shown(assignment: Assignment) -> Sequence[ExtensionRow]:
    """Who has more time or attempts; one query."""
    rows = Extension.objects.filter(assignment=assignment).select_related("user")
    return [
        ExtensionRow(
            user_id=row.user_id,
            name=str(row.user),
            due=when_text(row.due_at, assignment.course.zone),
            more_attempts=row.more_attempts,
            reason=row.reason,
        )
        for row in rows
    ]


def amount_text(cases: Sequence[Case]) -> str:
    """How many cases they are and how long they take, such as "5 cases, about 75 minutes"."""
    told = f"{len(cases)} case{'' if len(cases) == 1 else 's'}"
    minutes = sum(case.minutes for case in cases)
    return f"{told}, about {minutes} minutes" if minutes else told


def cases_to_set(course: Course) -> list[Case]:
    """The cases that a class may set: those of the library, those that its instructors wrote, and
    those that it has set before; one query."""
    own = Q(draft__author__enrolments__course=course, draft__author__enrolments__role="instructor")
    shown = Case.objects.filter(Q(is_listed=True) | own | Q(assignments__course=course))
    return list(shown.distinct())
