"""Challenges as the learner and the instructor read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from coding.display import day_text
from coding.models import Attempt, Challenge


@dataclass(frozen=True)
class ChallengeView:
    """A challenge with its finding; `decided` and `reason` are empty while it waits."""

    pk: int
    attempt_id: int
    case_id: int
    case: str
    version: int
    category: str
    code: str
    chosen: str
    message: str
    quote: str
    guideline: str
    argument: str
    by: str
    on: str
    status: str
    status_label: str
    reason: str
    decided_by: str

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided it."""
        return self.status == Challenge.Status.WAITING

    @property
    def is_accepted(self) -> bool:
        """The learner was right."""
        return self.status == Challenge.Status.ACCEPTED


def challenges_of(coding_version_id: int) -> Mapping[tuple[str, str, str], ChallengeView]:
    """The challenges of a coding version by category, key's code and coder's code; one query."""
    rows = _rows().filter(coding_version=coding_version_id)
    return {(row.category, row.code, row.chosen): _view(row) for row in rows}


def challenges_at(attempts: QuerySet[Attempt]) -> Sequence[ChallengeView]:
    """The challenges of these attempts, those that wait first, the oldest first; one query."""
    rows = _rows().filter(coding_version__attempt__in=attempts)
    return sorted((_view(row) for row in rows), key=lambda row: (not row.is_waiting, row.pk))


def decisions_for(user_id: int | None) -> Sequence[ChallengeView]:
    """The decided challenges that who made them has not read yet; one query."""
    rows = _rows().filter(made_by=user_id, is_seen=False)
    return [_view(row) for row in rows.exclude(status=Challenge.Status.WAITING)]


def _rows() -> QuerySet[Challenge]:
    return Challenge.objects.select_related(
        "coding_version__attempt__case_version__case", "made_by", "decided_by"
    ).defer("coding_version__attempt__case_version__source")


def _view(row: Challenge) -> ChallengeView:
    attempt = row.coding_version.attempt
    return ChallengeView(
        pk=row.pk,
        attempt_id=attempt.pk,
        case_id=attempt.case_version.case_id,
        case=attempt.case_version.case.title,
        version=row.coding_version.number,
        category=row.category,
        code=row.code,
        chosen=row.chosen,
        message=row.message,
        quote=row.quote,
        guideline=row.guideline,
        argument=row.argument,
        by=str(row.made_by),
        on=day_text(row.made_at.date()),
        status=row.status,
        status_label=row.get_status_display(),
        reason=row.reason,
        decided_by=str(row.decided_by) if row.decided_by else "",
    )
