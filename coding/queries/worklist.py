"""The coder's worklist: one row an attempt, in one query however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Exists, OuterRef, Subquery

from coding.display import percent_text
from coding.models import Attempt, CodingReturn, Mark, ProviderQuery


class Stage(StrEnum):
    """Where the coder's part of an attempt stands."""

    SENT_BACK = "sent_back"
    TO_CODE = "to_code"
    CODED = "coded"
    RELEASED = "released"


@dataclass(frozen=True)
class WorkRow:
    """One attempt on the list. `reason` says why the codes came back; `score` (0 to 1) is there
    only once the marks are released. `query` says how queries to the provider stand: "answered",
    "waiting" or nothing."""

    attempt_id: int
    case: str
    specialty: str
    difficulty: int
    minutes: int
    service_date: date
    scenario_date: date
    stage: Stage
    is_begun: bool
    version: int
    reason: str
    returned_on: date | None
    query: str
    score: Decimal | None

    @property
    def score_text(self) -> str:
        """The score as a percentage; a dash before the release."""
        return percent_text(self.score)


@dataclass(frozen=True)
class Worklist:
    """The coder's attempts by what is to be done with them."""

    sent_back: Sequence[WorkRow]
    to_code: Sequence[WorkRow]
    coded: Sequence[WorkRow]
    released: Sequence[WorkRow]

    @property
    def is_empty(self) -> bool:
        """There is nothing on any list."""
        return not (self.sent_back or self.to_code or self.coded or self.released)


def worklist(attempt_ids: Iterable[int]) -> Worklist:
    """The rows of these attempts, the newest first."""
    rows = [_row(attempt) for attempt in _attempts(attempt_ids)]
    by_stage = {stage: [row for row in rows if row.stage is stage] for stage in Stage}
    return Worklist(
        sent_back=by_stage[Stage.SENT_BACK],
        to_code=by_stage[Stage.TO_CODE],
        coded=by_stage[Stage.CODED],
        released=by_stage[Stage.RELEASED],
    )


def _attempts(attempt_ids: Iterable[int]) -> Iterable[Attempt]:
    """The attempts with their open return, newest version and its newest mark."""
    back = CodingReturn.objects.filter(attempt=OuterRef("pk"), answered_by=None)
    asked = ProviderQuery.objects.filter(attempt=OuterRef("pk"))
    marks = Mark.objects.filter(coding_version__attempt=OuterRef("pk"), stands=True)
    marks = marks.order_by("-coding_version__number")
    return (
        Attempt.objects.filter(pk__in=list(attempt_ids))
        .select_related("case_version__case")
        .defer("case_version__source")
        .annotate(
            is_asked=Exists(asked),
            is_answered=Exists(asked.exclude(answered_on=None)),
            back_reason=Subquery(back.values("reason")[:1]),
            back_on=Subquery(back.values("returned_on")[:1]),
            newest_version=Subquery(marks.values("coding_version__number")[:1]),
            newest_score=Subquery(marks.values("score")[:1]),
        )
    )


def _row(attempt: Attempt) -> WorkRow:
    case = attempt.case_version.case
    back_reason = getattr(attempt, "back_reason", None)
    return WorkRow(
        attempt_id=attempt.pk,
        case=case.title,
        specialty=case.specialty,
        difficulty=case.difficulty,
        minutes=case.minutes,
        service_date=case.service_date,
        scenario_date=attempt.scenario_date,
        stage=_stage(attempt, is_back=back_reason is not None),
        is_begun=attempt.draft_version > 0,
        version=getattr(attempt, "newest_version", None) or 0,
        reason=back_reason or "",
        returned_on=getattr(attempt, "back_on", None),
        query=_query(attempt),
        score=getattr(attempt, "newest_score", None) if attempt.released_at else None,
    )


def _query(attempt: Attempt) -> str:
    if getattr(attempt, "is_answered", False):
        return "answered"
    return "waiting" if getattr(attempt, "is_asked", False) else ""


def _stage(attempt: Attempt, *, is_back: bool) -> Stage:
    if attempt.coding_open:
        return Stage.SENT_BACK if is_back else Stage.TO_CODE
    return Stage.RELEASED if attempt.released_at else Stage.CODED
