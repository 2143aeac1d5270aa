"""What a rule is, and what it found: the field, whose slip it is, and what the payer says to it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from claims.money import ZERO
from claims.rules.review import Review


class Owner(StrEnum):
    """The desk that can mend a finding; NONE is nobody's slip, such as a copay."""

    CODER = "coder"
    BILLER = "biller"
    FRONT_DESK = "front desk"
    PAYER = "payer"
    NONE = "none"


class Wanted(StrEnum):
    """What a payer may wait for before it decides."""

    ACCIDENT = "accident"
    RECORDS = "records"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One hit of one rule.

    ``line`` None concerns the whole claim. ``field`` is the claim's field as a scenario file
    names it. ``detail`` is a sentence with the figures, in our own words. ``group``, ``carc`` and
    ``rarcs`` are the payer's answer (``claim_rarcs`` stand at the head of the remittance),
    ``status`` is the front door's, ``wanted`` makes it a request. The payer fills ``amount``, the
    dollars that the finding moved, and ``decisive``: False where another rule came first.
    """

    rule: str
    field: str
    owner: Owner
    detail: str
    line: int | None = None
    evidence: tuple[str, ...] = ()
    group: str = ""
    carc: str = ""
    rarcs: tuple[str, ...] = ()
    claim_rarcs: tuple[str, ...] = ()
    status: str = ""
    wanted: Wanted | None = None
    amount: Decimal = ZERO
    decisive: bool = True


Check = Callable[[Review], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What a condition says each time it fires. What is the same each time stands on its rule;
    a value given here (not None) takes the place of the rule's."""

    detail: str
    line: int | None = None
    evidence: tuple[str, ...] = ()
    field: str | None = None
    owner: Owner | None = None
    reason: str | None = None
    rarcs: tuple[str, ...] | None = None
    claim_rarcs: tuple[str, ...] | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One condition of the trade with its answer; call it with a review to get its findings.

    ``row`` is its place in the order of the book of rules (0: asked by the scrubber only).
    ``reason`` is group and number of the denial ("PR-27"), ``status`` that of the front door
    ("A7:164"); ``also`` are further answers that a hit may give. ``says``, ``next_step`` and
    ``source`` are read from the condition's docstring.
    """

    name: str
    row: int
    field: str
    owner: Owner
    condition: Callable[..., Iterable[Hit]]
    reason: str = ""
    rarcs: tuple[str, ...] = ()
    claim_rarcs: tuple[str, ...] = ()
    status: str = ""
    wanted: Wanted | None = None
    also: tuple[str, ...] = ()

    def __call__(self, review: Review, *rest: Any) -> Iterator[Finding]:
        """The findings of this rule."""
        for hit in self.condition(review, *rest):
            yield self._finding(hit)

    @property
    def says(self) -> str:
        """The condition in a sentence: the docstring's first line."""
        return _paragraphs(self.condition)[0]

    @property
    def next_step(self) -> str:
        """What the biller does next, as the docstring has it after ``Next step:``."""
        return _labelled(self.condition, "Next step")

    @property
    def source(self) -> str:
        """Where the rule comes from, as the docstring has it after ``Source:``."""
        return _labelled(self.condition, "Source")

    def _finding(self, hit: Hit) -> Finding:
        group, _, carc = _first(hit.reason, self.reason).partition("-")
        return Finding(
            rule=self.name,
            field=_first(hit.field, self.field),
            owner=_first(hit.owner, self.owner),
            detail=hit.detail,
            line=hit.line,
            evidence=hit.evidence,
            group=group,
            carc=carc,
            rarcs=_first(hit.rarcs, self.rarcs),
            claim_rarcs=_first(hit.claim_rarcs, self.claim_rarcs),
            status=_first(hit.status, self.status),
            wanted=self.wanted,
        )


def rule(
    *, row: int = 0, field: str, owner: Owner, **answer: Any
) -> Callable[[Callable[..., Iterable[Hit]]], Rule]:
    """Make a rule of a condition: a generator of hits over a review.

    ``answer`` are the fields of Rule that say what the payer answers (``reason="PR-27"``,
    ``rarcs``, ``claim_rarcs``, ``status``, ``wanted``, ``also``).
    """

    def make(condition: Callable[..., Iterable[Hit]]) -> Rule:
        name = condition.__name__
        return Rule(name=name, row=row, field=field, owner=owner, condition=condition, **answer)

    return make


def _first(given: Any, declared: Any) -> Any:
    return declared if given is None else given


def _paragraphs(condition: Callable[..., Any]) -> list[str]:
    """The docstring's paragraphs, each on one line."""
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", (condition.__doc__ or "").strip())
    return [" ".join(part.split()) for part in text.split("\n\n")]


def _labelled(condition: Callable[..., Any], label: str) -> str:
    """What follows a label in the docstring, up to the next label or the end of the paragraph."""
    for paragraph in _paragraphs(condition):
        found = re.search(rf"{label}: (.*?)(?= (?:Next step|Source): |$)", paragraph)
        if found:
            return found.group(1)
    return ""
