"""The marking queue: one attempt at a time, case by case, names hidden."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from claims.models import Claim
from claims.queries.marks import MarksPage as BillingPage
from claims.queries.marks import marks_page as billing_page
from coding.display import percent_text
from coding.queries import MarksPage, marks_page
from sandbox.classroom.models import Course, KeptComment, MarkOverride, Work
from sandbox.classroom.queries.staging import marked, set_work, staged
from sandbox.classroom.when import when_text


@dataclass(frozen=True)
class CaseTally:
    """How many attempts at a case wait to be marked."""

    case_id: int
    title: str
    count: int


@dataclass(frozen=True)
class OverrideView:
    """A change of a mark by a person: what it was by itself, what it became, why, who, when."""

    desk: str
    automatic: str
    score: str
    reason: str
    by: str
    on: str


@dataclass(frozen=True)
class QueueItem:
    """One attempt to be marked: `place` of `count`, with the attempts before and after it."""

    work_id: int
    attempt_id: int
    claim_id: int | None
    who: str
    case: str
    case_id: int
    assignment: str
    place: int
    count: int
    before: int | None
    after: int | None
    coding_mark: str
    billing_mark: str
    coding: MarksPage | None
    billing: BillingPage | None
    overrides: Sequence[OverrideView]
    is_released: bool
    is_shown: bool


def waiting_work(course: Course, *, released: bool = False) -> QuerySet[Any]:
    """The coded work whose marks are held back, or with `released` those that are out."""
    works = staged(set_work(course)).filter(coded=True)
    return works.filter(attempt__released_at__isnull=not released)


def cases_waiting(works: QuerySet[Any]) -> list[CaseTally]:
    """How many attempts wait by case; one query."""
    rows = (
        works.order_by()
        .values("attempt__case_version__case", "attempt__case_version__case__title")
        .annotate(n=Count("pk"))
        .order_by("attempt__case_version__case__title")
    )
    return [
        CaseTally(
            row["attempt__case_version__case"],
            row["attempt__case_version__case__title"],
            row["n"],
        )
        for row in rows
    ]


def queue_item(
    course: Course, works: QuerySet[Any], *, case_id: int | None, at: int | None
) -> QueueItem | None:
    """The attempt `at` of the queue, or its first; None when nothing waits. The queue goes case by
    case, in an order that tells nothing of who it is. A constant number of queries."""
    if case_id is not None:
        works = works.filter(attempt__case_version__case=case_id)
    order = list(
        works.order_by("attempt__case_version__case__title", "attempt_id").values_list(
            "attempt_id", flat=True
        )
    )
    if not order:
        return None
    place = order.index(at) if at in order else 0
    attempt_id = order[place]
    work: Any = (
        marked(staged(Work.objects.filter(attempt=attempt_id)))
        .select_related("assignment", "attempt__case_version__case")
        .get()
    )
    claim = Claim.objects.filter(attempt=attempt_id, sequence=1).first()
    return QueueItem(
        work_id=work.pk,
        attempt_id=attempt_id,
        claim_id=work.claim_id,
        who=f"Attempt {attempt_id}",
        case=work.attempt.case_version.case.title,
        case_id=work.attempt.case_version.case_id,
        assignment=work.assignment.title,
        place=place + 1,
        count=len(order),
        before=order[place - 1] if place else None,
        after=order[place + 1] if place + 1 < len(order) else None,
        coding_mark=percent_text(_or(work.coding_override, work.coding_score)),
        billing_mark=percent_text(_or(work.billing_override, work.billing_score)),
        coding=marks_page(work.attempt),
        billing=billing_page(claim) if claim else None,
        overrides=overrides_of(work, course),
        is_released=work.attempt.released_at is not None,
        is_shown=work.attempt.feedback_at is not None,
    )


def marked_by_hand(attempt_ids: Collection[int], *, desk: str) -> frozenset[int]:
    """The attempts of these whose mark at a desk is a person's; one query, none for none."""
    if not attempt_ids:
        return frozenset()
    rows = MarkOverride.objects.filter(work__attempt__in=attempt_ids, desk=desk).order_by("pk")
    newest = dict(rows.values_list("work__attempt_id", "score"))
    return frozenset(pk for pk, score in newest.items() if score is not None)


def overrides_of(work: Work, course: Course) -> list[OverrideView]:
    """Every change of the work's marks by a person, the newest first; one query."""
    rows = MarkOverride.objects.filter(work=work).select_related("made_by").order_by("-pk")
    return [
        OverrideView(
            desk="Coding" if row.desk == "coder" else "Billing",
            automatic=percent_text(row.automatic),
            score="the automatic mark" if row.score is None else percent_text(row.score),
            reason=row.reason,
            by=str(row.made_by),
            on=when_text(row.made_at, course.zone),
        )
        for row in rows
    ]


def kept_comments(course: Course) -> list[KeptComment]:
    """The comments that the course keeps; one query."""
    return list(KeptComment.objects.filter(course=course))


def _or(by_hand: Any, automatic: Any) -> Any:
    return automatic if by_hand is None else by_hand
