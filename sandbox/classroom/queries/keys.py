"""What the pages of a course's keys show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from coding.display import day_text
from coding.models import Case
from sandbox.classroom.models import Course, CourseKey, CourseRemarking, Work


@dataclass(frozen=True)
class KeyRow:
    """A case that is set to the course: how many attempts, and how its key stands."""

    case_id: int
    case: str
    attempts: int
    is_own: bool
    reason: str


@dataclass(frozen=True)
class RemarkingView:
    """A remarking and how far it has come. Counts are of codings: `kept` are marks that would have
    been lowered and were not."""

    pk: int
    case: str
    case_id: int
    reason: str
    by: str
    on: str
    done: int
    total: int
    raised: int
    lowered: int
    kept: int

    @property
    def is_over(self) -> bool:
        """Nothing is left to mark."""
        return self.done == self.total


def course_keys(course: Course) -> Sequence[KeyRow]:
    """The cases set to the course, by title; three queries."""
    own = {
        row.case_id: row
        for row in CourseKey.objects.filter(course=course).select_related("case_version")
    }
    counts = dict(
        Work.objects.filter(assignment__course=course)
        .order_by()
        .values_list("attempt__case_version__case")
        .annotate(Count("pk"))
    )
    cases = Case.objects.filter(assignments__course=course).distinct().order_by("title")
    return [
        KeyRow(
            case_id=case.pk,
            case=case.title,
            attempts=counts.get(case.pk, 0),
            is_own=case.pk in own,
            reason=own[case.pk].case_version.reason if case.pk in own else "",
        )
        for case in cases
    ]


def key_history(course: Course, case: Case) -> Sequence[RemarkingView]:
    """What the course has marked again of a case, the newest first; one query."""
    runs = _runs().filter(course=course, remarking__case_version__case=case)
    return [_view(run) for run in runs]


def remarkings_of(course: Course, *, limit: int = 20) -> Sequence[RemarkingView]:
    """What the course has marked again last, of all cases; one query."""
    return [_view(run) for run in _runs().filter(course=course)[:limit]]


def remarking_view(run: CourseRemarking) -> RemarkingView:
    """One remarking."""
    return _view(_runs().get(pk=run.pk))


def _runs() -> QuerySet[CourseRemarking]:
    """Remarkings with their counts, the newest first."""
    before = F("remarking__changes__before__score")
    return (
        CourseRemarking.objects.select_related(
            "remarking__case_version__case", "remarking__made_by"
        )
        .annotate(
            total=Count("remarking__changes"),
            done=Count("remarking__changes__after"),
            up=Count("pk", filter=Q(remarking__changes__after__score__gt=before)),
            down=Count("pk", filter=Q(remarking__changes__after__score__lt=before)),
        )
        .order_by("-pk")
    )


def _view(run: CourseRemarking) -> RemarkingView:
    remarking = run.remarking
    counts = {name: int(getattr(run, name)) for name in ("total", "done", "up", "down")}
    return RemarkingView(
        pk=run.pk,
        case=remarking.case_version.case.title,
        case_id=remarking.case_version.case_id,
        reason=remarking.reason,
        by=str(remarking.made_by),
        on=day_text(remarking.created_at.date()),
        done=counts["done"],
        total=counts["total"],
        raised=counts["up"],
        lowered=0 if remarking.never_lower else counts["down"],
        kept=counts["down"] if remarking.never_lower else 0,
    )
