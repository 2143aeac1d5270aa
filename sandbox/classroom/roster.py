"""Read a roster: a CSV file with the people of a class. PURE."""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coding.privacy import looks_real

MAX_BYTES = 200_000
MAX_ROWS = 1_000
COLUMNS = ("username", "name", "role")
ROLES = ("learner", "assistant", "instructor")
USERNAME = re.compile(r"[\w.@+-]{1,150}\Z")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """A person of the roster."""

    username: str
    name: str
    role: str


@dataclass(frozen=True)
class Row:
    """A line of the file: who it names, and what is wrong with it if anything is."""

    line: int
    entry: Entry
    problem: str = ""


@dataclass(frozen=True)
class Roster:
    """What a file says. `problem` is what is wrong with the file as a whole."""

    rows: tuple[Row, ...] = ()
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """It can be taken as it is."""
        return bool(self.rows) and not self.problem and not self.wrong

    @property
    def wrong(self) -> int:
        """How many rows have a problem."""
        return sum(bool(row.problem) for row in self.rows)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The people of the rows without a problem."""
        return tuple(row.entry for row in self.rows if not row.problem)


def read_roster(content: bytes) -> Roster:
    """The roster of a CSV file in UTF-8, with a first row that names its columns.

    `username` is needed; `name` and `role` (learner, assistant, instructor) are not. Columns may be
    separated by commas, semicolons or tabs, and others are left alone. A file that cannot be read
    has a problem and no rows; a row that cannot be used says why.
    """
    if len(content) > MAX_BYTES:
        return Roster(problem=f"The file is larger than {MAX_BYTES // 1000} kB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Roster(problem="The file is not in UTF-8. Save it as CSV UTF-8.")
    return read_roster_text(text)


def read_roster_text(text: str) -> Roster:
    """The same of what was pasted."""
    if "\x00" in text:
        return Roster(problem="The file is not text.")
    try:
        rows = list(csv.reader(io.StringIO(text.strip()), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        return Roster(problem=f"The file is no CSV: {error}.")
    if not rows:
        return Roster(problem="The file is empty. Its first row names the columns: username, name.")
    names = [name.strip().casefold().replace(" ", "") for name in rows[0]]
    if "username" not in names:
        return Roster(
            problem="The first row names no column username. Begin with: username,name,role"
        )
    if len(rows) - 1 > MAX_ROWS:
        return Roster(problem=f"The file has more than {MAX_ROWS} people. Split it.")
    places = {name: names.index(name) for name in COLUMNS if name in names}
    seen: set[str] = set()
    read = tuple(
        _row(line, cells, places, seen)
        for line, cells in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in cells)
    )
    return Roster(read) if read else Roster(problem="The file names nobody below its first row.")


def write_roster(entries: Iterable[Entry]) -> str:
    """A roster that reads back as these people."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((entry.username, entry.name, entry.role) for entry in entries)
    return out.getvalue()


def _delimiter(text: str) -> str:
    first = text.strip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _row(line: int, cells: list[str], places: dict[str, int], seen: set[str]) -> Row:
    told = {
        name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()
    }
    entry = Entry(
        username=unicodedata.normalize("NFKC", told["username"]),  # as who signs in is asked for
        name=told.get("name", ""),
        role=told.get("role", "").casefold() or ROLES[0],
    )
    problem = _problem(entry, seen)
    seen.add(entry.username.casefold())
    return Row(line, entry, problem)


def _problem(entry: Entry, seen: Collection[str]) -> str:
    """What is wrong with a person, and how to mend it; empty if nothing is."""
    if not entry.username:
        return "username is empty."
    if not USERNAME.match(entry.username):
        return "username: letters, digits and @ . + - _ only, at most 150."
    if entry.username.casefold() in seen:
        return "username stands in the file twice."
    if len(entry.name) > 80:
        return "name is longer than 80 characters."
    if CONTROL.search(entry.name):
        return "name holds characters that cannot be shown."
    if any(found.kind.is_stopped for found in looks_real(entry.name)):
        return "name holds what looks like somebody's number. Leave it out."
    if entry.role not in ROLES:
        return f"role is {', '.join(ROLES[:2])} or {ROLES[2]}, not {entry.role}."
    return ""
