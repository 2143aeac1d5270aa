"""The marks page: the score with its sums, the findings, and the key beside the answer.

Built only for who may see it: the view asks first, and nothing here is made before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from coding.answer import Answer, DiagnosisLine, ProcedureLine
from coding.cases import Key, KeyDiagnosis, KeyProcedure
from coding.codebook.default import codebook
from coding.grading import CAP, Category
from coding.models import Attempt, Mark
from coding.notes import Highlight, render
from coding.queries.found import code_href, percent_text
from coding.queries.workbench import Encounter, encounter, sheet_marks
from coding.sheet import sheet_of

PART_NAMES = {
    "diagnoses": "Diagnoses",
    "procedures": "Services",
    "modifiers": "Modifiers",
    "units": "Units",
    "pointers": "Pointers",
    "sequence": "Sequence",
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
    """One finding with the words of the note and the source."""

    category: str
    code: str
    title: str
    chosen: str
    chosen_title: str
    credit: str
    message: str
    line: int | None
    quote: str
    rationale: str
    guideline: str


@dataclass(frozen=True)
class CodeSide:
    """One side of a pair: a code with what belongs to it."""

    code: str
    title: str
    href: str
    details: Sequence["Detail"]


@dataclass(frozen=True)
class Detail:
    """What belongs to a service line; `is_off` where the learner's differs from the key's."""

    name: str
    text: str
    is_off: bool = False


@dataclass(frozen=True)
class PairRow:
    """A code of the key beside the learner's; either side may be missing."""

    kind: str
    yours: CodeSide | None
    key: CodeSide | None
    credit: str
    is_right: bool
    evidence: str
    is_optional: bool
    rationale: str
    guideline: str


@dataclass(frozen=True, kw_only=True)
class MarksPage:
    """All that the marks of one coding version say."""

    encounter: Encounter
    version: int
    versions: Sequence[int]
    finalised_on: date
    score: str
    earned: str
    is_capped: bool
    cap: str
    gates: Sequence[str]
    parts: Sequence[PartRow]
    shares: str
    strict_key: str
    strict_union: str
    case_pass: bool
    evidence: str
    findings: Sequence[FindingView]
    diagnoses: Sequence[PairRow]
    services: Sequence[PairRow]
    note: SafeString
    is_released: bool


def marks_page(attempt: Attempt, *, number: int | None = None) -> MarksPage | None:
    """The marks of a coding version (the newest unless numbered); None when there is none."""
    marks = Mark.objects.filter(coding_version__attempt=attempt).select_related(
        "coding_version", "case_version__case"
    )
    newest_first = {mark.coding_version.number: mark for mark in marks.order_by("pk")}
    if not newest_first:
        return None
    mark = newest_first.get(max(newest_first) if number is None else number)
    return _page(attempt, mark, sorted(newest_first)) if mark else None


def _page(attempt: Attempt, mark: Mark, versions: list[int]) -> MarksPage:
    parsed, answer = mark.case_version.parsed(), mark.coding_version.answer
    on, report = parsed.encounter.date, mark.report
    parts, shares = report["parts"], report["shares"]
    listed = [name for name in PART_NAMES if name in parts]
    total = sum((Decimal(share) for share in shares.values()), Decimal(0))
    earned = sum((Decimal(parts[name]) * Decimal(shares[name]) for name in parts), Decimal(0))
    pairs = _pairs(report["codes"], answer, parsed.key, on=on)
    marked = [*sheet_marks(sheet_of(answer)), *_key_marks(parsed.key)]
    return MarksPage(
        encounter=encounter(attempt),
        version=mark.coding_version.number,
        versions=versions,
        finalised_on=mark.coding_version.finalised_on,
        score=percent_text(mark.score),
        earned=percent_text(earned / total if total else Decimal(0)),
        is_capped=mark.capped,
        cap=percent_text(Decimal(CAP.numerator) / CAP.denominator),
        gates=[gate["message"] for gate in report["gates"]],
        parts=[_part(name, parts[name], shares[name], total) for name in listed],
        shares=percent_text(total),
        strict_key=percent_text(Decimal(report["strict"]["key"])),
        strict_union=percent_text(Decimal(report["strict"]["union"])),
        case_pass=report["strict"]["case_pass"],
        evidence=percent_text(Decimal(report["evidence"])) if "evidence" in report else "",
        findings=[_finding(row, on=on) for row in report["findings"]],
        diagnoses=[pair for pair in pairs if pair.kind == "diagnosis"],
        services=[pair for pair in pairs if pair.kind == "service"],
        note=mark_safe(render(parsed.note, marked)),
        is_released=attempt.released_at is not None,
    )


