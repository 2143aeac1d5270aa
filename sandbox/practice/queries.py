"""What a person practising alone may choose from, and how they have done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from claims.models import Claim
from coding.display import percent_text
from coding.learning_path import learning_path
from coding.models import Attempt, Case, Mark
from coding.skills import skill_names
from sandbox.accounts.models import User
from sandbox.classroom.holding import held_cases
from sandbox.classroom.stages import Stage, stage_of


@dataclass(frozen=True)
class Choice:
    """A case on the shelf with the user's newest attempt at it, if any; `is_held` where a class of
    the user's has set it and its marks are not out."""

    slug: str
    title: str
    specialty: str
    difficulty: int
    minutes: int
    skills: str
    stage: str
    stage_label: str
    score: str
    can_start: bool
    is_held: bool
    has_twins: bool
    has_notes: bool
    url: str

    @property
    def is_done(self) -> bool:
        """The newest attempt at it is over; another may be begun."""
        return bool(self.stage) and self.can_start


def shelf(user: User, *, difficulty: int | None = None, skill: str = "") -> list[Choice]:
    """The listed cases of a difficulty (1 to 5) or skill; either may be left open."""
    newest = {attempt.case_version.case_id: attempt for attempt in _newest_last(user)}
    held = held_cases(user.pk)
    return [
        _choice(case, newest.get(case.pk), is_held=case.pk in held)
        for case in Case.objects.filter(is_listed=True)
        if difficulty in (None, case.difficulty) and (not skill or skill in case.skills)
    ]


def next_choice(choices: Sequence[Choice]) -> str:
    """The slug of the case to take next: one that is begun, else the first on the learning path
    that is not; empty when all were done."""
    begun = [choice.slug for choice in choices if choice.url and not choice.can_start]
    new = {choice.slug for choice in choices if not choice.stage and not choice.is_held}
    on_path = [step.slug for stage in learning_path() for step in stage.steps]
    return next((slug for slug in [*begun, *on_path, *sorted(new)] if slug in {*begun, *new}), "")


def skills_text(case: Case) -> str:
    """The names of a case's skills."""
    names = skill_names()
    return ", ".join(names.get(slug, slug) for slug in case.skills)


def _newest_last(user: User) -> Sequence[Attempt]:
    """The user's practice attempts, the newest last, with claim state and first mark."""
    standing = Mark.objects.filter(coding_version__attempt=OuterRef("pk"), stands=True)
    mark = standing.order_by("coding_version__number")
    claim = Claim.objects.filter(attempt=OuterRef("pk")).order_by("sequence")
    return list(
        Attempt.objects.filter(work__assignment=None, work__seats__user=user, audited={})
        .select_related("case_version")
        .annotate(
            claim_id=Subquery(claim.values("pk")[:1]),
            claim_state=Subquery(claim.values("state")[:1]),
            first_score=Subquery(mark.values("score")[:1]),
        )
        .order_by("pk")
        .distinct()
    )


def _choice(case: Case, attempt: Attempt | None, *, is_held: bool) -> Choice:
    stage = _stage(attempt)
    released = attempt is not None and attempt.released_at is not None
    return Choice(
        slug=case.slug,
        title=case.title,
        specialty=case.specialty,
        difficulty=case.difficulty,
        minutes=case.minutes,
        skills=skills_text(case),
        stage=stage.slug if stage else "",
        stage_label=stage.label if stage else "",
        score=percent_text(getattr(attempt, "first_score", None) if released else None),
        can_start=stage is None or released or stage.slug == "closed",
        is_held=is_held,
        has_twins=case.has_twins,
        has_notes=len(case.messes) > 1,
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
