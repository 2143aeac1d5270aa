"""The lifecycle picture: its boxes and arrows, where they stand and how they bend. PURE."""

from dataclasses import dataclass
from math import hypot

WIDTH, HEIGHT = 760, 412
BOX_WIDTH, BOX_HEIGHT = 122, 42
_COLUMN, _ROW, _LEFT, _TOP = 204, 140, 74, 54

# Column and row of each state: what is being prepared on the left, answers in the middle.
_GRID = {
    "draft": (0, 1),
    "rejected": (0, 2),
    "submitted": (1, 1),
    "pended": (1, 0),
    "corrected": (1, 2),
    "denied": (2, 0),
    "closed": (2, 1),
    "paid": (2, 2),
    "appealed": (3, 1),
}


@dataclass(frozen=True)
class Point:
    """A place on the canvas, in its units, from the top left."""

    x: float
    y: float


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
    taken_label: str
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
    def label_y(self) -> int:
        """The base line of the moves' names below the badge."""
        return self.y + 22

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


def place(state: str) -> Point:
    """The centre of a state's box. Raises KeyError for a state without a place."""
    column, row = _GRID[state]
    return Point(_LEFT + column * _COLUMN, _TOP + row * _ROW)


def curve(start: Point, end: Point, *, bend: float) -> tuple[str, Point]:
    """An SVG path from box to box and its middle; `bend` pushes it to its left-hand side."""
    across, down = end.x - start.x, end.y - start.y
    length = hypot(across, down)
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    control = Point(
        middle.x + 2 * bend * down / length,
        middle.y - 2 * bend * across / length,
    )
    head, tail = _edge(start, towards=control), _edge(end, towards=control)
    path = f"M{head.x:.0f} {head.y:.0f} Q{control.x:.0f} {control.y:.0f} {tail.x:.0f} {tail.y:.0f}"
    return path, Point((middle.x + control.x) / 2, (middle.y + control.y) / 2)


def loop(at: Point) -> tuple[str, Point]:
    """A small arc from the lower right of a box back to it, and its outermost point."""
    right, low = at.x + BOX_WIDTH / 2, at.y + BOX_HEIGHT / 2
    start = f"M{right - 34:.0f} {low:.0f}"
    return (
        f"{start} C{right - 28:.0f} {low + 34:.0f} {right + 6:.0f} {low + 30:.0f} "
        f"{right - 8:.0f} {low + 2:.0f}",
        Point(right - 14, low + 24),
    )


def _edge(centre: Point, *, towards: Point) -> Point:
    """Where the line from a box's centre leaves the box, plus a little air for the arrowhead."""
    across, down = towards.x - centre.x, towards.y - centre.y
    half_width, half_height = BOX_WIDTH / 2 + 4, BOX_HEIGHT / 2 + 4
    scale = min(
        half_width / abs(across) if across else float("inf"),
        half_height / abs(down) if down else float("inf"),
    )
    return Point(centre.x + across * scale, centre.y + down * scale)
