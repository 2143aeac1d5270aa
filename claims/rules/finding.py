"""What a rule found: the rule, the field, whose slip it is, and what the payer says to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from claims.facts import ZERO
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
