"""The live board: learners by cases, each cell with its stage; who is stuck; the newest refusals.

Everything is a constant number of statements; only the learners of one page are drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse

from claims.models import ClaimEvent
from coding.display import day_text
from coding.models import Case
from sandbox.classroom.models import Assignment, Course, Enrolment, Seat
from sandbox.classroom.people import names_of, shown_names
from sandbox.classroom.queries.staging import set_work, staged
from sandbox.classroom.stages import ALL_STAGES, DONE, REFUSED, stage_label
from sandbox.classroom.when import ago_text

PAGE = 30
LIST = 8
MOST = 2_000
"""So many idle seats are looked at for who is stuck."""

GONE_AFTER = timedelta(hours=3)
"""Who has not moved for so long has left the room rather than got stuck."""


@dataclass(frozen=True)
class Cell:
    """One learner at one case: where it stands; empty when it was not begun."""

    attempt_id: int
    stage: str
    label: str
    idle: str
    is_stuck: bool
    url: str


@dataclass(frozen=True)
class BoardRow:
    """A learner with a cell for each case, None for one that was not begun."""

    user_id: int
    name: str
    cells: Sequence[Cell | None]
    done: int


@dataclass(frozen=True)
class Tally:
    """How many attempts stand at a stage."""

    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class StuckRow:
    """Somebody who has not moved for some minutes."""

    attempt_id: int
    name: str
    case: str
    stage: str
    stage_label: str
    idle: str
    url: str


@dataclass(frozen=True)
class RefusalRow:
    """A claim that a payer turned back or denied."""

    claim_id: int
    name: str
    case: str
    state: str
    ago: str
    on: str


@dataclass(frozen=True)
class LiveBoard:
    """The board of one assignment as it stands at `version`."""

    assignment_id: int
    assignment: str
    version: str
    cases: Sequence[tuple[int, str]]
    page: Page[Any]
    rows: Sequence[BoardRow]
    stages: Sequence[Tally]
    works: int
    stuck: Sequence[StuckRow]
    refusals: Sequence[RefusalRow]


def assignments_on_board(course: Course) -> list[tuple[int, str]]:
    """The course's assignments as the board's choice, the one that is worked on last first."""
    rows = Assignment.objects.filter(course=course).annotate(
        last=Max("work__attempt__touched_at", filter=Q(work__is_preview=False))
    )
    listed = rows.order_by(F("last").desc(nulls_last=True), "place", "pk")
    return list(listed.values_list("pk", "title"))


def board_version(course: Course, assignment_id: int, *, now: datetime) -> str:
    """What changes whenever the board does: what was done last, and the minute, by which people
    get stuck. Two statements."""
    facts = (
        set_work(course)
        .filter(assignment=assignment_id)
        .aggregate(Count("pk"), Max("attempt__touched_at"), Max("attempt__claims__moved_at"))
    )
    people = Enrolment.objects.filter(course=course).aggregate(Count("pk"), Max("pk"))
    moments = (facts["attempt__touched_at__max"], facts["attempt__claims__moved_at__max"])
    newest = max((moment for moment in moments if moment), default=None)
    stamp = int(newest.timestamp() * 1_000_000) if newest else 0
    minute = int(now.timestamp() // 60)
    return "-".join(map(str, (assignment_id, facts["pk__count"], stamp, *people.values(), minute)))


def live_board(
    course: Course,
    assignment_id: int,
    *,
    now: datetime,
    number: str | None = None,
    stage: str = "",
    version: str = "",
) -> LiveBoard:
    """The board of an assignment; `number` is the page of learners, `stage` (a slug, or `stuck`)
    narrows it to the learners who have a case there, `version` is its `board_version` where it is
    known. At most twelve statements."""
    assignment = Assignment.objects.get(pk=assignment_id, course=course)
    cases = list(assignment.listed_cases())
    set_here = set_work(course).filter(assignment=assignment)
    works = staged(set_here)
    idle = stuck_work(works, course, now=now)
    shown = idle if stage == "stuck" else works.filter(stage=stage) if stage else None
    learners = _learners(course, shown)
    page = Paginator(learners, PAGE).get_page(number)
    people = [row.user_id for row in page]
    names = shown_names(course, people)
    stuck = _one_each(idle)
    cells = _cells(works, people, stuck=frozenset(stuck), now=now)
    counts = {row["stage"]: row["n"] for row in _counted(works)}
    return LiveBoard(
        assignment_id=assignment.pk,
        assignment=assignment.title,
        version=version or board_version(course, assignment_id, now=now),
        cases=[(case.pk, case.title) for case in cases],
        page=page,
        rows=[_row(user, names.get(user, ""), cases, cells) for user in people],
        stages=[
            Tally(one.slug, one.label, counts[one.slug])
            for one in ALL_STAGES
            if counts.get(one.slug)
        ],
        works=sum(counts.values()),
        stuck=_stuck(works, stuck, now=now),
        refusals=_refusals(set_here, now=now),
    )


def stuck_work(works: QuerySet[Any], course: Course, *, now: datetime) -> QuerySet[Any]:
    """The open work of learners who have done nothing anywhere in the class for as many minutes as
    it says, the newest first. Who has not moved for hours has left rather than got stuck; in a
    class that is at rest nobody is."""
    if course.is_at_rest:
        return works.none()
    before = now - timedelta(minutes=course.stuck_after)
    idle = works.exclude(stage__in=DONE).filter(
        last_move__lte=before, last_move__gt=now - GONE_AFTER
    )
    return idle.exclude(seats__user__in=_who_moved(course, since=before)).order_by(
        "-last_move", "pk"
    )


def _who_moved(course: Course, *, since: datetime) -> set[int]:
    """The learners who have done something in the class since then; one statement."""
    works = set_work(course).filter(
        Q(attempt__touched_at__gt=since) | Q(attempt__claims__moved_at__gt=since)
    )
    seats = Seat.objects.filter(work__in=works.values("pk"), user__scripted=None)
    return set(seats.order_by().values_list("user", flat=True).distinct())


def _learners(course: Course, shown: QuerySet[Any] | None) -> QuerySet[Enrolment]:
    """The course's learners by the name that the staff see."""
    rows = Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
    if shown is not None:
        rows = rows.filter(user__in=Seat.objects.filter(work__in=shown.values("pk")).values("user"))
    if course.is_blind:
        return rows.order_by("pseudonym", "pk")
    return rows.order_by("user__display_name", "user__username", "pk")


