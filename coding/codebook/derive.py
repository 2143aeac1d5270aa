"""Derives a list of changes from two releases of ICD-10-CM. PURE; run by hand, not by the sandbox.

    python -m coding.codebook.derive OLD_DATA DAY OUT.csv

OLD_DATA is the `data` folder of the older `simple-icd-10-cm` package; the newer release is the
one installed. DAY is the first day of the newer one. See docs/codes.md.
"""

import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from coding.codebook.changes import Change, Wording, write_changes
from coding.codebook.icd10cm import PACKAGE, title_of


def derive(old: Path, *, day: date) -> Iterator[Change]:
    """The changes from the release in folder `old` to the installed one, in order of code.

    `old` holds one .txt (all codes) and one .xml (tabular list), as in the package's `data`.
    """
    tabular = importlib.import_module(PACKAGE)
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


def main(arguments: list[str]) -> str:
    """Writes the list; returns what was written in words. Raises ValueError for a bad day."""
    old, day, out = arguments
    changes = list(derive(Path(old), day=date.fromisoformat(day)))
    write_changes(Path(out), changes)
    added = sum(change.is_new_code for change in changes)
    retired = sum(change.is_retired for change in changes)
    retitled = sum(change.is_retitled for change in changes)
    return f"{len(changes)} changes: {added} new, {retired} retired, {retitled} retitled codes"


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]) + "\n")
