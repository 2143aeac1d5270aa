"""What a person practising alone may choose from, and how they have done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from claims.models import Claim
from coding.models import Attempt, Case, Mark
from coding.skills import skill_names
from sandbox.accounts.models import User
from sandbox.classroom.stages import Stage, stage_of


@dataclass(frozen=True)
class Choice:
    """A case on the shelf with the user's newest attempt at it, if any."""

    slug: str
    title: str
    specialty: str
    difficulty: int
    minutes: int
    skills: Sequence[str]
    service_date: date
    attempt_id: int | None
    stage: str
    stage_label: str
    score: Decimal | None
    can_start: bool
    url: str


@dataclass(frozen=True)
class Shelf:
    """The cases that match, and the values to filter by."""

    choices: Sequence[Choice]
    difficulties: Sequence[int]
    skills: Sequence[tuple[str, str]]


def shelf(user: User, *, difficulty: int | None = None, skill: str = "") -> Shelf:
    """The listed cases of a difficulty (1 to 5) or skill; either may be left open."""
    listed = list(Case.objects.filter(is_listed=True))
    newest = {attempt.case_version.case_id: attempt for attempt in _newest_last(user)}
    chosen = [
        _choice(case, newest.get(case.pk))
        for case in listed
        if difficulty in (None, case.difficulty) and (not skill or skill in case.skills)
    ]
    names = skill_names()
    used = sorted({slug for case in listed for slug in case.skills})
    return Shelf(
        choices=chosen,
        difficulties=sorted({case.difficulty for case in listed}),
        skills=[(slug, names.get(slug, slug)) for slug in used],
    )


def _newest_last(user: User) -> Sequence[Attempt]:
    """The user's practice attempts, the newest last, with claim state and first mark."""
    mark = Mark.objects.filter(coding_version__attempt=OuterRef("pk")).order_by(
        "coding_version__number"
    )
    claim = Claim.objects.filter(attempt=OuterRef("pk")).order_by("sequence")
    return list(
        Attempt.objects.filter(work__assignment=None, work__seats__user=user)
        .select_related("case_version")
        .annotate(
            claim_id=Subquery(claim.values("pk")[:1]),
            claim_state=Subquery(claim.values("state")[:1]),
            first_score=Subquery(mark.values("score")[:1]),
        )
        .order_by("pk")
        .distinct()
    )


def _choice(case: Case, attempt: Attempt | None) -> Choice:
    names = skill_names()
    stage = _stage(attempt)
    released = attempt is not None and attempt.released_at is not None
    return Choice(
        slug=case.slug,
        title=case.title,
        specialty=case.specialty,
        difficulty=case.difficulty,
        minutes=case.minutes,
        skills=[names.get(slug, slug) for slug in case.skills],
        service_date=case.service_date,
        attempt_id=attempt.pk if attempt else None,
        stage=stage.slug if stage else "",
        stage_label=stage.label if stage else "",
        score=getattr(attempt, "first_score", None) if released else None,
        can_start=stage is None or released or stage.slug == "closed",
        url=_next_page(attempt) if attempt else "",
    )


def _stage(attempt: Attempt | None) -> Stage | None:
    """None when the case was not begun."""
    if attempt is None:
        return None
    return stage_of(
        coding_open=attempt.coding_open,
        was_coded=getattr(attempt, "first_score", None) is not None,
        claim_state=getattr(attempt, "claim_state", None),
    )


def _next_page(attempt: Attempt) -> str:
    """The desk where the attempt goes on."""
    claim_id = getattr(attempt, "claim_id", None)
    if attempt.coding_open:
        return reverse("coding:workbench", args=[attempt.pk])
    return reverse("claims:claim", args=[claim_id]) if claim_id else reverse("classroom:biller")
