"""Which rules a biller may suspect when an answer comes back: the cause among likely others. PURE.

What else gives the same reason number comes first, then what looks at the same box, then the
neighbours in the payer's order: the choice has to be read, and cannot be guessed from its length.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from claims.payer.registry import all_rules
from claims.payer.rulebook import FRONT_DOOR, SYNTAX
from claims.rules.finding import Rule

CHOICES = 6
"""How many rules are offered; house convention."""


@dataclass(frozen=True)
class Suspect:
    """A rule that may be the cause, and what it finds, in a sentence."""

    rule: str
    says: str


def suspects(cause: str, *, also: Collection[str] = ()) -> tuple[Suspect, ...]:
    """The cause among others, in the order of their sentences; ``also`` are further true causes,
    which would be right too and are not offered. A cause that is no condition stands alone."""
    rules = {rule.name: rule for rule in all_rules()}
    if cause not in rules:
        return (Suspect(cause, cause.replace("_", " ").capitalize()),)
    others = [rule for rule in _near(rules[cause]) if rule.name not in {cause, *also}]
    offered = [rules[cause], *others[: CHOICES - 1]]
    return tuple(
        sorted((Suspect(rule.name, rule.says) for rule in offered), key=lambda row: row.says)
    )


def says_of(name: str) -> str:
    """What a rule finds, in a sentence; its name where it is no condition."""
    found = next((rule.says for rule in all_rules() if rule.name == name), "")
    return found or name.replace("_", " ").capitalize()


def _near(cause: Rule) -> tuple[Rule, ...]:
    """Every other rule of the same stage, the likeliest to be mistaken for it first."""
    stage = _stage(cause)
    place = stage.index(cause)

    def distance(rule: Rule) -> tuple[bool, bool, int]:
        return (
            (rule.reason or rule.status) != (cause.reason or cause.status),
            rule.field != cause.field,
            abs(stage.index(rule) - place),
        )

    return tuple(sorted(stage, key=distance))


def _stage(rule: Rule) -> tuple[Rule, ...]:
    """The rules asked at the same point: the front door's two steps, or those behind it."""
    door = (*SYNTAX, *FRONT_DOOR)
    return door if rule in door else tuple(_behind(door))


def _behind(door: tuple[Rule, ...]) -> Iterator[Rule]:
    seen = set()
    for rule in all_rules():
        if rule not in door and rule.name not in seen:
            seen.add(rule.name)
            yield rule
