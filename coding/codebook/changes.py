"""What changed in ICD-10-CM on one day: the list in `fixtures/codes`, read and written. PURE."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

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
    def is_new_code(self) -> bool:
        """A code that can be billed since that day."""
        return self._billed_after and not self._billed_before

    @property
    def is_retired(self) -> bool:
        """A code that can be billed no more: gone, or a header now."""
        return self._billed_before and not self._billed_after

    @property
    def is_retitled(self) -> bool:
        """A code that can be billed before and after, under another title."""
        return self._billed_before and self._billed_after

    @property
    def _billed_before(self) -> bool:
        return self.before is not None and self.before.billable

    @property
    def _billed_after(self) -> bool:
        return self.after is not None and self.after.billable

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


def write_changes(path: Path, changes: Iterable[Change]) -> None:
    """Writes the list."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(
            [change.day, change.code, change.parent, *_cells(change)] for change in changes
        )


def _cells(change: Change) -> list[str]:
    sides = (change.before, change.after)
    return [
        cell for it in sides for cell in ((it.title, str(int(it.billable))) if it else ("", ""))
    ]
