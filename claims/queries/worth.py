"""What each difference from the key did to the claim, ready to print: for who may see marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims.coding_worth import Effect, read_pairs, worth_of
from claims.reasons import UnknownReason, reason
from coding.codebook.default import codebook
from coding.display import money_text
from coding.models import Attempt, Mark

NAMES = {
    "diagnosis": "Diagnosis",
    "order": "First-listed",
    "service": "Service",
    "modifiers": "Modifiers",
    "units": "Units",
    "pointers": "Pointers",
}


@dataclass(frozen=True)
class EffectView:
    """One difference alone; dollars. `reasons` are the payer's number with its words."""

    name: str
    line: int | None
    right: str
    yours: str
    brings: Decimal
    change: Decimal
    reasons: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class WorthPage:
    """The coder's codes beside the key in dollars; `version` is the coding version's number."""

    version: int
    right: Decimal
    yours: Decimal
    change: Decimal
    effects: Sequence[EffectView]

    @property
    def right_text(self) -> str:
        """The right codes in dollars."""
        return money_text(self.right)

    @property
    def yours_text(self) -> str:
        """The coder's codes in dollars."""
        return money_text(self.yours)

    @property
    def change_text(self) -> str:
        """The difference in dollars, with its sign."""
        return money_text(self.change, signed=True)


def worth_page(attempt: Attempt, *, number: int | None = None) -> WorthPage | None:
    """The newest coding version, or the one with that number; None where there is none."""
    marks = Mark.objects.filter(coding_version__attempt=attempt, stands=True)
    if number is not None:
        marks = marks.filter(coding_version__number=number)
    mark = (
        marks.select_related("coding_version", "case_version__case")
        .order_by("-coding_version__number")
        .first()
    )
    if mark is None:
        return None
    found = worth_of(
        attempt.parsed(by=mark.case_version),
        mark.coding_version.answer,
        read_pairs(mark.report["codes"]),
        codes=codebook(),
    )
    return WorthPage(
        version=mark.coding_version.number,
        right=found.right,
        yours=found.yours,
        change=found.change,
        effects=[_view(effect) for effect in found.effects],
    )


def _view(effect: Effect) -> EffectView:
    return EffectView(
        name=NAMES[effect.what],
        line=effect.line,
        right=effect.right,
        yours=effect.yours,
        brings=effect.brings,
        change=effect.change,
        reasons=[(code, _words(code)) for code in effect.reasons],
    )


def _words(code: str) -> str:
    """What an adjustment reason says; empty for a status of the front door."""
    try:
        return reason(code.partition("-")[2]).says if ":" not in code else ""
    except UnknownReason:
        return ""
