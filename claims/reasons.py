"""What a reason number on a remittance means, in our own words. PURE.

Numbers are facts; the explanations are ours. The official descriptions are X12's and are not
shipped: read them at x12.org/codes. ``reason`` explains a claim adjustment reason (CARC),
``remark`` a remittance remark (RARC), ``group`` who bears an amount, ``status`` what the front
door says. Each raises UnknownReason for a number that this payer never sends.
"""

from typing import TypeVar

from claims.reason_texts.adjustments import CARCS
from claims.reason_texts.kinds import Action, BusinessScenario, Group, Reason, Remark, Status
from claims.reason_texts.remarks import GROUPS, RARCS, STATUSES

__all__ = [
    "Action",
    "BusinessScenario",
    "Group",
    "Reason",
    "Remark",
    "Status",
    "UnknownReason",
    "all_reasons",
    "all_remarks",
    "group",
    "is_unprocessable",
    "reason",
    "remark",
    "status",
]

T = TypeVar("T")

_CARCS = {row.code: row for row in CARCS}
_RARCS = {row.code: row for row in RARCS}
_GROUPS = {row.code: row for row in GROUPS}
_STATUSES = {row.code: row for row in STATUSES}

UNPROCESSABLE = "MA130"


class UnknownReason(LookupError):
    """A number that is not explained here; the message names it."""


def reason(carc: str) -> Reason:
    """The explanation of a claim adjustment reason, such as ``29``."""
    return _found(_CARCS, carc, "adjustment reason")


def remark(rarc: str) -> Remark:
    """The explanation of a remittance remark, such as ``N211``."""
    return _found(_RARCS, rarc, "remark")


def group(code: str) -> Group:
    """The explanation of a group: CO, OA, PI or PR."""
    return _found(_GROUPS, code, "group")


def status(code: str) -> Status:
    """The explanation of a front-door status, such as ``A7:164``."""
    return _found(_STATUSES, code, "status")


def all_reasons() -> tuple[Reason, ...]:
    """Every adjustment reason that is explained, in the order of the table."""
    return CARCS


def all_remarks() -> tuple[Remark, ...]:
    """Every remark that is explained, in the order of the table."""
    return RARCS


def is_unprocessable(rarcs: tuple[str, ...]) -> bool:
    """Whether the remarks say that the mend is a new claim (frequency 1), not a replacement."""
    return UNPROCESSABLE in rarcs


def _found(table: dict[str, T], code: str, kind: str) -> T:
    try:
        return table[code]
    except KeyError as error:
        raise UnknownReason(f"no {kind} {code!r} is explained here") from error
