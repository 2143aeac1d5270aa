"""Segments: a name and its elements, ended by a tilde; sets of them with a count that must hold."""

from collections.abc import Iterable, Sequence
from datetime import date

ELEMENT, END = "*", "~"
Segment = tuple[str, ...]


class NotX12(ValueError):
    """A text is not a set of segments, or its control count or number does not hold."""


def as_set(kind: str, version: str, body: Iterable[Sequence[str]], *, control: int) -> str:
    """A transaction set: ST, the body, SE with the number of segments, both included."""
    number = f"{control:04d}"
    inner = [_clean(segment) for segment in body]
    rows = [("ST", kind, number, version), *inner, ("SE", str(len(inner) + 2), number)]
    return "\n".join(ELEMENT.join(row).rstrip(ELEMENT) + END for row in rows) + "\n"


def read_set(text: str, *, kind: str) -> tuple[Segment, ...]:
    """The body of a transaction set of that kind. Raises NotX12."""
    parts = [part.strip() for part in text.split(END)]
    rows = [tuple(part.split(ELEMENT)) for part in parts if part]
    if len(rows) < 2 or rows[0][:2] != ("ST", kind) or rows[-1][0] != "SE":
        raise NotX12(f"this is no {kind} set: it begins with ST*{kind} and ends with SE")
    start, end = rows[0], rows[-1]
    if len(start) < 3 or len(end) < 3 or start[2] != end[2]:
        raise NotX12("the control numbers of ST and SE differ")
    if end[1] != str(len(rows)):
        raise NotX12(f"SE counts {end[1]} segments; there are {len(rows)}")
    return tuple(rows[1:-1])


def day(when: date) -> str:
    """A date as the text has it."""
    return f"{when:%Y%m%d}"


def element(segment: Segment, place: int) -> str:
    """The element of a segment by its place, counted from 1; empty when it is not there."""
    return segment[place] if place < len(segment) else ""


def _clean(segment: Sequence[str]) -> Segment:
    """The segment without characters that would end it."""
    return tuple(str(part).replace(ELEMENT, " ").replace(END, " ") for part in segment)
