"""What a learner has to do: where they sit, what is set to them, what their desks say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max, OuterRef, Q
from django.utils import timezone

from coding.models import Case
from sandbox.accounts.models import User
from sandbox.classroom.due import extensions_of, times_of
from sandbox.classroom.models import (
    Assignment,
    AssignmentCase,
    Enrolment,
    Message,
    Mode,
    Pair,
    Seat,
    Work,
)
from sandbox.classroom.queries.staging import staged
from sandbox.classroom.stages import DONE
from sandbox.classroom.when import when_text

STAFF = (Enrolment.Role.INSTRUCTOR, Enrolment.Role.ASSISTANT)


@dataclass(frozen=True)
class AssignedCase:
    """A case that the learner may begin, or try again: `number` is the attempt that it would be."""

    assignment_id: int
    assignment: str
    course: str
    task: str
    due: str
    is_late: bool
    is_open: bool
    opens: str
    case_id: int
    title: str
    specialty: str
    difficulty: int
    minutes: int
    number: int
    allowed: int


@dataclass(frozen=True)
class LearnerMessage:
    """The newest word of the other desk on a case."""

    attempt_id: int
    case: str
    sender: str
    text: str


def seated_attempts(user: User | AnonymousUser, desk: str) -> list[int]:
    """The attempts at which the user sits at the desk; staff's previews are left out, and what
    belongs to a course that is over."""
    seats = Seat.objects.filter(user=user.pk, desk=desk, work__is_preview=False)
    return list(
        seats.exclude(work__assignment__course__archived_at__isnull=False).values_list(
            "work__attempt_id", flat=True
        )
    )


def enrolments_of(user: User | AnonymousUser) -> Sequence[Enrolment]:
    """The user's place in each of their courses that is not over; one query."""
    if user.pk is None:
        return ()
    mine = Enrolment.objects.filter(user=user.pk, course__archived_at=None)
    return list(mine.select_related("course"))


def teaches(user: User | AnonymousUser) -> bool:
    """True when the user is on the staff of a course."""
    return Enrolment.objects.filter(user=user.pk, role__in=STAFF).exists()


def first_desk(user: User | AnonymousUser) -> str:
    """The name of the page where the user's next thing to do is."""
    if teaches(user):
        return "classroom:instructor"
    if Enrolment.objects.filter(user=user.pk, role=Enrolment.Role.LEARNER).exists():
        desks = set(Seat.objects.filter(user=user.pk).values_list("desk", flat=True))
        return "classroom:biller" if desks == {Seat.Desk.BILLER} else "classroom:coder"
    return "practice:home"


def set_to(user: User | AnonymousUser) -> Sequence[Assignment]:
    """The assignments of the user's courses, as a learner; one query."""
    return list(
        Assignment.objects.filter(
            course__enrolments__user=user.pk,
            course__enrolments__role=Enrolment.Role.LEARNER,
            course__archived_at=None,
        )
        .select_related("course")
        .order_by(F("due_at").asc(nulls_last=True), "place", "pk")
    )


