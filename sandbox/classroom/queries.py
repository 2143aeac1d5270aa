"""What the dashboards show: frozen rows, a constant number of queries whatever the class size."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Sum

from claims.forms import ScrubberForm
from claims.models import BillingMark, Claim, WriteOffRequest
from claims.money import cents
from coding.display import day_text, money_text, percent_text
from coding.models import Case, Challenge, Mark
from sandbox.accounts.models import User
from sandbox.classroom.lessons import BarRow, codes_missed, lines_refused, parts_reached
from sandbox.classroom.models import Assignment, Course, Enrolment, Seat, Work
from sandbox.classroom.stages import ALL_STAGES, Stage, stage_of

STAFF = (Enrolment.Role.INSTRUCTOR, Enrolment.Role.ASSISTANT)
REFUSED = {"rejected", "denied"}


@dataclass(frozen=True)
class AssignedCase:
    """A case that the learner may begin."""

    assignment_id: int
    assignment: str
    course: str
    due_on: date | None
    case_id: int
    title: str
    specialty: str
    difficulty: int
    minutes: int


@dataclass(frozen=True)
class CourseCard:
    """A course on its instructor's dashboard; counts of work by stage."""

    pk: int
    name: str
    learners: int
    works: int
    refused: int
    to_release: int
    to_approve: int
    closed: int


@dataclass(frozen=True)
class WriteOffRow:
    """A write-off that waits for the instructor's leave; dollars."""

    claim_id: int
    learner: str
    case: str
    kind: str
    reason: str
    amount: Decimal


@dataclass(frozen=True)
class BoardRow:
    """One piece of work on the board: who, what, where it stands."""

    attempt_id: int
    claim_id: int | None
    learners: str
    case: str
    assignment: str
    stage: str
    stage_label: str
    today: str
    is_coded: bool
    score: str
    billing: str
    release: str
    balance: str


@dataclass(frozen=True)
class Tally:
    """How many attempts stand at a stage."""

    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class CourseBoard:
    """A course as its instructor sees it."""

    pk: int
    name: str
    rows: Sequence[BoardRow]
    stages: Sequence[Tally]
    missed: Sequence[BarRow]
    denials: Sequence[BarRow]
    reached: Sequence[BarRow]
    to_release: int
    not_started: Sequence[str]


def seated_attempts(user: User | AnonymousUser, desk: str) -> list[int]:
    """The attempts at which the user sits at the desk."""
    return list(
        Seat.objects.filter(user=user.pk, desk=desk).values_list("work__attempt_id", flat=True)
    )


def course_attempts(course: Course) -> list[int]:
    """The attempts of a course's assignments."""
    works = Work.objects.filter(assignment__course=course)
    return list(works.values_list("attempt_id", flat=True))


def write_offs_to_approve(course: Course) -> list[WriteOffRow]:
    """The write-offs of a course that wait for the instructor, the oldest first; one query."""
    rows = WriteOffRequest.objects.filter(
        status=WriteOffRequest.Status.WAITING, claim__attempt__work__assignment__course=course
    ).select_related("claim__attempt__case_version__case", "requested_by")
    return [
        WriteOffRow(
            claim_id=row.claim_id,
            learner=str(row.requested_by),
            case=row.claim.attempt.case_version.case.title,
            kind=row.get_kind_display().partition(":")[0],
            reason=row.reason,
            amount=row.amount,
        )
        for row in rows.order_by("pk")
    ]


def waiting_challenges(course: Course) -> int:
    """How many challenges of the course nobody has decided; one query."""
    return Challenge.objects.filter(
        status=Challenge.Status.WAITING,
        coding_version__attempt__work__assignment__course=course,
    ).count()


def teaches(user: User | AnonymousUser) -> bool:
    """True when the user is on the staff of a course."""
    return Enrolment.objects.filter(user=user.pk, role__in=STAFF).exists()


def first_desk(user: User | AnonymousUser) -> str:
    """The name of the page where the user's next thing to do is."""
    if teaches(user):
        return "classroom:instructor"
    if Enrolment.objects.filter(user=user.pk).exists():
        desks = set(Seat.objects.filter(user=user.pk).values_list("desk", flat=True))
        return "classroom:biller" if desks == {Seat.Desk.BILLER} else "classroom:coder"
    return "practice:home"


