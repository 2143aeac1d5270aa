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

from claims.geometry import BOX_HEIGHT, BOX_WIDTH, HEIGHT, WIDTH, Point, curve, loop, place
from claims.models.claim import Claim, ClaimState


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


@dataclass(frozen=True)
class Node:
    """A state's box. `x`, `y` is its centre; `visits` counts how often this claim came here."""

    state: str
    label: str
    x: int
    y: int
    visits: int
    is_now: bool
    width: int = BOX_WIDTH
    height: int = BOX_HEIGHT

    @property
    def left(self) -> int:
        """The box's left edge."""
        return self.x - self.width // 2

    @property
    def top(self) -> int:
        """The box's upper edge."""
        return self.y - self.height // 2

    @property
    def icon_x(self) -> int:
        """Where the icon begins."""
        return self.left + 12

    @property
    def icon_y(self) -> int:
        """The icon's upper edge."""
        return self.y - 8

    @property
    def label_x(self) -> int:
        """Where the word begins."""
        return self.left + 36

    @property
    def label_y(self) -> int:
        """The word's base line."""
        return self.y + 5


@dataclass(frozen=True)
class Arrow:
    """All moves from one state to another: an SVG path, where its words go, the steps taken."""

    source: str
    target: str
    path: str
    x: int
    y: int
    label: str
    steps: tuple[int, ...]

    @property
    def is_taken(self) -> bool:
        """This claim went this way."""
        return bool(self.steps)

    @property
    def step_text(self) -> str:
        """The steps as shown in the badge on the arrow."""
        return ", ".join(str(step) for step in self.steps)

    @property
    def badge_width(self) -> int:
        """The badge's width, by its text."""
        return 12 + 7 * len(self.step_text)

    @property
    def badge_x(self) -> int:
        """The badge's left edge."""
        return self.x - self.badge_width // 2

    @property
    def badge_y(self) -> int:
        """The badge's upper edge."""
        return self.y - 9

    @property
    def text_y(self) -> int:
        """The base line of the words on the arrow."""
        return self.y + 4


@dataclass(frozen=True)
class MoveRow:
    """A move as the table beside the picture tells it, with the steps at which it was made."""

    label: str
    by: str
    source: str
    targets: tuple[str, ...]
    does: str
    only_if: tuple[str, ...]
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Picture:
    """The whole picture and the table that says the same in words."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    rows: tuple[MoveRow, ...]
    summary: str


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
    path, at = (
        loop(place(source)) if source == target else _between(source, target, two_way=two_way)
    )
    return Arrow(
        source=source,
        target=target,
        path=path,
        x=round(at.x),
        y=round(at.y),
        label=", ".join(dict.fromkeys(move.label for move in moves)),
        steps=tuple(
            step.number for step in steps if (step.source, step.target) == (source, target)
        ),
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
