"""The marks of a biller: how a claim went, part by part, each with its sum. PURE.

A denial repaired well earns nearly all: only the first-pass part is lost. Weights are house
convention. A compliance failure holds the score at 69%, as a gate does for a coder
(`coding.grading`). A part that has nothing to count is left out and the others share its weight.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from claims.compliance import Failure
from claims.money import ZERO, dollars
from claims.reason_texts.kinds import Action

CAP = Decimal("0.69")
PLACES = Decimal("0.0001")


class Skill(StrEnum):
    """The parts of a biller's mark."""

    FIRST_PASS = "first_pass"
    CATCHES = "catches"
    DIAGNOSIS = "diagnosis"
    ACTION = "action"
    DOLLARS = "dollars"
    TOUCHES = "touches"
    DEADLINES = "deadlines"


WEIGHTS: dict[Skill, int] = {
    Skill.FIRST_PASS: 20,
    Skill.CATCHES: 10,
    Skill.DIAGNOSIS: 15,
    Skill.ACTION: 20,
    Skill.DOLLARS: 20,
    Skill.TOUCHES: 5,
    Skill.DEADLINES: 10,
}

LABELS: dict[Skill, str] = {
    Skill.FIRST_PASS: "First pass",
    Skill.CATCHES: "Catches before sending",
    Skill.DIAGNOSIS: "Cause of the answer",
    Skill.ACTION: "Right next action",
    Skill.DOLLARS: "Dollars recovered",
    Skill.TOUCHES: "Touches",
    Skill.DEADLINES: "Deadlines",
}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the biller did about an answer that stopped money; ``taken`` None: nothing."""

    answer: str
    taken: Action | None
    right: frozenset[Action]

    @property
    def is_right(self) -> bool:
        """Whether what was done leads out."""
        return self.taken in self.right


@dataclass(frozen=True, kw_only=True)
class Conduct:
    """What a claim's rows say of its biller.

    ``first_pass`` None: not answered yet. ``planted`` and ``caught`` count errors that stood on
    the claim as it was opened, and those that were gone when it was first sent. ``named`` and
    ``stopped`` count answers whose cause was named rightly, and all that had one. ``recovered``
    and ``collectible`` are dollars. ``sendings`` are claims, letters and documents sent,
    ``needed`` how many it takes. ``kept`` of ``deadlines`` were kept.
    """

    first_pass: bool | None
    planted: int
    caught: int
    stopped: int
    named: int
    decisions: Sequence[Decision]
    recovered: Decimal
    collectible: Decimal
    sendings: int
    needed: int
    deadlines: int
    kept: int
    failures: Sequence[Failure] = ()


@dataclass(frozen=True)
class Part:
    """One part: its weight in points, what was reached (0 to 1) and the sum in words."""

    skill: Skill
    weight: int
    reached: Decimal
    sum: str


@dataclass(frozen=True)
class Report:
    """The parts that apply, what they add up to (0 to 1), and the score after the cap."""

    parts: tuple[Part, ...]
    earned: Decimal
    score: Decimal
    failures: tuple[Failure, ...]

    @property
    def is_capped(self) -> bool:
        """Whether a compliance failure holds the score down."""
        return self.score < self.earned


def mark(conduct: Conduct) -> Report | None:
    """The mark of a biller; None before the payer has answered."""
    if conduct.first_pass is None:
        return None
    parts = tuple(_parts(conduct))
    weights = sum(part.weight for part in parts)
    earned = sum((part.weight * part.reached for part in parts), ZERO) / weights
    earned = earned.quantize(PLACES, ROUND_HALF_UP)
    score = min(earned, CAP) if conduct.failures else earned
    return Report(parts=parts, earned=earned, score=score, failures=tuple(conduct.failures))


def _parts(conduct: Conduct) -> Iterator[Part]:
    said = (
        "paid at once, nothing stopped" if conduct.first_pass else "the first answer was not clean"
    )
    yield _part(Skill.FIRST_PASS, int(bool(conduct.first_pass)), 1, said)
    if conduct.planted:
        said = (
            f"{conduct.caught} of {conduct.planted} errors on the opened claim were mended in time"
        )
        yield _part(Skill.CATCHES, conduct.caught, conduct.planted, said)
    if conduct.stopped:
        said = f"{conduct.named} of {conduct.stopped} causes named rightly"
        yield _part(Skill.DIAGNOSIS, conduct.named, conduct.stopped, said)
    if conduct.decisions:
        right = sum(row.is_right for row in conduct.decisions)
        said = f"{right} of {len(conduct.decisions)} answers met with an action that leads out"
        yield _part(Skill.ACTION, right, len(conduct.decisions), said)
    if conduct.collectible > 0:
        said = f"{dollars(conduct.recovered)} of {dollars(conduct.collectible)}"
        yield _part(
            Skill.DOLLARS, min(conduct.recovered, conduct.collectible), conduct.collectible, said
        )
    said = f"{conduct.needed} needed, {conduct.sendings} sent"
    yield _part(Skill.TOUCHES, min(conduct.needed, conduct.sendings), conduct.sendings, said)
    said = f"{conduct.kept} of {conduct.deadlines} deadlines kept"
    yield _part(Skill.DEADLINES, conduct.kept, conduct.deadlines, said)


def _part(skill: Skill, reached: int | Decimal, whole: int | Decimal, said: str) -> Part:
    share = (Decimal(reached) / Decimal(whole)).quantize(PLACES, ROUND_HALF_UP)
    return Part(skill, WEIGHTS[skill], share, said)