def _counted(works: QuerySet[Any]) -> QuerySet[Any]:
    return works.order_by().values("stage").annotate(n=Count("pk"))


def _cells(
    works: QuerySet[Any], people: Sequence[int], *, stuck: Collection[int], now: datetime
) -> Mapping[tuple[int, int], Cell]:
    """The cells of these learners by (learner, case), of several attempts the newest; `stuck` are
    the attempts at which somebody is stuck."""
    rows = (
        works.filter(seats__user__in=people)
        .order_by("pk")
        .values_list(
            "attempt_id",
            "attempt__case_version__case_id",
            "seats__user",
            "stage",
            "claim_id",
            "last_move",
        )
    )
    return {
        (user, case): Cell(
            attempt_id=attempt,
            stage=stage,
            label=stage_label(stage),
            idle=ago_text((now - moved).total_seconds()),
            is_stuck=attempt in stuck,
            url=_url(attempt, stage, claim),
        )
        for attempt, case, user, stage, claim, moved in rows
    }


def _row(
    user: int, name: str, cases: Sequence[Case], cells: Mapping[tuple[int, int], Cell]
) -> BoardRow:
    own = [cells.get((user, case.pk)) for case in cases]
    return BoardRow(user, name, own, sum(cell is not None and cell.stage in DONE for cell in own))


def _one_each(idle: QuerySet[Any]) -> list[int]:
    """Of the work at which nothing moves, each learner's newest attempt; the newest first, as
    `stuck_work` has them."""
    people: dict[int, set[int]] = {}
    for attempt, user in idle.values_list("attempt_id", "seats__user")[:MOST]:
        people.setdefault(attempt, set()).add(user)
    found, seen = [], set[int]()
    for attempt, seated in people.items():
        if not seated & seen:
            found.append(attempt)
        seen |= seated
    return found


def _stuck(works: QuerySet[Any], stuck: Sequence[int], *, now: datetime) -> list[StuckRow]:
    """The last of these attempts, which have been stuck the longest."""
    rows = (
        works.filter(attempt__in=stuck[-LIST:])
        .select_related("attempt__case_version__case")
        .prefetch_related("seats__user")
        .order_by("last_move", "pk")
    )
    return [
        StuckRow(
            attempt_id=row.attempt_id,
            name=names_of(row.seats.all()),
            case=row.attempt.case_version.case.title,
            stage=row.stage,
            stage_label=stage_label(row.stage),
            idle=ago_text((now - row.last_move).total_seconds()),
            url=_url(row.attempt_id, row.stage, row.claim_id),
        )
        for row in rows
    ]


def _refusals(works: QuerySet[Any], *, now: datetime) -> list[RefusalRow]:
    """The claims of the assignment that were turned back or denied last."""
    events = list(
        ClaimEvent.objects.filter(claim__attempt__in=works.values("attempt"), to_state__in=REFUSED)
        .exclude(from_state=F("to_state"))
        .order_by("-pk")
        .values_list(
            "claim_id",
            "claim__attempt_id",
            "claim__attempt__case_version__case__title",
            "to_state",
            "created_at",
            "on",
        )[:LIST]
    )
    attempts = {attempt for _, attempt, *_ in events}
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(work__attempt__in=attempts).select_related("user", "work"):
        seats.setdefault(seat.work.attempt_id, []).append(seat)
    return [
        RefusalRow(
            claim_id=claim,
            name=names_of(seats.get(attempt, ())),
            case=title,
            state=state,
            ago=ago_text((now - made).total_seconds()),
            on=day_text(on),
        )
        for claim, attempt, title, state, made, on in events
    ]


def _url(attempt_id: int, stage: str, claim_id: int | None) -> str:
    """The desk at which the work stands."""
    if claim_id is None or stage in ("coding", "returned"):
        return _address("coding:workbench").format(attempt_id)
    return _address("claims:claim").format(claim_id)


@cache
def _address(name: str) -> str:
    """An address with a place for its number, looked up once for hundreds of cells."""
    return reverse(name, args=[0]).replace("0", "{}")
