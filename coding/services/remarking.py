"""Mend a key, and mark what was coded again: previewed, in batches, with its history kept."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from coding.answer import Answer
from coding.cases import Key, lint_case, parse_case
from coding.cases.mending import with_key
from coding.codebook.default import codebook
from coding.documents import DocumentError
from coding.grading import Report
from coding.models import (
    Attempt,
    Case,
    CaseVersion,
    CodingVersion,
    Mark,
    MarkChange,
    MarkFinding,
    Remarking,
)
from coding.services.marks import findings_of, new_mark, report_on, shares_of, stored_report
from coding.services.refusals import KeyUnfit, NoReason
from coding.skills import skill_names

BATCH = 250
MAX_REASON = 300
TWINS_LOOKED_AT = 13
"""As many seeds as a class gets to see, and the case as its author reads it."""


@dataclass(frozen=True)
class Difference:
    """What another key would make of one coding; scores from 0 to 1."""

    coding_version_id: int
    attempt_id: int
    number: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """What is gained; negative for a loss."""
        return self.after - self.before


def propose_key(version: CaseVersion, key: Key, *, twin: int = 0) -> CaseVersion:
    """A version of the case with that key, not stored yet.

    The key is as the twin of that seed has it, and holds for the others with what is theirs. Its
    number and its maker are for `mend_key` to give. Raises KeyUnfit with everything that must
    be mended first, in the words of the case reader and of `check_cases`.
    """
    source = with_key(version.source, key, twin=twin)
    try:
        parsed = parse_case(source, path=version.case.slug)
        twins = range(TWINS_LOOKED_AT) if parsed.twins else ()
        made = [parsed, *(parse_case(source, path="", twin=seed) for seed in {twin, *twins} - {0})]
    except DocumentError as error:
        raise KeyUnfit([f"{error.field}: {error.message}"]) from error
    for case in made:
        problems = lint_case(case, codes=codebook(), skills=skill_names().keys())
        about = [problem.message for problem in problems if problem.message.startswith("key")]
        if about:
            patient = f"{case.patient.name}: " if case.twin else ""
            raise KeyUnfit([patient + message for message in about])
    return CaseVersion(
        case=version.case,
        source=parsed.source,
        digest=parsed.digest,
        key_digest=parsed.key_digest,
        mends=version.mends or version,
    )


@transaction.atomic
def mend_key(
    version: CaseVersion, *, key: Key, actor: AbstractUser, reason: str, twin: int = 0
) -> CaseVersion:
    """Store a version of the case with another key, as the twin of that seed has it.

    It is the same case to attempts that are moved to it; nobody begins on it who is not sent
    there. Raises KeyUnfit, NoReason.
    """
    why = _reason(reason)
    mended = propose_key(version, key, twin=twin)
    case = Case.objects.select_for_update().get(pk=version.case_id)
    mended.number = case.versions.count() + 1
    mended.reason, mended.made_by_id = why, actor.pk
    mended.save()
    return mended


def preview_remarking(
    attempt_ids: Collection[int], *, case_version: CaseVersion, shares: Mapping[str, int] | None
) -> list[Difference]:
    """What marking those attempts against a key (stored or proposed) would change, the codings in
    their order; `shares` None keeps each attempt's weights. Writes nothing."""
    marker = _Marker(case_version, shares)
    return [
        Difference(
            coding_version_id=mark.coding_version_id,
            attempt_id=mark.coding_version.attempt_id,
            number=mark.coding_version.number,
            before=mark.score,
            after=marker.report(mark.coding_version).score,
        )
        for mark in _standing(attempt_ids, case_version)
    ]


@transaction.atomic
def start_remarking(
    attempt_ids: Collection[int],
    *,
    case_version: CaseVersion,
    actor: AbstractUser,
    reason: str,
    never_lower: bool,
    shares: Mapping[str, int] | None = None,
) -> Remarking:
    """Move attempts of the case to a version of the key, and list what is to be marked again.

    From now on their new codings are marked by it; `shares`, if given, become their weights.
    `remark_batch` does the marking. Raises NoReason.
    """
    why = _reason(reason)
    attempts = Attempt.objects.filter(
        pk__in=attempt_ids, case_version__case_id=case_version.case_id
    )
    moved: dict[str, Any] = {"case_version": case_version}
    if shares is not None:
        moved["shares"] = dict(shares)
    attempts.update(**moved)
    remarking = Remarking.objects.create(
        case_version=case_version, reason=why, never_lower=never_lower, made_by_id=actor.pk
    )
    MarkChange.objects.bulk_create(
        MarkChange(remarking=remarking, coding_version_id=mark.coding_version_id, before=mark)
        for mark in _standing(attempt_ids, case_version)
    )
    return remarking


