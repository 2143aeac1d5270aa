"""The payer reads an appeal: in time, a level left, a ground that fits, words of the record. PURE.

A decision needs no dice: a letter wins when it argues the right ground and cites the words that
the case holds for decisive. Source: appeal levels and windows are contract terms; for Medicare
42 CFR 405.904 and following.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from claims.facts import Payer
from claims.money import ZERO, dollars

NEEDED_SHARE = 0.5
SHORTEST_WORD = 4


class Ground(StrEnum):
    """What an appeal argues."""

    RECORDS = "records"  # the record supports necessity, units or a separate service
    AUTHORIZATION = "authorization"  # leave was given, or could not be asked in time
    TIMELY = "timely"  # the claim was in time, with the payer's own receipt as proof
    PAYMENT = "payment"  # the payer priced or shared the cost wrongly


class Decision(StrEnum):
    """What the payer says to an appeal."""

    OVERTURNED = "overturned"
    UPHELD = "upheld"
    LATE = "late"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class AppealDecision:
    """The decision with its reason number (CARC, empty when overturned) and the reason in words."""

    decision: Decision
    carc: str
    detail: str


# Which ground can win against which denial (CARC). House convention.
GROUNDS: dict[Ground, frozenset[str]] = {
    Ground.RECORDS: frozenset(
        {"11", "50", "54", "55", "58", "97", "150", "151", "167", "226", "231", "236", "252"}
    ),
    Ground.AUTHORIZATION: frozenset({"39", "197", "198", "284", "287", "288", "296"}),
    Ground.TIMELY: frozenset({"29"}),
    Ground.PAYMENT: frozenset({"1", "2", "3", "45", "59"}),
}


def appeal_deadline(payer: Payer, *, level: int, decided_on: date) -> date | None:
    """The last day to file a level (counted from 1) after a decision; None: no such level."""
    windows = payer.appeal_windows
    if not 1 <= level <= len(windows):
        return None
    return decided_on + timedelta(days=windows[level - 1])


def decide_appeal(
    letter: str,
    *,
    denial: str,
    ground: Ground,
    supporting: Collection[str],
    payer: Payer,
    level: int,
    decided_on: date,
    filed_on: date,
    disputed: Decimal | None = None,
) -> AppealDecision:
    """Decide one appeal.

    ``denial`` is the CARC appealed, ``supporting`` the passages that the case holds for decisive,
    ``decided_on`` the day of the decision appealed, ``disputed`` the dollars in dispute. Half of
    the passages must stand in the letter.
    """
    deadline = appeal_deadline(payer, level=level, decided_on=decided_on)
    if deadline is None:
        return _decision(Decision.DISMISSED, "285", f"This payer has no level {level}.")
    if filed_on > deadline:
        return _decision(Decision.LATE, "286", f"The window closed on {deadline}.")
    least = dict(enumerate(payer.appeal_thresholds, start=1)).get(level, ZERO)
    if disputed is not None and disputed < least:
        detail = f"Level {level} takes disputes of {dollars(least)} or more."
        return _decision(Decision.DISMISSED, "285", detail)
    if denial not in GROUNDS[ground]:
        detail = "The letter argues on another ground than the one on which it was denied."
        return _decision(Decision.UPHELD, "193", detail)
    if not is_supported(letter, supporting=supporting):
        return _decision(Decision.UPHELD, "193", "The letter shows nothing new from the record.")
    return _decision(Decision.OVERTURNED, "", "The record supports the service.")


def is_supported(letter: str, *, supporting: Collection[str]) -> bool:
    """Whether a letter cites at least half of the passages; without passages nothing supports it.

    A passage is cited when all its words of four letters or more stand in the letter.
    """
    said = set(_words(letter))
    cited = [set(_words(passage)) <= said for passage in supporting]
    return bool(cited) and sum(cited) / len(cited) >= NEEDED_SHARE


def _words(text: str) -> list[str]:
    words = re.findall(r"[\w.%/-]+", text.lower())
    return [word.strip(".-/") for word in words if len(word) >= SHORTEST_WORD]


def _decision(decision: Decision, carc: str, detail: str) -> AppealDecision:
    return AppealDecision(decision=decision, carc=carc, detail=detail)
