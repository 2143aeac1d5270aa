"""The form of a rule's scenarios: a claim that it stops, and the nearest one that it lets pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claims.facts import Accepted
from tests.claims.scenarios import DAY, fee, line

NPI = "9990000025"
VISIT, TEST = line(1, "OV-324", "185.00", pointers=(1, 2)), "LB-110"
Changes = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Edge:
    """Both sides of a rule: changes on the golden claim, as `tests.claims.scenarios.make` takes
    them. `answer` is what comes back: group, reason and the line's remarks, or a status."""

    stops: Changes
    passes: Changes
    answer: str


def beside(procedure: str = TEST, **changes: Any) -> list[Any]:
    """The golden visit and a second line."""
    return [VISIT, line(2, procedure, "42.00", **changes)]


def priced(**fields: Any) -> dict[str, Any]:
    """A fee row of the test with some fields."""
    return {"fees": {TEST: fee(**fields)}}


def seen(procedure: str, day: Any = DAY, reference: str = "SBX26000001") -> Accepted:
    """A past service of the golden provider."""
    return Accepted(date=day, procedure=procedure, rendering_npi=NPI, reference=reference)


def merged(*parts: Changes) -> dict[str, Any]:
    """Changes laid over each other, sections key by key."""
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            both = isinstance(value, Mapping) and isinstance(whole.get(name), Mapping)
            whole[name] = {**whole[name], **value} if both else value
    return whole