def assigned_to_start(user: User | AnonymousUser) -> list[AssignedCase]:
    """Cases set to the user's courses that the user has not begun, due first."""
    begun = set(
        Seat.objects.filter(user=user.pk, work__assignment__isnull=False).values_list(
            "work__assignment_id", "work__attempt__case_version__case_id"
        )
    )
    assignments = (
        Assignment.objects.filter(
            course__enrolments__user=user.pk,
            course__enrolments__role=Enrolment.Role.LEARNER,
            course__is_archived=False,
        )
        .select_related("course")
        .prefetch_related("cases")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    return [
        _assigned(assignment, case)
        for assignment in assignments
        for case in assignment.cases.all()
        if (assignment.pk, case.pk) not in begun
    ]


def _assigned(assignment: Assignment, case: Case) -> AssignedCase:
    return AssignedCase(
        assignment_id=assignment.pk,
        assignment=assignment.title,
        course=str(assignment.course),
        due_on=assignment.due_on,
        case_id=case.pk,
        title=case.title,
        specialty=case.specialty,
        difficulty=case.difficulty,
        minutes=case.minutes,
    )


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment on the course's page, with the form that sets its scrubber."""

    pk: int
    title: str
    due: str
    cases: int
    audits: bool
    scrubber: ScrubberForm


def assignments_of(course: Course) -> list[AssignmentRow]:
    """What is set to the course, due first; one query."""
    rows = Assignment.objects.filter(course=course).annotate(n=Count("cases"))
    return [
        AssignmentRow(
            pk=row.pk,
            title=row.title,
            due=day_text(row.due_on),
            cases=row.n,
            audits=row.audits,
            scrubber=ScrubberForm(
                initial={"strength": row.scrubber}, auto_id=f"assignment-{row.pk}-%s"
            ),
        )
        for row in rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    ]


def courses_taught(user: User | AnonymousUser) -> list[CourseCard]:
    """The user's courses with what waits in each."""
    courses = Course.objects.filter(
        enrolments__user=user.pk, enrolments__role__in=STAFF, is_archived=False
    ).distinct()
    learners = Counter(
        Enrolment.objects.filter(course__in=courses, role=Enrolment.Role.LEARNER).values_list(
            "course_id", flat=True
        )
    )
    works = list(_works().filter(assignment__course__in=courses))
    waiting = Counter(
        WriteOffRequest.objects.filter(
            status=WriteOffRequest.Status.WAITING,
            claim__attempt__work__assignment__course__in=courses,
        ).values_list("claim__attempt__work__assignment__course", flat=True)
    )
    return [
        CourseCard(
            pk=course.pk,
            name=str(course),
            learners=learners[course.pk],
            works=len(mine),
            refused=sum(_stage(work).slug in REFUSED for work in mine),
            to_release=sum(_is_to_release(work) for work in mine),
            to_approve=waiting[course.pk],
            closed=sum(_stage(work).slug == "closed" for work in mine),
        )
        for course in courses
        for mine in [[w for w in works if w.assignment and w.assignment.course_id == course.pk]]
    ]


def course_board(course: Course, *, stage: str = "") -> CourseBoard:
    """The course's work with its stage, and what the class gets wrong. `stage` narrows the rows to
    one stage's slug; the counts are always the whole course's."""
    works = list(_works().filter(assignment__course=course))
    rows = [row for row in map(_row, works) if stage in ("", row.stage)]
    stages = Counter(map(_stage, works))
    seated = {seat.user_id for work in works for seat in work.seats.all()}
    idle = (
        Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
        .exclude(user__in=seated)
        .select_related("user")
    )
    return CourseBoard(
        pk=course.pk,
        name=str(course),
        rows=rows,
        stages=[Tally(one.slug, one.label, stages[one]) for one in ALL_STAGES if stages[one]],
        missed=codes_missed(course),
        denials=lines_refused(course),
        reached=parts_reached(course),
        to_release=sum(_is_to_release(work) for work in works),
        not_started=[str(enrolment.user) for enrolment in idle],
    )


def _works() -> QuerySet[Work]:
    """Work with everything that a board row needs: one query and three prefetches."""
    standing = Mark.objects.filter(coding_version__attempt=OuterRef("attempt"), stands=True)
    first_mark = standing.order_by("coding_version__number")
    kept = BillingMark.objects.filter(claim=OuterRef("pk")).order_by("-version")
    claims = Claim.objects.annotate(
        owed=Sum("ledger__amount"), billing=Subquery(kept.values("score")[:1])
    ).order_by("sequence")
    return (
        Work.objects.select_related("assignment", "attempt__case_version__case")
        .annotate(
            first_score=Subquery(first_mark.values("score")[:1]),
            coded=Count("attempt__versions", distinct=True),
        )
        .prefetch_related(
            Prefetch("seats", Seat.objects.select_related("user").order_by("-desk")),
            Prefetch("attempt__claims", claims),
        )
    )


def _stage(work: Work) -> Stage:
    """The stage of work that `_works` fetched."""
    claims = list(work.attempt.claims.all())
    return stage_of(
        coding_open=work.attempt.coding_open,
        was_coded=bool(getattr(work, "coded", 0)),
        claim_state=claims[0].state if claims else None,
    )


def _is_to_release(work: Work) -> bool:
    return bool(getattr(work, "coded", 0)) and work.attempt.released_at is None


def _row(work: Work) -> BoardRow:
    """The board's line for one piece of work."""
    attempt, claims = work.attempt, list(work.attempt.claims.all())
    stage = _stage(work)
    users = {seat.user_id: str(seat.user) for seat in work.seats.all()}
    is_coded = bool(getattr(work, "coded", 0))
    return BoardRow(
        attempt_id=attempt.pk,
        claim_id=claims[0].pk if claims else None,
        learners=" and ".join(users.values()),
        case=attempt.case_version.case.title,
        assignment=work.assignment.title if work.assignment else "",
        stage=stage.slug,
        stage_label=stage.label,
        today=day_text(attempt.scenario_date),
        is_coded=is_coded,
        score=percent_text(getattr(work, "first_score", None)),
        billing=_kept_mark(claims),
        release="released" if attempt.released_at else "held back" if is_coded else "",
        balance=money_text(_owed(claims)),
    )


def _owed(claims: Sequence[Claim]) -> Decimal | None:
    """What is owed on all claims of the work; None before any money was posted."""
    sums = [owed for claim in claims if (owed := getattr(claim, "owed", None)) is not None]
    return cents(sum(sums, Decimal(0))) if sums else None


def _kept_mark(claims: Sequence[Claim]) -> str:
    """The billing mark of a closed claim; empty while it is open."""
    score = getattr(claims[0], "billing", None) if claims else None
    return "" if score is None else percent_text(score)
