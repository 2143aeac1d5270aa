"""Mark a coding against a key, and show the marks to the learner."""

from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coding.codebook.default import codebook
from coding.grading import SHARES, Report, grade, rounded
from coding.models import Attempt, CaseVersion, CodingVersion, Mark, MarkFinding
from coding.services.attempts import lock_attempt
from coding.services.refusals import NothingCoded


def mark_coding(version: CodingVersion, *, case_version: CaseVersion) -> Mark:
    """Mark a coding version against a version of the key; each finding becomes a row.

    The stored report is the printed one with what the marks page needs besides: the code pairs and
    the shares of the parts as they were when it was marked.
    """
    parsed = case_version.parsed()
    report = grade(version.answer, parsed.key, on=parsed.encounter.date, codes=codebook())
    mark = Mark.objects.create(
        coding_version=version,
        case_version=case_version,
        score=report.score,
        strict=report.strict.key,
        capped=report.capped,
        report=_stored(report),
    )
    MarkFinding.objects.bulk_create(
        MarkFinding(
            mark=mark,
            code=finding.code,
            chosen=finding.answer,
            category=finding.category.value,
            credit=rounded(finding.credit),
            message=finding.message,
        )
        for finding in report.findings
    )
    return mark


@transaction.atomic
def release_marks(attempt_id: int, *, actor: AbstractUser) -> Attempt:
    """Show marks and key to the learners of the attempt; once released they stay so.

    Raises NothingCoded before the first finalised coding.
    """
    attempt = lock_attempt(attempt_id)
    if attempt.released_at is not None:
        return attempt
    if not attempt.versions.exists():
        url = reverse("coding:workbench", args=[attempt.pk])
        raise NothingCoded("Nothing is finalised yet, so there are no marks to release.", url=url)
    attempt.released_at = timezone.now()
    attempt.released_by_id = actor.pk
    attempt.save(update_fields=["released_at", "released_by"])
    return attempt


def _stored(report: Report) -> dict[str, Any]:
    pairs = [asdict(pair) | {"credit": str(rounded(pair.credit))} for pair in report.codes]
    shares = {name: str(rounded(SHARES[name])) for name in report.parts}
    return report.to_json() | {"codes": pairs, "shares": shares}