@transaction.atomic
def remark_batch(remarking_id: int, *, size: int = BATCH) -> int:
    """Mark the next codings of a remarking; returns how many are left.

    Whoever asks at the same time waits for the batch and takes the next. A coding keeps the mark
    that stood where the new one is lower and the remarking never lowers; both are kept.
    """
    remarking = Remarking.objects.select_for_update().get(pk=remarking_id)
    waiting = remarking.changes.filter(after=None)
    batch = list(waiting.select_related("before", "coding_version__attempt")[:size])
    _lock_codings(change.coding_version_id for change in batch)
    marker = _Marker(remarking.case_version, None)
    reports = [marker.report(change.coding_version) for change in batch]
    current = dict(
        Mark.objects.filter(
            coding_version__in=[change.coding_version_id for change in batch], stands=True
        ).values_list("coding_version_id", "score")
    )
    marks = [
        new_mark(
            change.coding_version,
            case_version=remarking.case_version,
            report=report,
            shares=shares_of(change.coding_version.attempt.shares),
            stands=not remarking.never_lower or report.score >= current[change.coding_version_id],
        )
        for change, report in zip(batch, reports, strict=True)
    ]
    _store(batch, marks, reports)
    return waiting.count()


def _lock_codings(ids: Iterable[int]) -> None:
    """Lock codings, always in one order: another course's remarking waits with its marks."""
    rows = CodingVersion.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk"))


def _store(batch: list[MarkChange], marks: list[Mark], reports: list[Report]) -> None:
    """The new marks with their findings; those that stand take the place of the ones before."""
    replaced = [mark.coding_version_id for mark in marks if mark.stands]
    Mark.objects.filter(coding_version__in=replaced, stands=True).update(stands=False)
    Mark.objects.bulk_create(marks)
    MarkFinding.objects.bulk_create(
        finding
        for mark, report in zip(marks, reports, strict=True)
        for finding in findings_of(mark, report)
    )
    for change, mark in zip(batch, marks, strict=True):
        change.after = mark
    MarkChange.objects.bulk_update(batch, ["after"])


@transaction.atomic
def see_change(change_id: int, *, actor: AbstractUser) -> None:
    """Take note of a changed mark; a second time changes nothing."""
    MarkChange.objects.get(pk=change_id).seen_by.add(actor.pk)


def differing_marks(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks that, computed again from the coding, the key and the weights that they were made
    with, do not come out to the same report."""
    markers: dict[tuple[int, str], _Marker] = {}
    for mark in marks:
        shares = {name: int(Decimal(part) * 100) for name, part in mark.report["shares"].items()}
        about = (mark.case_version_id, json.dumps(shares, sort_keys=True))
        marker = markers.setdefault(about, _Marker(mark.case_version, shares))
        again = stored_report(marker.report(mark.coding_version), shares=shares_of(shares))
        if _text(again) != _text(mark.report):
            yield mark


def _text(report: object) -> str:
    return json.dumps(report, sort_keys=True)


def _standing(attempt_ids: Collection[int], version: CaseVersion) -> Iterable[Mark]:
    """The marks that stand on those attempts of the case, oldest attempt first."""
    return (
        Mark.objects.filter(
            coding_version__attempt__in=attempt_ids,
            coding_version__attempt__case_version__case_id=version.case_id,
            stands=True,
        )
        .select_related("coding_version__attempt")
        .defer("report")
        .order_by("coding_version__attempt_id", "coding_version__number")
    )


def _reason(text: str) -> str:
    why = text.strip()
    if not why or len(why) > MAX_REASON:
        raise NoReason(f"Say why in at most {MAX_REASON} characters; the learners read it.")
    return why


class _Marker:
    """Marks answers against one key; the same answer to the same twin and note, with the same
    weights, is marked once."""

    def __init__(self, case_version: CaseVersion, shares: Mapping[str, int] | None) -> None:
        self.case_version, self.shares = case_version, shares
        self.known: dict[str, Report] = {}

    def report(self, coding: CodingVersion) -> Report:
        """What marking says of a coding."""
        weights: Mapping[str, Fraction] = shares_of(
            coding.attempt.shares if self.shares is None else self.shares
        )
        case = coding.attempt.parsed(by=self.case_version)
        told = [coding.content, case.twin, case.mess, sorted(map(str, weights.items()))]
        about = json.dumps(told, sort_keys=True)
        digest = hashlib.sha256(about.encode()).hexdigest()
        if digest not in self.known:
            answer: Answer = coding.answer
            self.known[digest] = report_on(answer, case=case, shares=weights)
        return self.known[digest]
