"""The biller's mark of one claim with its sums, beside what the claim would have brought in."""

from dataclasses import dataclass
from decimal import Decimal

from claims.boxes import BY_FIELD
from claims.marking import CAP, LABELS, Report
from claims.models import BoxComment, Claim, Remittance
from claims.money import ZERO, total
from claims.right_claim import right_lines
from claims.services.marking import report_of
from coding.codebook.default import codebook
from coding.display import percent_text


@dataclass(frozen=True)
class PartView:
    """One part of the mark; `points` are weight times reached."""

    label: str
    weight: int
    reached: str
    points: str
    sum: str


@dataclass(frozen=True)
class RightLineView:
    """A service of the right claim in dollars, and what the newest answer gave for it."""

    procedure: str
    right: Decimal
    got: Decimal

    @property
    def short(self) -> Decimal:
        """What is missing; nothing where more came than was right."""
        return max(self.right - self.got, ZERO)


@dataclass(frozen=True)
class BoxCommentView:
    """A comment on a box of the claim; `anchor` is the box's id on the claim's page."""

    pk: int
    box: str
    anchor: str
    text: str
    by: str


@dataclass(frozen=True)
class MarksPage:
    """Score and sums; `failures` hold the score at `cap`."""

    score: str
    earned: str
    cap: str
    is_capped: bool
    is_final: bool
    parts: tuple[PartView, ...]
    points: int
    failures: tuple[str, ...]
    lines: tuple[RightLineView, ...]
    right: Decimal
    got: Decimal


def box_comments(claim: Claim) -> tuple[BoxCommentView, ...]:
    """The comments on the boxes of the claim; for who may see marks only. One query."""
    rows = BoxComment.objects.filter(claim=claim).select_related("written_by")
    return tuple(
        BoxCommentView(
            pk=row.pk,
            box=f"{box.number} {box.label}",
            anchor=box.anchor,
            text=row.text,
            by=str(row.written_by),
        )
        for row in rows
        for box in [BY_FIELD[row.field]]
    )


def marks_page(claim: Claim) -> MarksPage | None:
    """The mark as the claim stands, None before the payer has answered; it is final when the claim
    is closed. For who may see marks only: it tells what the key is worth."""
    report = report_of(claim)
    if report is None:
        return None
    lines = _lines(claim)
    return MarksPage(
        score=percent_text(report.score),
        earned=percent_text(report.earned),
        cap=percent_text(CAP),
        is_capped=report.is_capped,
        is_final=bool(claim.disposition),
        parts=_parts(report),
        points=sum(part.weight for part in report.parts),
        failures=tuple(row.says for row in report.failures),
        lines=lines,
        right=total(line.right for line in lines),
        got=total(line.got for line in lines),
    )


def _parts(report: Report) -> tuple[PartView, ...]:
    return tuple(
        PartView(
            label=LABELS[part.skill],
            weight=part.weight,
            reached=percent_text(part.reached),
            points=f"{(part.weight * part.reached).normalize():f}",
            sum=part.sum,
        )
        for part in report.parts
    )


def _lines(claim: Claim) -> tuple[RightLineView, ...]:
    """The right claim's services beside what was paid and left to the patient for the same code;
    services that the key does not have come last, with nothing right."""
    got = _got(claim)
    case = claim.attempt.parsed()
    views = []
    for line in right_lines(case, codes=codebook()):
        came = got.get(line.procedure, [])
        views.append(
            RightLineView(line.procedure, line.paid + line.patient, came.pop(0) if came else ZERO)
        )
    extra = [RightLineView(code, ZERO, amount) for code, rest in got.items() for amount in rest]
    return tuple(views + extra)


def _got(claim: Claim) -> dict[str, list[Decimal]]:
    """Dollars paid and left to the patient by the newest answer, line by line under their code."""
    newest = (
        Remittance.objects.filter(submission__claim=claim)
        .prefetch_related("lines__adjustments")
        .order_by("-number")
        .first()
    )
    found: dict[str, list[Decimal]] = {}
    for line in newest.lines.all() if newest else ():
        left = total(row.amount for row in line.adjustments.all() if row.group == "PR")
        found.setdefault(line.procedure, []).append(line.paid + left)
    return found
