"""The marks page: the score with its sums, the findings, and the key beside the answer.

Built only for who may see it: the view asks first, and nothing here is made before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coding.cases import Key, KeyDiagnosis, KeyProcedure
from coding.display import percent_text
from coding.grading import CAP, Category
from coding.models import Attempt, Mark
from coding.notes import Highlight, render
from coding.queries.auditing import AuditPage, audit_page
from coding.queries.challenges import ChallengeView, challenges_of
from coding.queries.changes import ChangedMark, changes_of
from coding.queries.pairs import PairRow, pair_rows
from coding.queries.provider import QueryMarks, QueryView, queries_of, query_marks
from coding.queries.workbench import Encounter, encounter, sheet_marks
from coding.services.querying import record_of
from coding.sheet import sheet_of

PART_NAMES = {
    "diagnoses": "Diagnoses",
    "procedures": "Services",
    "modifiers": "Modifiers",
    "units": "Units",
    "pointers": "Pointers",
    "sequence": "Sequence",
    "evidence": "Evidence",
}


@dataclass(frozen=True)
class PartRow:
    """One part of the score: its share, what was reached, and their product, as percent texts."""

    name: str
    share: str
    reached: str
    product: str


@dataclass(frozen=True)
class FindingView:
    """One finding with the words of the note and the source; `place` counts them from 1."""

    place: int
    category: str
    code: str
    chosen: str
    credit: str
    message: str
    quote: str
    rationale: str
    guideline: str
    challenge: ChallengeView | None


@dataclass(frozen=True)
class CommentView:
    """A comment on words of the note."""

    pk: int
    start: int
    end: int
    quote: str
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class MarksPage:
    """All that the marks of one coding version say. `is_capped` when an error limits the score;
    `is_held` when the parts would have earned more than that limit."""

    encounter: Encounter
    mark: int
    version: int
    versions: Sequence[int]
    score: str
    earned: str
    is_capped: bool
    is_held: bool
    cap: str
    gates: Sequence[str]
    parts: Sequence[PartRow]
    strict_key: str
    strict_union: str
    case_pass: bool
    evidence: str
    is_evidence_marked: bool
    findings: Sequence[FindingView]
    diagnoses: Sequence[PairRow]
    services: Sequence[PairRow]
    note: SafeString
    is_released: bool
    changes: Sequence[ChangedMark]
    sent_queries: Sequence[QueryView]
    query_marks: QueryMarks | None
    audit: AuditPage | None
    comments: Sequence[CommentView]


def marks_page(attempt: Attempt, *, number: int | None = None) -> MarksPage | None:
    """The marks of a coding version (the newest unless numbered); None when there is none."""
    marks = Mark.objects.filter(coding_version__attempt=attempt, stands=True)
    marks = marks.select_related("coding_version", "case_version__case")
    by_version = {mark.coding_version.number: mark for mark in marks}
    if not by_version:
        return None
    mark = by_version.get(max(by_version) if number is None else number)
    return _page(attempt, mark, sorted(by_version)) if mark else None


def _page(attempt: Attempt, mark: Mark, versions: list[int]) -> MarksPage:
    parsed, answer = attempt.parsed(by=mark.case_version), mark.coding_version.answer
    on, report = parsed.encounter.date, mark.report
    parts, shares = report["parts"], report["shares"]
    listed = [name for name in PART_NAMES if name in parts]
    total = sum((Decimal(share) for share in shares.values()), Decimal(0))
    products = sum((Decimal(parts[name]) * Decimal(shares[name]) for name in parts), Decimal(0))
    earned = products / total if mark.capped else mark.score
    pairs = pair_rows(report["codes"], answer, parsed.key, on=on)
    challenges = challenges_of(mark.coding_version_id)
    comments = [
        CommentView(row.pk, row.start, row.end, row.quote, row.text, str(row.written_by))
        for row in attempt.comments.select_related("written_by")
    ]
    marked = [
        *sheet_marks(sheet_of(answer)),
        *_key_marks(parsed.key),
        *(Highlight(row.start, row.end, f"comment by {row.by}", "comment") for row in comments),
    ]
    return MarksPage(
        encounter=encounter(attempt),
        mark=mark.pk,
        version=mark.coding_version.number,
        versions=versions,
        score=percent_text(mark.score),
        earned=percent_text(earned),
        is_capped=mark.capped,
        is_held=earned > mark.score,
        cap=percent_text(Decimal(CAP.numerator) / CAP.denominator),
        gates=[gate["message"] for gate in report["gates"]],
        parts=[_part(name, parts[name], shares[name], total) for name in listed],
        strict_key=percent_text(Decimal(report["strict"]["key"])),
        strict_union=percent_text(Decimal(report["strict"]["union"])),
        case_pass=report["strict"]["case_pass"],
        evidence=percent_text(Decimal(report["evidence"])) if "evidence" in report else "",
        is_evidence_marked="evidence" in parts,
        findings=[
            _finding(place, row, challenges.get((row["category"], row["code"], row["answer"])))
            for place, row in enumerate(report["findings"], start=1)
        ],
        diagnoses=[pair for pair in pairs if pair.kind == "diagnosis"],
        services=[pair for pair in pairs if pair.kind == "service"],
        note=mark_safe(render(record_of(attempt), marked)),
        is_released=attempt.released_at is not None,
        changes=changes_of(mark.coding_version_id),
        sent_queries=queries_of(attempt),
        query_marks=query_marks(attempt),
        audit=audit_page(attempt, mark),
        comments=comments,
    )


def _part(name: str, reached: str, share: str, total: Decimal) -> PartRow:
    """A part's row; its share is of the parts that this case marks."""
    weight = Decimal(share) / total
    product = Decimal(reached) * weight
    texts = (percent_text(figure) for figure in (weight, Decimal(reached), product))
    return PartRow(PART_NAMES[name], *texts)


def _finding(place: int, row: Mapping[str, Any], challenge: ChallengeView | None) -> FindingView:
    return FindingView(
        place=place,
        category=Category(row["category"]).value,
        code=row["code"],
        chosen=row["answer"],
        credit=percent_text(Decimal(row["credit"])),
        message=row["message"],
        quote=row.get("quote", ""),
        rationale=row.get("rationale", ""),
        guideline=row.get("guideline", ""),
        challenge=challenge,
    )


def _key_marks(key: Key) -> list[Highlight]:
    """The words that the key quotes, labelled with the key's code."""
    items: tuple[KeyDiagnosis | KeyProcedure, ...] = (*key.diagnoses, *key.procedures)
    return [
        Highlight(start, end, f"key {item.code}", "key")
        for item in items
        for quote in item.evidence
        for start, end in quote.spans[:1]
    ]
