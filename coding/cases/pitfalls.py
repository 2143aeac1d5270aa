"""Read a case's pitfalls: what goes wrong, what the payer says, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from coding.cases.key import read_code, read_modifier
from coding.cases.model import Change, LineChange, Pitfall
from coding.cases.words import CLAIM_BOXES, OUTCOMES, RIGHT_ACTIONS
from coding.documents import Node

REASON = r"(CO|PR|OA|PI)-[A-Z]?[0-9]{1,3}"
LINE_FIELDS = ("procedure", "modifiers", "units", "pointers", "drop")


def read_pitfall(node: Node) -> Pitfall:
    """One item of ``pitfalls``. Raises DocumentError."""
    node.mapping(("name", "change", "outcome", "right_action", "lesson"), ("reasons",))
    return Pitfall(
        name=node["name"].text(limit=120),
        change=_change(node["change"]),
        outcome=node["outcome"].choice(OUTCOMES),
        reasons=node.each("reasons", _reason),
        right_action=node["right_action"].choice(RIGHT_ACTIONS),
        lesson=node["lesson"].text(limit=400),
    )


def _reason(node: Node) -> str:
    return node.matching(REASON, wanted='group and number, such as "CO-11"')


def _change(node: Node) -> Change:
    node.mapping((), ("diagnoses", "lines", "claim"))
    change = Change(
        diagnoses=_listed(node, "diagnoses", read_code),
        lines=node.read("lines", _lines, {}),
        claim=node.read("claim", _boxes, {}),
    )
    if change == Change():
        raise node.error("changes nothing; write diagnoses, lines or claim")
    return change


def _lines(node: Node) -> dict[int, LineChange]:
    found: dict[int, LineChange] = {}
    for name, value in node.entries():
        if not (name.isascii() and name.isdigit() and 1 <= int(name) <= 50):
            raise value.error("is not a line; write its number, counted from 1, before the colon")
        found[int(name)] = _line(value)
    return found


def _line(node: Node) -> LineChange:
    node.mapping((), LINE_FIELDS)
    return LineChange(
        procedure=node.read("procedure", read_code, None),
        modifiers=_listed(node, "modifiers", read_modifier),
        units=node.read("units", lambda item: item.integer(maximum=9999), None),
        pointers=_listed(node, "pointers", read_code),
        drop=node.read("drop", Node.boolean, False),
    )


def _listed(node: Node, key: str, convert: Callable[[Node], str]) -> tuple[str, ...] | None:
    return node.each(key, convert) if node.get(key) else None


def _boxes(node: Node) -> dict[str, str]:
    node.mapping((), CLAIM_BOXES)
    return {name: "" if value.is_blank else value.text(limit=80) for name, value in node.entries()}
