"""What a class misses: codes, kinds of errors, refusals, dollars, time, cases that tell nothing.

Everything is of the first coding of each attempt, as the learner made it alone, and of marks that
stand; previews are left out. The formulas are written out in `docs/class-figures.md`.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.http import urlencode

from claims.models import Acknowledgment, Adjustment, BillingMark, Remittance
from claims.reasons import reason
from coding.display import money_text, percent_text
from coding.models import CodingVersion, Mark, MarkFinding
from coding.requests import row_number
from sandbox.classroom.measures import Pareto, Quartiles, discriminations, pareto, quartiles
from sandbox.classroom.models import Course, Work
from sandbox.classroom.people import names_of
from sandbox.classroom.queries.staging import marked, set_work, staged
from sandbox.classroom.stages import stage_label

MOST = 12
ORDINARY = {("CO", "45"), ("CO", "59"), ("PR", "1"), ("PR", "2"), ("PR", "3")}
"""What every paid claim has: the contract's part, and the patient's share."""

DOOR = "front-door"
BarRow = tuple[str, int | Decimal, str, str]


@dataclass(frozen=True)
class MissedCode:
    """A code of the key that was missed: by what kinds of errors, and what was chosen instead."""

    code: str
    count: int
    kinds: Sequence[tuple[str, int]]
    chosen: Sequence[tuple[str, int]]
    query: str


@dataclass(frozen=True)
class CaseMeasure:
    """One case: minutes to the finalised codes and to the closed claim, and how well it tells
    strong learners from weak ones."""

    case: str
    coded: Quartiles | None
    closed: Quartiles | None
    learners: int
    mean: str
    discrimination: str
    says: str
    query: str


@dataclass(frozen=True)
class Misses:
    """All of it, of a course or of one of its assignments."""

    codes: Sequence[MissedCode]
    kinds: Sequence[BarRow]
    refusals: Pareto
    refusal_rows: Sequence[tuple[str, str, str, str, str]]
    dollars: Sequence[BarRow]
    cases: Sequence[CaseMeasure]


@dataclass(frozen=True)
class Behind:
    """An attempt behind a figure."""

    attempt_id: int
    claim_id: int | None
    who: str
    case: str
    stage: str
    stage_label: str
    score: str


def misses_of(course: Course, assignment_id: int | None = None) -> Misses:
    """What the class misses. Eight statements, whatever its size."""
    works = set_work(course)
    if assignment_id is not None:
        works = works.filter(assignment=assignment_id)
    base = {"assignment": assignment_id} if assignment_id else {}
    found = _findings(works)
    refusals = _refusals(works)
    return Misses(
        codes=_codes(found, base),
        kinds=_kinds(found, base),
        refusals=pareto([(_shown(code), count) for code, count, _ in refusals]),
        refusal_rows=_refusal_rows(refusals, base),
        dollars=_dollars(works, base),
        cases=_cases(works, base),
    )


def _query(base: dict[str, Any], **asked: Any) -> str:
    return urlencode(base | asked)


def _findings(works: QuerySet[Work]) -> list[tuple[str, str, str, int]]:
    """(key's code, kind, chosen code, how often); one statement."""
    rows = (
        MarkFinding.objects.filter(_first_codings(works), mark__stands=True, credit__lt=1)
        .order_by()
        .values_list("code", "category", "chosen")
        .annotate(n=Count("pk"))
    )
    return list(rows)


def _first_codings(works: QuerySet[Work]) -> Q:
    return Q(
        mark__coding_version__attempt__work__in=works.values("pk"),
        mark__coding_version__number=1,
    )


def _codes(found: Sequence[tuple[str, str, str, int]], base: dict[str, Any]) -> list[MissedCode]:
    totals: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    chosen: dict[str, Counter[str]] = defaultdict(Counter)
    for code, kind, other, count in found:
        if code:
            totals[code] += count
            kinds[code][kind] += count
            if other and other != code:
                chosen[code][other] += count
    ranked = sorted(totals.items(), key=lambda row: (-row[1], row[0]))[:MOST]
    return [
        MissedCode(
            code=code,
            count=count,
            kinds=kinds[code].most_common(),
            chosen=chosen[code].most_common(3),
            query=_query(base, code=code),
        )
        for code, count in ranked
    ]


def _kinds(found: Sequence[tuple[str, str, str, int]], base: dict[str, Any]) -> list[BarRow]:
    totals: Counter[str] = Counter()
    for _, kind, _, count in found:
        totals[kind] += count
    ranked = sorted(totals.items(), key=lambda row: (-row[1], row[0]))[:MOST]
    return [
        (kind.capitalize(), count, str(count), f"attempts/?{_query(base, kind=kind)}")
        for kind, count in ranked
    ]


def _refusals(works: QuerySet[Work]) -> list[tuple[str, int, Decimal]]:
    """Why lines were refused, from the commonest: (group-reason, lines, dollars); what the front
    door turned back is one of them. Two statements."""
    lines = (
        Adjustment.objects.filter(
            line__remittance__submission__claim__attempt__work__in=works.values("pk")
        )
        .order_by()
        .values_list("group", "carc")
        .annotate(n=Count("pk"), dollars=Sum("amount"))
    )
    found = [
        (f"{group}-{carc}", n, dollars)
        for group, carc, n, dollars in lines
        if (group, carc) not in ORDINARY
    ]
    turned = Acknowledgment.objects.filter(
        submission__claim__attempt__work__in=works.values("pk"), accepted=False
    ).count()
    if turned:
        found.append((DOOR, turned, Decimal(0)))
    return sorted(found, key=lambda row: (-row[1], row[0]))[:MOST]


def _shown(code: str) -> str:
    return "Rejected" if code == DOOR else code


def _refusal_rows(
    refusals: Sequence[tuple[str, int, Decimal]], base: dict[str, Any]
) -> list[tuple[str, str, str, str, str]]:
    """The table behind the picture: code, words, lines, dollars, where it leads."""
    return [
        (
            _shown(code),
            "Turned back at the front door" if code == DOOR else reason(code.split("-")[1]).says,
            str(count),
            "–" if code == DOOR else money_text(dollars),
            _query(base, reason=code),
        )
        for code, count, dollars in refusals
    ]


def _dollars(works: QuerySet[Work], base: dict[str, Any]) -> list[BarRow]:
    """What was not paid and is the patient's debt neither, on the last answer to each closed claim,
    by reason: money that was given up. One statement."""
    newest = (
        Remittance.objects.filter(submission__claim=OuterRef("line__remittance__submission__claim"))
        .exclude(cause=Remittance.Cause.DUPLICATE)
        .order_by("-number")
    )
    rows = (
        Adjustment.objects.filter(
            line__remittance__submission__claim__attempt__work__in=works.values("pk"),
            line__remittance__submission__claim__state="closed",
            line__remittance=Subquery(newest.values("pk")[:1]),
        )
        .exclude(group="PR")
        .order_by()
        .values_list("group", "carc")
        .annotate(dollars=Sum("amount"))
    )
    lost = [(f"{g}-{c}", c, amount) for g, c, amount in rows if (g, c) not in ORDINARY]
    ranked = sorted(lost, key=lambda row: (-row[2], row[0]))[:MOST]
    return [
        (
            f"{code} {reason(carc).says}",
            amount,
            money_text(amount),
            f"attempts/?{_query(base, lost=code)}",
        )
        for code, carc, amount in ranked
    ]


def _cases(works: QuerySet[Work], base: dict[str, Any]) -> list[CaseMeasure]:
    """Time and discrimination by case. One statement."""
    standing = Mark.objects.filter(coding_version__attempt=OuterRef("attempt"), stands=True)
    coded = CodingVersion.objects.filter(attempt=OuterRef("attempt"), number=1)
    closed = BillingMark.objects.filter(claim__attempt=OuterRef("attempt"), claim__sequence=1)
    rows = list(
        works.filter(seats__desk="coder", seats__user__scripted=None)
        .annotate(
            score=Subquery(standing.order_by("coding_version__number").values("score")[:1]),
            coded_at=Subquery(coded.values("created_at")[:1]),
            closed_at=Subquery(closed.order_by("version").values("created_at")[:1]),
            learner=Min("seats__user"),
        )
        .order_by()
        .values_list(
            "attempt__case_version__case",
            "attempt__case_version__case__title",
            "learner",
            "score",
            "attempt__created_at",
            "coded_at",
            "closed_at",
        )
    )
    by_case: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_case[row[0], row[1]].append(row)
    told = discriminations([(row[2], row[0], float(row[3])) for row in rows if row[3] is not None])
    return sorted(
        (
            _measure(case, title, own, told.get(case), base)
            for (case, title), own in by_case.items()
        ),
        key=lambda row: row.case,
    )


def _measure(
    case: int,
    title: str,
    rows: Sequence[Any],
    told: float | None,
    base: dict[str, Any],
) -> CaseMeasure:
    own = [row[3] for row in rows if row[3] is not None]
    return CaseMeasure(
        case=title,
        coded=quartiles([_minutes(row[4], row[5]) for row in rows if row[5]]),
        closed=quartiles([_minutes(row[4], row[6]) for row in rows if row[6]]),
        learners=len({row[2] for row in rows}),
        mean=percent_text(sum(own, Decimal(0)) / len(own) if own else None),
        discrimination="–" if told is None else f"{told:.2f}",
        says=_says(told),
        query=_query(base, case=case),
    )


def _minutes(begun: datetime, done: datetime) -> float:
    return (done - begun).total_seconds() / 60


def _says(told: float | None) -> str:
    """The discrimination in words."""
    if told is None:
        return "too few learners, or all alike"
    if told < 0:
        return "strong learners do worse: look at key and note"
    if told < 0.2:
        return "tells strong from weak hardly"
    return "tells strong from weak" if told < 0.5 else "tells strong from weak well"


# -- the attempts behind a figure -------------------------------------------------------------


def behind(course: Course, asked: Mapping[str, str], *, limit: int = 100) -> list[Behind]:
    """The attempts behind a figure, at most so many: `asked` is the figure's own query (assignment,
    code, kind, reason, lost, case). Three statements."""
    works = _narrowed(set_work(course), asked)
    rows = (
        marked(staged(works))
        .select_related("attempt__case_version__case")
        .prefetch_related("seats__user")
        .order_by("attempt__case_version__case__title", "pk")[:limit]
    )
    return [
        Behind(
            attempt_id=row.attempt_id,
            claim_id=row.claim_id,
            who=names_of(row.seats.all()),
            case=row.attempt.case_version.case.title,
            stage=row.stage,
            stage_label=stage_label(row.stage),
            score=percent_text(row.coding_score),
        )
        for row in rows
    ]


def _narrowed(works: QuerySet[Work], asked: Mapping[str, str]) -> QuerySet[Work]:
    """The work to which a figure's query leads; what makes no sense leads to nothing."""
    for name in ("assignment", "case"):
        if value := asked.get(name, ""):
            number = row_number(value) or 0
            field = "assignment" if name == "assignment" else "attempt__case_version__case"
            works = works.filter(**{field: number})
    missed = MarkFinding.objects.filter(
        mark__stands=True, credit__lt=1, mark__coding_version__number=1
    )
    for name, field in (("code", "code"), ("kind", "category")):
        if value := asked.get(name, ""):
            hit = missed.filter(**{field: value}).values("mark__coding_version__attempt")
            works = works.filter(attempt__in=hit)
    if (value := asked.get("reason", "")) == DOOR:
        turned = Acknowledgment.objects.filter(accepted=False)
        works = works.filter(attempt__in=turned.values("submission__claim__attempt"))
    elif value:
        works = works.filter(attempt__in=_refused(value))
    if value := asked.get("lost", ""):
        closed = Q(line__remittance__submission__claim__state="closed")
        works = works.filter(attempt__in=_refused(value).filter(closed))
    return works


def _refused(code: str) -> QuerySet[Any]:
    group, _, carc = code.partition("-")
    rows = Adjustment.objects.filter(group=group[:2], carc=carc[:4])
    return rows.values(attempt=F("line__remittance__submission__claim__attempt"))
