"""Mark a coding against a key, and show the marks to the learner."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coding.answer import Answer
from coding.cases import Case
from coding.codebook.default import codebook
from coding.grading import SHARES, Report, grade, rounded
from coding.models import Attempt, CaseVersion, CodingVersion, Mark, MarkFinding
from coding.services.attempts import lock_attempt
from coding.services.refusals import NothingCoded


def mark_coding(version: CodingVersion, *, case_version: CaseVersion) -> Mark:
    """Mark a coding version against a version of the key, with the attempt's weights; each finding
    becomes a row."""
    shares = shares_of(version.attempt.shares)
    case = version.attempt.parsed(by=case_version)
    report = report_on(version.answer, case=case, shares=shares)
    mark = new_mark(version, case_version=case_version, report=report, shares=shares)
    mark.save()
    MarkFinding.objects.bulk_create(findings_of(mark, report))
    return mark


def report_on(answer: Answer, *, case: Case, shares: Mapping[str, Fraction]) -> Report:
    """What marking says of an answer against the key of a case. Writes nothing."""
    return grade(answer, case.key, on=case.encounter.date, codes=codebook(), shares=shares)


def shares_of(stored: Mapping[str, Any]) -> Mapping[str, Fraction]:
    """The weights of the parts as an attempt keeps them; the usual ones where it keeps none."""
    return {name: Fraction(part, 100) for name, part in stored.items()} if stored else SHARES


def new_mark(
    version: CodingVersion,
    *,
    case_version: CaseVersion,
    report: Report,
    shares: Mapping[str, Fraction],
    stands: bool = True,
) -> Mark:
    """A mark that is not stored yet."""
    return Mark(
        coding_version=version,
        case_version=case_version,
        score=report.score,
        strict=report.strict.key,
        capped=report.capped,
        report=stored_report(report, shares=shares),
        stands=stands,
    )


def findings_of(mark: Mark, report: Report) -> Iterator[MarkFinding]:
    """The findings of a stored mark as rows that are not stored yet."""
    for finding in report.findings:
        yield MarkFinding(
            mark=mark,
            code=finding.code,
            chosen=finding.answer,
            category=finding.category.value,
            credit=rounded(finding.credit),
            message=finding.message,
        )


@transaction.atomic
def release_marks(attempt_id: int, *, actor: AbstractUser | None) -> Attempt:
    """Show marks and key to the learners of the attempt; once released they stay so. `actor` is
    None where a rule of the assignment releases them.

    Raises NothingCoded before the first finalised coding.
    """
    attempt = lock_attempt(attempt_id)
    if attempt.released_at is not None:
        return attempt
    _require_coded(attempt)
    attempt.released_at = timezone.now()
    attempt.released_by_id = actor.pk if actor else None
    attempt.save(update_fields=["released_at", "released_by"])
    return attempt


@transaction.atomic
def give_feedback(attempt_id: int) -> Attempt:
    """Show the learners of the attempt its score by parts, without the key; once shown it stays.

    Raises NothingCoded before the first finalised coding.
    """
    attempt = lock_attempt(attempt_id)
    if attempt.feedback_at is not None:
        return attempt
    _require_coded(attempt)
    attempt.feedback_at = timezone.now()
    attempt.save(update_fields=["feedback_at"])
    return attempt


def _require_coded(attempt: Attempt) -> None:
    if not attempt.versions.exists():
        url = reverse("coding:workbench", args=[attempt.pk])
        raise NothingCoded("Nothing is finalised yet, so there are no marks to release.", url=url)


def stored_report(report: Report, *, shares: Mapping[str, Fraction]) -> dict[str, Any]:
    """The report as a mark keeps it: as printed, with what the marks page needs besides: the code
    pairs, and the shares of the parts as they were when it was marked."""
    pairs = [asdict(pair) | {"credit": str(rounded(pair.credit))} for pair in report.codes]
    told = {name: str(rounded(shares[name])) for name in report.parts}
    return report.to_json() | {"codes": pairs, "shares": told}
