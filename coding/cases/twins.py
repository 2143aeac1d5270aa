"""Twins: one case file, and many patients with the same trouble. PURE.

A file with a ``twins`` section is a template. Each group of the section lists rows; a seed takes
one row of each, and ``<<group.column>>`` in the rest of the file becomes what the row says. Seed 0
takes every first row: the case as its author reads it. What comes out is an ordinary case file,
line for line, so that one reader and one lint serve every twin.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from math import prod

from coding.documents import DocumentError, Node, nearest, read_document

SECTION = re.compile(r"^twins:.*\n(?:(?:[ #].*)?\n)*", re.MULTILINE)
PLACE = re.compile(r"<<(.*?)>>")
ASKED = re.compile(
    r"(?P<group>[a-z_]+)(?:\.(?P<column>[A-Za-z_]+))?(?P<shift>[+-]\d{1,5})?(?::(?P<form>[a-z/]+))?"
)
FORMS = {
    "m/d": "{day.month}/{day.day}",
    "m/d/yyyy": "{day.month}/{day.day}/{day.year}",
    "m/yyyy": "{day.month}/{day.year}",
    "month": "{day:%B}",
    "yyyy": "{day.year}",
    "weekday": "{day:%A}",
}
"""How a date is written; without one of these it is ISO."""

MAX_GROUPS, MAX_ROWS, MAX_VALUE = 20, 50, 200
WHOLE = ""
"""The one column of a group whose rows are single values."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class Twins:
    """What varies: rows by group, each row text by column; ``path`` and ``line`` are the section's
    place, for errors."""

    groups: Mapping[str, tuple[Row, ...]]
    path: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)

    @property
    def count(self) -> int:
        """How many different twins there can be."""
        return prod(len(rows) for rows in self.groups.values())

    def picked(self, seed: int) -> Mapping[str, Row]:
        """The row of each group that a seed takes; the same seed takes the same rows for ever."""
        return {name: rows[_place(name, seed, len(rows))] for name, rows in self.groups.items()}


def read_twins(front: str, *, path: str, first_line: int) -> Twins | None:
    """The ``twins`` section of a front matter that begins on ``first_line``; None without one.

    Raises DocumentError.
    """
    match = SECTION.search(front)
    if match is None:
        return None
    line = first_line + front.count("\n", 0, match.start())
    return _read(match[0], path, line)


@lru_cache(maxsize=64)
def _read(section: str, path: str, line: int) -> Twins:
    node = read_document(section, path=path, first_line=line)["twins"]
    entries = node.entries()
    if not 1 <= len(entries) <= MAX_GROUPS:
        raise node.error(f"write 1 to {MAX_GROUPS} groups of what varies, or leave it out")
    return Twins({name: _rows(name, group) for name, group in entries}, path, line)


def fill(text: str, twins: Twins, *, seed: int, first_line: int) -> str:
    """The text with the rows of a seed filled in. Its first line is the file's ``first_line``.

    Raises DocumentError at the first thing in angle brackets that cannot be filled in.
    """
    rows = twins.picked(seed)
    lines = text.split("\n")
    return "\n".join(
        _filled(line, rows, path=twins.path, number=number) if "<<" in line else line
        for number, line in enumerate(lines, start=first_line)
    )


def _place(group: str, seed: int, count: int) -> int:
    if seed == 0:
        return 0
    digest = hashlib.sha256(f"{group}/{seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % count


def _rows(name: str, node: Node) -> tuple[Row, ...]:
    rows = tuple(_row(item) for item in node.items())
    if not 2 <= len(rows) <= MAX_ROWS:
        raise node.error(f"write 2 to {MAX_ROWS} rows to take from")
    if len({frozenset(row) for row in rows}) > 1:
        raise node.error("has rows with different columns; give every row the same")
    if not re.fullmatch(r"[a-z_]+", name):
        raise node.error("is named in small letters and underscores")
    return rows


def _row(node: Node) -> Row:
    entries = node.entries() if node.is_mapping else (("", node),)
    row = {name: value.text(limit=MAX_VALUE) for name, value in entries}
    for name, value in row.items():
        if "<<" in value or "\n" in value:
            raise node.error(f"{name or 'the value'} is plain text on one line, nothing to fill in")
    return row


def _filled(line: str, rows: Mapping[str, Row], *, path: str, number: int) -> str:
    def value(match: re.Match[str]) -> str:
        try:
            return _value(match[1], rows)
        except LookupError as error:
            message = f"{match[0]} {error.args[0]}"
            raise DocumentError(path=path, line=number, field="", message=message) from error

    return PLACE.sub(value, line)


def _value(asked: str, rows: Mapping[str, Row]) -> str:
    """What stands between the brackets, filled in. Raises LookupError that says why not."""
    match = ASKED.fullmatch(asked)
    if match is None:
        raise LookupError("is not group.column, or a date as in <<day-14:m/d>>")
    group, column = match["group"], match["column"] or WHOLE
    if group not in rows:
        raise LookupError(f"names no group of twins; {nearest(group, sorted(rows))}")
    text = _column(group, column, rows)
    return _dated(text, match["shift"], match["form"]) if match["shift"] or match["form"] else text


def _column(group: str, column: str, rows: Mapping[str, Row]) -> str:
    """A column; ``Word`` is ``word`` with a capital, ``age`` the years from ``born`` to the day."""
    row = rows[group]
    if column in row:
        return row[column]
    if column.lower() in row and column[:1].isupper():
        return row[column.lower()][:1].upper() + row[column.lower()][1:]
    if column == "age" and "born" in row and WHOLE in rows.get("day", {}):
        born, day = _day(row["born"]), _day(rows["day"][WHOLE])
        return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
    columns = sorted(name for name in row if name)
    raise LookupError(f"names no column of {group}; {nearest(column, columns)}")


def _dated(text: str, shift: str | None, form: str | None) -> str:
    try:
        day = _day(text) + timedelta(days=int(shift or 0))
    except OverflowError as error:
        raise LookupError("counts out of the calendar; shift by fewer days") from error
    if form is None:
        return day.isoformat()
    if form not in FORMS:
        raise LookupError(f"asks for a date as {form}; write one of {', '.join(FORMS)}")
    return FORMS[form].format(day=day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LookupError(f"takes {text!r} for a date; write it as 2026-03-10") from error
