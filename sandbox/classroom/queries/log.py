"""Who did what when in a class: one list out of many tables, sorted and paged by the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from claims.models import BoxComment, ClaimEvent
from coding.models import (
    Attempt,
    Challenge,
    CodingReturn,
    CodingVersion,
    PassageComment,
    ProviderQuery,
)
from sandbox.accounts.models import User
from sandbox.classroom.models import (
    Course,
    CourseRemarking,
    Enrolment,
    MarkOverride,
    Message,
    Notice,
)
from sandbox.classroom.when import when_text

PAGE = 50
KINDS: Mapping[str, str] = {
    "joined": "Joined the class",
    "begun": "Work begun",
    "coded": "Codes finalised",
    "returned": "Codes sent back",
    "asked": "Query to the provider",
    "claim": "Move of a claim",
    "message": "Message",
    "released": "Marks released",
    "override": "Marked by hand",
    "comment": "Comment",
    "challenged": "Mark challenged",
    "decided": "Challenge decided",
    "remarked": "Class marked again",
    "told": "Class was told",
}
WORK = "work__assignment__course"


@dataclass(frozen=True)
class LogRow:
    """One thing that somebody did; `who` is empty where it came about by itself."""

    at: str
    who: str
    kind: str
    detail: str
    case: str
    attempt_id: int | None

    @property
    def by_itself(self) -> str:
        """What did it where no person is named."""
        return "payer or calendar" if self.kind == KINDS["claim"] else "–"


@dataclass(frozen=True)
class LogFilter:
    """What is asked for: a person, a kind, days of the course's time zone from and to."""

    person: int | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None


def log_page(
    course: Course, asked: LogFilter, *, number: str | None = None
) -> tuple[Page[Any], list[LogRow]]:
    """A page of the log, the newest first. Four statements, whatever the size of the class."""
    page = Paginator(_log(course, asked), PAGE).get_page(number)
    return page, _rows(course, list(page))


def log_rows(course: Course, asked: LogFilter, *, most: int) -> list[LogRow]:
    """The newest rows of the log, at most so many, for a file."""
    return _rows(course, list(_log(course, asked)[:most]))


def _log(course: Course, asked: LogFilter) -> QuerySet[Any]:
    parts = [part for kind, part in _parts(course, asked) if not asked.kind or kind == asked.kind]
    if not parts:
        return Attempt.objects.none()
    first, *others = parts
    return first.union(*others, all=True).order_by("-log_at", "log_kind", "-log_key")