def _part(name: str, reached: str, share: str, total: Decimal) -> PartRow:
    """A part's row; its share is of the parts that this case marks."""
    weight = Decimal(share) / total
    product = Decimal(reached) * weight
    texts = (percent_text(figure) for figure in (weight, Decimal(reached), product))
    return PartRow(PART_NAMES[name], *texts)


def _finding(row: Mapping[str, Any], *, on: date) -> FindingView:
    return FindingView(
        category=Category(row["category"]).value,
        code=row["code"],
        title=_title(row["code"], on=on),
        chosen=row["answer"],
        chosen_title=_title(row["answer"], on=on),
        credit=percent_text(Decimal(row["credit"])),
        message=row["message"],
        line=row.get("line"),
        quote=row.get("quote", ""),
        rationale=row.get("rationale", ""),
        guideline=row.get("guideline", ""),
    )


def _pairs(
    rows: Iterable[Mapping[str, Any]], answer: Answer, key: Key, *, on: date
) -> list[PairRow]:
    """The stored pairs with both sides spelled out; key codes come in the order of the key."""
    wanted = {False: iter(key.diagnoses), True: iter(key.procedures)}
    found = []
    for row in rows:
        is_service = row["is_procedure"]
        mine: Sequence[DiagnosisLine | ProcedureLine] = (
            answer.procedures if is_service else answer.diagnoses
        )
        line = mine[row["position"] - 1] if row["position"] else None
        item = next(wanted[is_service], None) if row["key"] else None
        found.append(_pair(row, line, item, on=on))
    return found


def _pair(
    row: Mapping[str, Any],
    line: DiagnosisLine | ProcedureLine | None,
    item: KeyDiagnosis | KeyProcedure | None,
    *,
    on: date,
) -> PairRow:
    key = _side(item, on=on) if item else None
    return PairRow(
        kind="service" if row["is_procedure"] else "diagnosis",
        yours=_side(line, on=on, beside=key) if line else None,
        key=key,
        credit=percent_text(Decimal(row["credit"])),
        is_right=Decimal(row["credit"]) == 1,
        evidence=_evidence(line, row["has_evidence"]),
        is_optional=row["is_optional"],
        rationale=item.rationale if item else "",
        guideline=item.guideline if item else "",
    )


def _evidence(line: DiagnosisLine | ProcedureLine | None, is_found: bool | None) -> str:
    """Whether the linked words are among those that the key quotes."""
    if line is None or is_found is None:
        return ""
    if not line.evidence:
        return "No evidence linked"
    return "Evidence as in the key" if is_found else "Evidence elsewhere than in the key"


def _side(
    line: DiagnosisLine | ProcedureLine | KeyDiagnosis | KeyProcedure,
    *,
    on: date,
    beside: CodeSide | None = None,
) -> CodeSide:
    details: list[Detail] = []
    if isinstance(line, ProcedureLine | KeyProcedure):
        right = {detail.name: detail.text for detail in beside.details} if beside else {}
        texts = {
            "Modifiers": " ".join(sorted(line.modifiers)) or "none",
            "Units": str(line.units),
            "Points at": ", ".join(line.pointers) or "nothing",
        }
        details = [
            Detail(name, text, right.get(name, text) != text) for name, text in texts.items()
        ]
    entry = codebook().find(line.code, on=on)
    return CodeSide(line.code, entry.title if entry else "", code_href(entry, on=on), details)


def _title(code: str, *, on: date) -> str:
    entry = codebook().find(code, on=on) if code else None
    return entry.title if entry else ""


def _key_marks(key: Key) -> list[Highlight]:
    """The words that the key quotes, labelled with the key's code."""
    items: tuple[KeyDiagnosis | KeyProcedure, ...] = (*key.diagnoses, *key.procedures)
    return [
        Highlight(start, end, f"key {item.code}", "key")
        for item in items
        for quote in item.evidence
        for start, end in quote.spans[:1]
    ]
