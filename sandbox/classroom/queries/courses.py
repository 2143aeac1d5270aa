"""The courses on their instructor's dashboard, and what waits in one."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from claims.models import WriteOffRequest
from coding.models import Attempt, Challenge
from sandbox.accounts.models import User
from sandbox.classroom.models import Course, Enrolment, Work
from sandbox.classroom.people import shown_names
from sandbox.classroom.queries.learners import STAFF
from sandbox.classroom.queries.staging import set_work, staged
from sandbox.classroom.stages import REFUSED


@dataclass(frozen=True)
class CourseCard:
    """A course on its instructor's dashboard; counts of work by stage, and of what waits."""

    pk: int
    name: str
    role: str
    is_paused: bool
    learners: int
    works: int
    refused: int
    to_release: int
    to_approve: int
    challenges: int
    closed: int

    @property
    def waits(self) -> int:
        """How many things wait for the instructor."""
        return self.to_release + self.to_approve + self.challenges


@dataclass(frozen=True)
class WriteOffRow:
    """A write-off that waits for the instructor's leave; dollars."""

    claim_id: int
    learner: str
    case: str
    kind: str
    reason: str
    amount: Decimal


def course_attempts(course: Course, assignment_id: int | None = None) -> QuerySet[Attempt]:
    """The attempts of a course's assignments, or of one of them, previews left out; a query for
    others to ask by."""
    works = set_work(course)
    if assignment_id is not None:
        works = works.filter(assignment=assignment_id)
    return Attempt.objects.filter(pk__in=works.values("attempt")).order_by()


def write_offs_to_approve(course: Course) -> list[WriteOffRow]:
    """The write-offs of a course that wait for the instructor, the oldest first; two queries."""
    rows = list(
        WriteOffRequest.objects.filter(
            status=WriteOffRequest.Status.WAITING,
            claim__attempt__work__assignment__course=course,
            claim__attempt__work__is_preview=False,
        )
        .select_related("claim__attempt__case_version__case", "requested_by")
        .order_by("pk")
    )
    names = shown_names(course, [row.requested_by_id for row in rows])
    return [
        WriteOffRow(
            claim_id=row.claim_id,
            learner=names.get(row.requested_by_id, str(row.requested_by)),
            case=row.claim.attempt.case_version.case.title,
            kind=row.get_kind_display().partition(":")[0],
            reason=row.reason,
            amount=row.amount,
        )
        for row in rows
    ]


def waiting_challenges(course: Course) -> int:
    """How many challenges of the course nobody has decided; one query."""
    return Challenge.objects.filter(
        status=Challenge.Status.WAITING,
        coding_version__attempt__work__assignment__course=course,
    ).count()


def courses_taught(user: User | AnonymousUser, *, archived: bool = False) -> list[CourseCard]:
    """The user's courses with what waits in each; those that are over with `archived`. A constant
    number of queries, whatever the number of courses."""
    mine = Enrolment.objects.filter(
        user=user.pk, role__in=STAFF, course__archived_at__isnull=not archived
    ).select_related("course")
    roles = {row.course_id: row for row in mine}
    learners = Counter(
        Enrolment.objects.filter(course__in=roles, role=Enrolment.Role.LEARNER).values_list(
            "course_id", flat=True
        )
    )
    works = Work.objects.filter(assignment__course__in=roles, is_preview=False)
    stages: dict[int, Counter[str]] = {pk: Counter() for pk in roles}
    waiting = Counter[int]()
    counted = staged(works).values("assignment__course", "stage").order_by()
    held = Q(coded=True, attempt__released_at=None)
    for row in counted.annotate(n=Count("pk"), held=Count("pk", filter=held)):
        stages[row["assignment__course"]][row["stage"]] = row["n"]
        waiting[row["assignment__course"]] += row["held"]
    approve = Counter(
        WriteOffRequest.objects.filter(
            status=WriteOffRequest.Status.WAITING,
            claim__attempt__work__assignment__course__in=roles,
        ).values_list("claim__attempt__work__assignment__course", flat=True)
    )
    challenges = Counter(
        Challenge.objects.filter(
            status=Challenge.Status.WAITING,
            coding_version__attempt__work__assignment__course__in=roles,
        ).values_list("coding_version__attempt__work__assignment__course", flat=True)
    )
    cards = [
        CourseCard(
            pk=pk,
            name=str(row.course),
            role=row.get_role_display(),
            is_paused=row.course.paused_at is not None,
            learners=learners[pk],
            works=stages[pk].total(),
            refused=sum(stages[pk][slug] for slug in REFUSED),
            to_release=waiting[pk],
            to_approve=approve[pk],
            challenges=challenges[pk],
            closed=stages[pk]["closed"],
        )
        for pk, row in roles.items()
    ]
    return sorted(cards, key=lambda card: (-card.waits, card.name, card.pk))
