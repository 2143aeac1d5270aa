"""Marks that were made again: what a coder is told of them, and their history."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from coding.display import day_text, percent_text, signed_percent
from coding.models import MarkChange


@dataclass(frozen=True)
class ChangedMark:
    """A mark that was made again, as texts; `is_kept` says that the earlier one stayed."""

    pk: int
    attempt_id: int
    case: str
    version: int
    before: str
    after: str
    change: str
    is_kept: bool
    reason: str
    on: str


def news_of(attempt_ids: Collection[int], *, user_id: int | None) -> Sequence[ChangedMark]:
    """The released marks of these attempts that changed and that the user has not taken note of,
    the newest first; one query."""
    rows = _changes(Q(coding_version__attempt__in=attempt_ids))
    unseen = rows.filter(coding_version__attempt__released_at__isnull=False, after__stands=True)
    return [
        _view(row)
        for row in unseen.exclude(after__score=F("before__score")).exclude(seen_by=user_id)
    ]


def changes_of(coding_version_id: int) -> Sequence[ChangedMark]:
    """Every time that a coding was marked again, the newest first; one query."""
    return [_view(row) for row in _changes(Q(coding_version=coding_version_id))]


def _changes(about: Q) -> QuerySet[MarkChange]:
    return (
        MarkChange.objects.filter(about, after__isnull=False)
        .select_related("remarking", "coding_version__attempt__case_version__case")
        .annotate(was=F("before__score"), now=F("after__score"))
        .order_by("-pk")
    )


def _view(row: MarkChange) -> ChangedMark:
    was, now = (getattr(row, name) for name in ("was", "now"))
    version = row.coding_version
    return ChangedMark(
        pk=row.pk,
        attempt_id=version.attempt_id,
        case=version.attempt.case_version.case.title,
        version=version.number,
        before=percent_text(was),
        after=percent_text(now),
        change=signed_percent(now - was),
        is_kept=row.remarking.never_lower and now < was,
        reason=row.remarking.reason,
        on=day_text(row.remarking.created_at.date()),
    )
