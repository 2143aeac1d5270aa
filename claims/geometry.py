"""Where the boxes of the lifecycle picture stand and how its arrows bend. PURE."""

from dataclasses import dataclass
from math import hypot

WIDTH, HEIGHT = 760, 396
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
