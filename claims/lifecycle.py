"""The picture of the lifecycle, drawn from the model's own transitions.

Nothing here lists a move: states, arrows, desks and conditions are read from `Claim`'s state field,
so the picture cannot disagree with what the software allows. Only the places of the nine boxes are
ours. A claim's events are laid on it as numbered steps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from claims.models.claim import Claim, ClaimState
from claims.picture import (
    HEIGHT,
    WIDTH,
    Arrow,
    MoveRow,
    Node,
    Picture,
    Point,
    curve,
    loop,
    place,
)


@dataclass(frozen=True)
class Step:
    """One move that this claim made; `number` counts from 1."""

    number: int
    move: str
    source: str
    target: str
    on: date


@dataclass(frozen=True)
class Move:
    """One row of the lifecycle table: a transition from one state."""

    name: str
    label: str
    by: str
    source: str
    targets: tuple[str, ...]
    does: str
    only_if: tuple[str, ...]


@lru_cache(maxsize=1)
def all_moves() -> tuple[Move, ...]:
    """Every transition of the model, one row for each state that it leaves from."""
    field: Any = Claim._meta.get_field("state")
    order = {state: place for place, state in enumerate(ClaimState.values)}
    moves = [_as_move(transition) for transition in field.get_all_transitions(Claim)]
    return tuple(sorted(moves, key=lambda move: order[move.source]))


def move_label(name: str) -> str:
    """What a button or a line of the log calls the move."""
    return next((move.label for move in all_moves() if move.name == name), _words(name))


def draw(*, now: str, steps: Iterable[Step] = ()) -> Picture:
    """The picture of a claim that stands in state `now` after the given steps."""
    made = tuple(steps)
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        nodes=tuple(_node(state, now=now, steps=made) for state in ClaimState),
        arrows=_arrows(made),
        rows=tuple(_row(move, made) for move in all_moves()),
        summary=_summary(now, made),
    )


def _as_move(transition: Any) -> Move:
    return Move(
        name=transition.name,
        label=transition.custom["label"] or _words(transition.name),
        by=transition.custom["by"],
        source=str(transition.source),
        targets=_targets(transition),
        does=_first_line(transition.method),
        only_if=tuple(_first_line(condition) for condition in transition.conditions),
    )


def _targets(transition: Any) -> tuple[str, ...]:
    """Where the move may lead: one state, the same one (None), or those a GET_STATE allows."""
    if transition.target is None:
        return (str(transition.source),)
    allowed = getattr(transition.target, "allowed_states", None)
    return tuple(str(state) for state in allowed or [transition.target])


def _first_line(thing: Any) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0]


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _node(state: ClaimState, *, now: str, steps: Sequence[Step]) -> Node:
    at = place(state)
    arrived = sum(1 for step in steps if step.target == state != step.source)
    return Node(
        state=state.value,
        label=state.label,
        x=round(at.x),
        y=round(at.y),
        visits=arrived + (state is ClaimState.DRAFT),
        is_now=state == now,
    )


def _arrows(steps: Sequence[Step]) -> tuple[Arrow, ...]:
    """One arrow for each pair of states that a move joins, in the table's order."""
    pairs: dict[tuple[str, str], list[Move]] = {}
    for move in all_moves():
        for target in move.targets:
            pairs.setdefault((move.source, target), []).append(move)
    return tuple(
        _arrow(source, target, moves=moves, steps=steps, two_way=(target, source) in pairs)
        for (source, target), moves in pairs.items()
    )


def _arrow(
    source: str, target: str, *, moves: Sequence[Move], steps: Sequence[Step], two_way: bool
) -> Arrow:
    here = place(source)
    path, at = loop(here) if source == target else _between(source, target, two_way=two_way)
    taken = [step for step in steps if (step.source, step.target) == (source, target)]
    return Arrow(
        source=source,
        target=target,
        path=path,
        x=round(at.x),
        y=round(at.y),
        label=", ".join(dict.fromkeys(move.label for move in moves)),
        taken_label=", ".join(dict.fromkeys(move_label(step.move) for step in taken)),
        steps=tuple(step.number for step in taken),
    )


def _between(source: str, target: str, *, two_way: bool) -> tuple[str, Point]:
    return curve(place(source), place(target), bend=18 if two_way else 0)


def _row(move: Move, steps: Sequence[Step]) -> MoveRow:
    return MoveRow(
        label=move.label,
        by=move.by,
        source=ClaimState(move.source).label,
        targets=tuple(ClaimState(target).label for target in move.targets),
        does=move.does,
        only_if=move.only_if,
        steps=tuple(
            step.number for step in steps if step.move == move.name and step.source == move.source
        ),
    )


def _summary(now: str, steps: Sequence[Step]) -> str:
    """The path in one sentence, for who cannot see the picture."""
    names = [ClaimState.DRAFT.label] + [
        ClaimState(step.target).label for step in steps if step.target != step.source
    ]
    if len(names) == 1:
        return f"The claim is {ClaimState(now).label.lower()}; it has made no move yet."
    return f"The claim went {' → '.join(names)}, in {len(steps)} moves."
