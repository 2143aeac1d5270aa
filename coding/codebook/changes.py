"""What changed in ICD-10-CM on one day: the list in `fixtures/codes`, read and derived. PURE.

`derive` compares two releases that the `simple-icd-10-cm` package can read. It is run by hand
when a new release comes out (see docs/codes.md), never while the sandbox works.
"""

import csv
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

COLUMNS = (
    "day",
    "code",
    "parent",
    "title_before",
    "billable_before",
    "title_after",
    "billable_after",
)


@dataclass(frozen=True)
class Wording:
    """How a code stood: its title, and whether it could be billed."""

    title: str
    billable: bool


@dataclass(frozen=True)
class Change:
    """What happened to one code on one day. `before` or `after` None: it was not in the list."""

    day: date
    code: str
    parent: str
    before: Wording | None
    after: Wording | None

    @property
    def first_day(self) -> str:
        """The first day of the new wording, ISO."""
        return self.day.isoformat()

    @property
    def last_day(self) -> str:
        """The last day of the old wording, ISO."""
        return (self.day - timedelta(days=1)).isoformat()


def read_changes(path: Path) -> dict[str, Change]:
    """The change list by code. Raises OSError when the file is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _change(row) for row in csv.DictReader(file)}


def _change(row: Mapping[str, str]) -> Change:
    day = date.fromisoformat(row["day"])
    return Change(day, row["code"], row["parent"], _side(row, "before"), _side(row, "after"))


def _side(row: Mapping[str, str], name: str) -> Wording | None:
    title = row[f"title_{name}"]
    return Wording(title, row[f"billable_{name}"] == "1") if title else None


def write_changes(path: Path, changes: Iterator[Change]) -> int:
    """Writes the list; returns how many changes it has."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        count = 0
        for count, change in enumerate(changes, start=1):
            out.writerow([change.day, change.code, change.parent, *_cells(change)])
    return count


def _cells(change: Change) -> list[str]:
    sides = (change.before, change.after)
    return [
        cell for it in sides for cell in ((it.title, str(int(it.billable))) if it else ("", ""))
    ]


def derive(old: Path, *, day: date, package: str) -> Iterator[Change]:
    """The changes from the release in folder `old` to the installed one, both read by `package`.

    `old` holds one .txt (all codes) and one .xml (tabular list), as in the package's `data`.
    """
    tabular = importlib.import_module(package)
    after = wordings(tabular)
    tabular.change_version(str(next(old.glob("*.txt"))), str(next(old.glob("*.xml"))))
    before = wordings(tabular)
    parents = {code: tabular.get_parent(code) for code in before if code not in after}
    for code in sorted(before.keys() | after.keys()):
        was, now = before.get(code), after.get(code)
        if was != now:
            yield Change(day, code, parents.get(code, ""), was, now)


def wordings(tabular: Any) -> dict[str, Wording]:
    """Title and billable of every category and code that the package has loaded."""
    codes = [code for code in tabular.get_all_codes() if tabular.is_category_or_subcategory(code)]
    return {code: Wording(title_of(tabular, code), tabular.is_leaf(code)) for code in codes}


def title_of(tabular: Any, code: str) -> str:
    """A code's title in one line.

    The package glues an inclusion note to the text of some 7th characters with a slash ("sequela/
    Fall from stool"); the title ends before it.
    """
    title: str = tabular.get_description(code)
    if tabular.is_extended_subcategory(code):
        base = len(tabular.get_description(tabular.get_parent(code)))
        title = title[:base] + title[base:].partition("/")[0]
    return " ".join(title.split())
