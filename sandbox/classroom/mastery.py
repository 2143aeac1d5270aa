"""How a coder does by skill, as far as marks are released."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from coding.display import percent_text
from coding.models import Attempt, Mark
from coding.skills import skill_names

SkillRow = tuple[str, Decimal, str, str]
"""A skill's name, the mean mark from 0 to 1, the mean in words, where to practise the skill."""


def marks_by_skill(attempt_ids: Collection[int], *, limit: int = 8) -> list[SkillRow]:
    """The coder's skills by the mean of the newest released marks of the attempts whose cases
    practise them, the lowest first. One query."""
    standing = Mark.objects.filter(coding_version__attempt=OuterRef("pk"), stands=True)
    newest = standing.order_by("-coding_version__number")
    marked = (
        Attempt.objects.filter(pk__in=attempt_ids, released_at__isnull=False)
        .annotate(score=Subquery(newest.values("score")[:1]))
        .exclude(score=None)
        .values_list("case_version__case__skills", "score")
    )
    scores: dict[str, list[Decimal]] = {}
    for skills, score in marked:
        for slug in skills:
            scores.setdefault(slug, []).append(score)
    rows = [
        _row(slug, name, scores[slug])
        for slug, name in skill_names("coder").items()
        if slug in scores
    ]
    return sorted(rows, key=lambda row: row[1])[:limit]


def _row(slug: str, name: str, scores: list[Decimal]) -> SkillRow:
    mean = sum(scores, Decimal(0)) / len(scores)
    return name, mean, percent_text(mean), f"{reverse('practice:home')}?skill={slug}"