def assigned_to_start(
    user: User | AnonymousUser, assignments: Sequence[Assignment] | None = None
) -> list[AssignedCase]:
    """Cases set to the user's courses that the user has not begun, or may try again; due first,
    what is not open yet last. A constant number of queries."""
    rows = set_to(user) if assignments is None else assignments
    if not rows:
        return []
    ids = [row.pk for row in rows]
    extended = extensions_of(ids)
    pairs = _pairs_in(rows, user)
    listed: dict[int, list[tuple[int, Case]]] = {pk: [] for pk in ids}
    placings = AssignmentCase.objects.filter(assignment__in=ids).select_related("case")
    for placed in placings.defer("case__skills", "case__messes"):
        listed[placed.assignment_id].append((placed.place, placed.case))
    begun: dict[tuple[int, int], list[Work]] = {}
    seated = Seat.objects.filter(user=user.pk)
    mine = Work.objects.filter(
        pk__in=seated.values("work"), assignment__in=ids, is_preview=False
    ).annotate(own_desk=seated.filter(work=OuterRef("pk")).values("desk")[:1])
    works = staged(mine).select_related("attempt__case_version").order_by("pk")
    for work in works.defer("attempt__draft", "attempt__case_version__source"):
        assert work.assignment_id is not None, "the work of assignments"
        key = (work.assignment_id, work.attempt.case_version.case_id)
        begun.setdefault(key, []).append(work)
    now = timezone.now()
    found = []
    for row in rows:
        extension = extended.get((row.pk, user.pk)) if user.pk else None
        times = times_of(row, extended_to=extension.due_at if extension else None)
        allowed = row.attempts_allowed + (extension.more_attempts if extension else 0)
        pair = pairs.get(row.pk) or Pair(coder_id=user.pk)
        for place, case in listed[row.pk]:
            earlier = begun.get((row.pk, case.pk), [])
            if earlier and not _again(earlier, allowed):
                continue
            if not times.is_open(now) and (earlier or times.has_opened(now)):
                continue
            if earlier:
                desk = getattr(earlier[-1], "own_desk", "")
            else:
                is_moved = pair.is_swapped_at(place, cases=len(listed[row.pk]))
                desk = _desk_in(pair, user, is_moved=is_moved)
            found.append(
                AssignedCase(
                    assignment_id=row.pk,
                    assignment=row.title,
                    course=str(row.course),
                    task=_task(row, desk=desk),
                    due=when_text(times.due_at, row.course.zone),
                    is_late=times.is_over(now),
                    is_open=times.is_open(now) and row.course.paused_at is None,
                    opens=when_text(row.opens_at, row.course.zone),
                    case_id=case.pk,
                    title=case.title,
                    specialty=case.specialty,
                    difficulty=case.difficulty,
                    minutes=case.minutes,
                    number=len(earlier) + 1,
                    allowed=allowed,
                )
            )
    return sorted(found, key=lambda case: (not case.is_open, case.number > 1))


def _again(earlier: Sequence[Work], allowed: int) -> bool:
    """The last attempt is done, more are allowed, and the key is not known."""
    last = earlier[-1]
    is_done = getattr(last, "stage", "") in DONE
    return is_done and last.attempt.released_at is None and len(earlier) < allowed


def _pairs_in(assignments: Sequence[Assignment], user: User | AnonymousUser) -> dict[int, Pair]:
    """The user's pair by assignment; one query where work is done in pairs, none elsewhere."""
    ids = [row.pk for row in assignments if row.mode == Mode.PAIRS]
    if not ids:
        return {}
    mine = Pair.objects.filter(Q(coder=user.pk) | Q(biller=user.pk), assignment__in=ids)
    return {pair.assignment_id: pair for pair in mine.order_by("-pk")}


def _desk_in(pair: Pair, user: User | AnonymousUser, *, is_moved: bool) -> str:
    """The user's desk in a case that the pair has not begun; `is_moved` where they have changed."""
    is_coder = (pair.coder_id == user.pk) != is_moved
    return Seat.Desk.CODER.value if is_coder else Seat.Desk.BILLER.value


def _task(assignment: Assignment, *, desk: str) -> str:
    """What the learner does, in a word or two; in a pair, at which desk."""
    if assignment.mode == Mode.PAIRS:
        return "Pair: you code" if desk == Seat.Desk.CODER else "Pair: you bill"
    if assignment.audits and assignment.mode != Mode.BILLER:
        return "Audit"
    return {"both": "Code and bill", "coder": "Code", "biller": "Bill"}[assignment.mode]


def messages_to(attempt_ids: Sequence[int], *, user_id: int | None) -> list[LearnerMessage]:
    """The newest message of each case whose last word is the other desk's; two queries."""
    newest = (
        Message.objects.filter(work__attempt__in=attempt_ids)
        .values("work")
        .annotate(last=Max("pk"))
        .values("last")
        .order_by()
    )
    rows = (
        Message.objects.filter(pk__in=newest)
        .exclude(sender=user_id)
        .select_related("sender", "work__attempt__case_version__case")
        .order_by("-pk")
    )
    return [
        LearnerMessage(
            attempt_id=row.work.attempt_id,
            case=row.work.attempt.case_version.case.title,
            sender=str(row.sender),
            text=row.text,
        )
        for row in rows
    ]
