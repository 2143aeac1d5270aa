"""The attempts of a course as a list, page by page: who, what, where it stands, its worth."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from claims.money import cents
from coding.display import day_text, money_text, percent_text
from sandbox.classroom.models import Course, Work
from sandbox.classroom.people import names_of
from sandbox.classroom.queries.staging import marked, set_work, staged
from sandbox.classroom.stages import stage_label

PAGE = 50


@dataclass(frozen=True)
class AttemptRow:
    """One piece of work: who, what, where it stands."""

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


def attempts_page(
    course: Course, *, number: str | None = None, stage: str = ""
) -> tuple[Page[Any], list[AttemptRow]]:
    """A page of the course's attempts, the newest first; `stage` is a slug of ALL_STAGES."""
    works = set_work(course)
    if stage:
        works = staged(works).filter(stage=stage)
    page = Paginator(works.order_by("-pk").values_list("pk", flat=True), PAGE).get_page(number)
    shown = (
        marked(staged(Work.objects.filter(pk__in=list(page))))
        .select_related("assignment", "attempt__case_version__case")
        .prefetch_related("seats__user")
        .order_by("-pk")
    )
    return page, [_row(work) for work in shown]


def _row(work: Any) -> AttemptRow:
    attempt = work.attempt
    return AttemptRow(
        attempt_id=attempt.pk,
        claim_id=work.claim_id,
        learners=names_of(work.seats.all()),
        case=attempt.case_version.case.title,
        assignment=work.assignment.title,
        stage=work.stage,
        stage_label=stage_label(work.stage),
        today=day_text(attempt.scenario_date),
        is_coded=work.coded,
        score=percent_text(_first(work.coding_override, work.coding_score)),
        billing=_billing(work),
        release=_release(work),
        balance=money_text(cents(work.owed) if work.owed is not None else None),
    )


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _billing(work: Any) -> str:
    """The billing mark; empty while the claim is open."""
    mark = _first(work.billing_override, work.billing_score)
    return "" if mark is None else percent_text(mark)


def _release(work: Any) -> str:
    if work.attempt.released_at:
        return "released"
    if work.attempt.feedback_at:
        return "feedback only"
    return "held back" if work.coded else ""