def _parts(course: Course, asked: LogFilter) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Each table's share of the log, all with the same columns."""
    of_attempt = {f"attempt__{WORK}": course, "attempt__work__is_preview": False}
    of_claim = {f"claim__attempt__{WORK}": course, "claim__attempt__work__is_preview": False}
    of_version = {f"coding_version__attempt__{WORK}": course}
    of_work = {"work__assignment__course": course, "work__is_preview": False}
    at_attempt = {"attempt": "attempt_id"}
    sources: tuple[tuple[str, type[Model], dict[str, Any], dict[str, str]], ...] = (
        ("joined", Enrolment, {"course": course}, {"at": "joined_at", "actor": "user_id"}),
        ("begun", Attempt, {WORK: course, "work__is_preview": False}, {"attempt": "pk"}),
        ("coded", CodingVersion, of_attempt, {"actor": "finalised_by_id", **at_attempt}),
        (
            "returned",
            CodingReturn,
            of_attempt,
            {"actor": "returned_by_id", "detail": "reason", **at_attempt},
        ),
        (
            "asked",
            ProviderQuery,
            of_attempt,
            {"actor": "written_by_id", "detail": "question", **at_attempt},
        ),
        (
            "claim",
            ClaimEvent,
            of_claim,
            {"actor": "actor_id", "detail": "move", "attempt": "claim__attempt_id"},
        ),
        (
            "message",
            Message,
            of_work,
            {
                "at": "sent_at",
                "actor": "sender_id",
                "detail": "text",
                "attempt": "work__attempt_id",
            },
        ),
        (
            "released",
            Attempt,
            {WORK: course, "released_at__isnull": False},
            {"at": "released_at", "actor": "released_by_id", "attempt": "pk"},
        ),
        (
            "override",
            MarkOverride,
            of_work,
            {
                "at": "made_at",
                "actor": "made_by_id",
                "detail": "reason",
                "attempt": "work__attempt_id",
            },
        ),
        (
            "comment",
            PassageComment,
            of_attempt,
            {"actor": "written_by_id", "detail": "text", **at_attempt},
        ),
        (
            "comment",
            BoxComment,
            of_claim,
            {"actor": "written_by_id", "detail": "text", "attempt": "claim__attempt_id"},
        ),
        (
            "challenged",
            Challenge,
            of_version,
            {
                "at": "made_at",
                "actor": "made_by_id",
                "detail": "argument",
                "attempt": "coding_version__attempt_id",
            },
        ),
        (
            "decided",
            Challenge,
            of_version | {"decided_at__isnull": False},
            {
                "at": "decided_at",
                "actor": "decided_by_id",
                "detail": "reason",
                "attempt": "coding_version__attempt_id",
            },
        ),
        (
            "remarked",
            CourseRemarking,
            {"course": course},
            {
                "at": "remarking__created_at",
                "actor": "remarking__made_by_id",
                "detail": "remarking__reason",
            },
        ),
        (
            "told",
            Notice,
            {"course": course},
            {"at": "told_at", "actor": "told_by_id", "detail": "text"},
        ),
    )
    for kind, model, belongs, columns in sources:
        yield kind, _part(model, kind, belongs, columns, asked=asked, course=course)


def _part(
    model: type[Model],
    kind: str,
    belongs: dict[str, Any],
    columns: dict[str, str],
    *,
    asked: LogFilter,
    course: Course,
) -> QuerySet[Any]:
    """One table's rows as (at, kind, actor, attempt, detail, key)."""

    def column(name: str, field: Any) -> Any:
        if name not in columns:
            return Cast(Value(None), field)
        return Cast(F(columns[name]), field)

    at = columns.get("at", "created_at")
    rows = model._base_manager.filter(**belongs).order_by()
    if asked.person is not None:
        actor = columns.get("actor")
        rows = rows.filter(**{actor: asked.person}) if actor else rows.none()
    if asked.since is not None:
        rows = rows.filter(**{f"{at}__gte": _midnight(asked.since, course)})
    if asked.until is not None:
        rows = rows.filter(**{f"{at}__lt": _midnight(asked.until + timedelta(days=1), course)})
    return rows.annotate(
        log_at=F(at),
        log_kind=Value(kind, CharField()),
        log_actor=column("actor", BigIntegerField()),
        log_attempt=column("attempt", BigIntegerField()),
        log_detail=column("detail", TextField()),
        log_key=Cast(F("pk"), BigIntegerField()),
    ).values_list("log_at", "log_kind", "log_actor", "log_attempt", "log_detail", "log_key")


def _midnight(day: date, course: Course) -> datetime:
    return datetime.combine(day, time.min, tzinfo=course.zone)


def _rows(course: Course, found: list[Any]) -> list[LogRow]:
    people = {row.pk: str(row) for row in User.objects.filter(pk__in={row[2] for row in found})}
    cases = dict(
        Attempt.objects.filter(pk__in={row[3] for row in found if row[3]}).values_list(
            "pk", "case_version__case__title"
        )
    )
    return [
        LogRow(
            at=when_text(at, course.zone),
            who=people.get(actor, ""),
            kind=KINDS[kind],
            detail=_detail(kind, detail or ""),
            case=cases.get(attempt, ""),
            attempt_id=attempt,
        )
        for at, kind, actor, attempt, detail, _ in found
    ]


def _detail(kind: str, detail: str) -> str:
    return detail.replace("_", " ").capitalize() if kind == "claim" else detail
