"""ICD-10-CM as rows: read from the `simple-icd-10-cm` package and its list of changes. PURE.

The package is imported here only, while the codebook is built: it needs 2 to 4 seconds and
190 MB. It names 39 codes twice (a block of one category has the category's id) and counts blocks
without codes as leaves; both are put right here. Source of the data: the tabular list of NCHS.
"""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coding.codebook.changes import Change
from coding.codebook.rows import Row, Terms

PACKAGE, DISTRIBUTION = "simple_icd_10_cm", "simple-icd-10-cm"
SOURCE = "National Center for Health Statistics, www.cdc.gov/nchs/icd/icd-10-cm"
FIRST_DAY, LAST_DAY = date(2024, 10, 1), date(2026, 9, 30)
SYSTEM = "icd10cm"


class SourceMismatch(Exception):
    """The tabular list is not installed, or the change list was made for another one."""


def release_name() -> str:
    """The release in words, with the package's version."""
    return f"ICD-10-CM FY2026, tabular list of April 2026 ({DISTRIBUTION} {version(DISTRIBUTION)})"


def source_files() -> tuple[Path, ...]:
    """The package's data files, found without importing it. Raises SourceMismatch without it."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SourceMismatch(f"{DISTRIBUTION} is not installed: pip install -r requirements.txt")
    folder = Path(next(iter(spec.submodule_search_locations))) / "data"
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".xml"}))


def read_rows(changes: Mapping[str, Change]) -> Iterator[Row]:
    """Every chapter, block, category and code, in the order of the tabular list.

    A code that changed gives two rows, one to each side of the day. Raises SourceMismatch when
    the change list was derived from another release.
    """
    tabular = importlib.import_module(PACKAGE)
    terms: dict[str, Terms] = {}
    for position, (code, kind, parent) in enumerate(_tree(tabular), start=1):
        row = _row(tabular, code, kind, parent, position)
        terms[row.code] = row.terms + terms.get(parent, ())
        yield from _by_day(replace(row, terms=terms[row.code]), changes.get(row.code))
    yield from _gone(changes, set(terms))


def _tree(tabular: Any) -> Iterator[tuple[str, str, str]]:
    """Package id, kind and parent row of everything, top down, without the empty blocks."""
    chapters = [code for code in tabular.get_all_codes() if tabular.is_chapter(code)]
    stack = [(code, "chapter", "") for code in reversed(chapters)]
    while stack:
        code, kind, parent = stack.pop()
        children = tabular.get_children(code, kind == "block")
        if not children and kind == "block":
            continue
        yield code, kind, parent
        shown = block_id(code) if kind == "block" else code
        below = "block" if kind == "chapter" else "code"
        stack.extend((child, below, shown) for child in reversed(children))


def block_id(code: str) -> str:
    """A block's id, told apart from the id of its only category: B99 is B99-B99."""
    return code if "-" in code else f"{code}-{code}"


def _row(tabular: Any, code: str, kind: str, parent: str, position: int) -> Row:
    if kind != "code":
        shown = block_id(code) if kind == "block" else code
        title = " ".join(tabular.get_description(code, True).rpartition(" (")[0].split())
        notes = _notes(tabular, code, block=kind == "block")
        return Row(SYSTEM, shown, title, False, kind, parent, position, notes=notes)
    title, billable = title_of(tabular, code), tabular.is_leaf(code)
    row = Row(SYSTEM, code, title, billable, kind, parent, position)
    if tabular.is_extended_subcategory(code):  # has no notes of its own
        return row
    terms = tuple(tabular.get_inclusion_term(code) + tabular.get_includes(code))
    return replace(row, terms=terms, notes=_notes(tabular, code, block=False))


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


def _by_day(row: Row, change: Change | None) -> Iterator[Row]:
    """The row, or the two wordings of a code that changed."""
    if change is None:
        yield row
        return
    if change.after is None or (change.after.title, change.after.billable) != (
        row.title,
        row.billable,
    ):
        raise SourceMismatch(f"{row.code} is not as in the change list: {row.title}")
    if change.before is not None:
        yield row.dated(change.before.title, change.before.billable, last_day=change.last_day)
    yield row.dated(row.title, row.billable, first_day=change.first_day)


def _gone(changes: Mapping[str, Change], seen: set[str]) -> Iterator[Row]:
    """The codes that are in the tabular list no more; they stand after their siblings."""
    missing = [change for change in changes.values() if change.code not in seen]
    for position, change in enumerate(missing, start=1_000_000):
        if change.before is None:
            raise SourceMismatch(f"{change.code} of the change list is not in {release_name()}")
        blank = Row(SYSTEM, change.code, "", False, "code", change.parent, position)
        yield blank.dated(change.before.title, change.before.billable, last_day=change.last_day)


def _notes(tabular: Any, code: str, *, block: bool) -> dict[str, tuple[str, ...]]:
    def lines(read: Any) -> list[str]:
        text: str = read(code, prioritize_blocks=block)
        return text.splitlines()

    seventh = tabular.get_seven_chr_def(code, prioritize_blocks=block)
    lists = {
        "includes": tabular.get_includes(code, block),
        "inclusion_terms": tabular.get_inclusion_term(code, block),
        "excludes1": tabular.get_excludes1(code, block),
        "excludes2": tabular.get_excludes2(code, block),
        "code_first": lines(tabular.get_code_first),
        "use_additional": lines(tabular.get_use_additional_code),
        "code_also": lines(tabular.get_code_also),
        "seventh_characters": [f"{char}: {_flat(text)}" for char, text in seventh.items()],
        "notes": lines(tabular.get_seven_chr_note) + lines(tabular.get_notes),
    }
    return {kind: tuple(map(_flat, texts)) for kind, texts in lists.items() if texts}


def _flat(text: str) -> str:
    """One line; an inclusion note that is glued to a 7th character follows a comma."""
    return " ".join(text.replace("/\t", ", ").split())
