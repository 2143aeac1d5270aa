"""The code sets as the rest of the project asks them. PURE: no Django, no clock."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from coding.codebook.entries import (
    NOTE_KINDS,
    CodeDetail,
    CodeEntry,
    ModifierEntry,
    Notes,
    PlaceEntry,
    ProcedureEntry,
    Release,
)
from coding.codebook.schema import SYSTEMS
from coding.codebook.search import Searcher
from coding.codebook.store import Store, best_on
from coding.codebook.tables import modifier_entry, place_entry, procedure_entry
from coding.codebook.words import code_key

# A note at a category holds for each code in it; its inclusion terms are its own.
_HANDED_DOWN = tuple(kind for kind in NOTE_KINDS if kind != "inclusion_terms")


def open_codebook(path: Path) -> "Codebook":
    """The book at the path, for reading. Raises CodebookMissing with the command that makes it."""
    return Codebook(Store(path))


class Codebook:
    """ICD-10-CM, SPC, HCPCS Level II, modifiers and places of service, by code and by word.

    Codes may be typed in any case, with or without their dot or hyphen. Every question about a
    code has a day: the code sets change, and a claim follows the one of its date of service.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._searcher = Searcher(store)
        self._rows = lru_cache(maxsize=20_000)(self._read_rows)

    # -- the release ----------------------------------------------------------------------------

    @property
    def release(self) -> Release:
        """The ICD-10-CM release in the book and the days that it knows."""
        meta = self._store.meta
        first, last = date.fromisoformat(meta["first_day"]), date.fromisoformat(meta["last_day"])
        return Release(meta["release"], meta["source"], first, last)

    def covers(self, day: date) -> bool:
        """Whether the book knows which ICD-10-CM codes were valid on that day."""
        return self.release.first_day <= day <= self.release.last_day

    # -- one code -------------------------------------------------------------------------------

    def find(self, code: str, *, on: date, system: str | None = None) -> CodeEntry | None:
        """The row of a code, valid on that day or not; None if there never was such a code.

        Of several rows it is the one valid on the day; a billable code that became a header is
        found as the retired code, not valid on the day. Without a system, a code written just as
        typed goes before one that only differs in its dot (G0439 is a wellness visit, G04.39 an
        encephalopathy), then the systems go in the order of `SYSTEMS`.
        """
        rows = self._rows(code_key(code), "icd10cm" if "." in code and not system else system)
        typed = [row for row in rows if row.code == code.strip().upper()]
        first = next(iter(typed or rows), None)
        if first is None:
            return None
        return best_on([row for row in rows if row.system == first.system], on)

    def _read_rows(self, key: str, system: str | None) -> tuple[CodeEntry, ...]:
        if not key:
            return ()
        rows = self._store.entries("key = ?", (key,))
        wanted = [row for row in rows if system in {None, row.system}]
        return tuple(sorted(wanted, key=lambda row: SYSTEMS.index(row.system)))

    def detail(self, code: str, *, on: date, system: str | None = None) -> CodeDetail | None:
        """The code with its parents, children and notes on that day; None if unknown."""
        entry = self.find(code, on=on, system=system)
        if entry is None:
            return None
        parents = self._parents(entry, on=on)
        inherited = tuple((parent, self._notes(parent)) for parent in reversed(parents))
        own = self._notes(entry)
        return CodeDetail(
            entry=entry,
            parents=parents,
            children=self.children_of(entry.code, on=on, system=entry.system),
            notes=_applying(entry, own, inherited),
            own_notes=own,
            inherited=inherited,
        )

    def _notes(self, entry: CodeEntry) -> Notes:
        rows = self._store.all(
            "SELECT kind, text FROM note WHERE system = ? AND key = ? ORDER BY kind, position",
            (entry.system, code_key(entry.code)),
        )
        return {kind: tuple(text for of, text in rows if of == kind) for kind in NOTE_KINDS}

    # -- the tree -------------------------------------------------------------------------------

    def ancestors(self, code: str, *, system: str = "icd10cm") -> tuple[str, ...]:
        """Codes above it, nearest first: J02, J00-J06, 10 for J02.0. Empty if unknown."""
        above, current = [], self._parent_code(code_key(code), system)
        while current:
            above.append(current)
            current = self._parent_code(code_key(current), system)
        return tuple(above)

    def _parent_code(self, key: str, system: str) -> str:
        rows = self._store.all(
            "SELECT parent FROM code WHERE key = ? AND system = ? LIMIT 1", (key, system)
        )
        return str(rows[0][0]) if rows else ""

    def _parents(self, entry: CodeEntry, *, on: date) -> tuple[CodeEntry, ...]:
        codes = reversed(self.ancestors(entry.code, system=entry.system))
        rows = (self._rows(code_key(code), entry.system) for code in codes)
        return tuple(
            max(found, key=lambda one: (one.is_valid_on(on), one.valid_from or date.min))
            for found in rows
            if found
        )

    def children_of(self, code: str, *, on: date, system: str = "icd10cm") -> tuple[CodeEntry, ...]:
        """The codes right below, in the order of the book, that are valid on that day."""
        entry = self.find(code, on=on, system=system) if code else None
        parent = entry.code if entry else code
        rows = self._store.entries("parent = ? AND system = ? ORDER BY position", (parent, system))
        return tuple(row for row in rows if row.is_valid_on(on))

    def siblings(self, code: str, *, on: date, system: str = "icd10cm") -> tuple[CodeEntry, ...]:
        """The other codes under the same parent that are valid on that day."""
        above = self.ancestors(code, system=system)
        family = self.children_of(above[0], on=on, system=system) if above else ()
        return tuple(row for row in family if code_key(row.code) != code_key(code))

    def chapters(self, *, on: date, system: str = "icd10cm") -> tuple[CodeEntry, ...]:
        """The top of the tree: ICD-10-CM chapters, or SPC and HCPCS families."""
        return self.children_of("", on=on, system=system)

    # -- procedures, modifiers, places ----------------------------------------------------------

    def procedure(self, code: str, *, on: date) -> ProcedureEntry | None:
        """The SPC or HCPCS code with all that its rules need, valid on that day or not."""
        entry = self.find(code, on=on, system="spc") or self.find(code, on=on, system="hcpcs")
        cells = self._cells(entry) if entry else None
        return procedure_entry(entry.system, cells) if entry and cells else None

    def modifier(self, code: str, *, on: date) -> ModifierEntry | None:
        """The modifier with what it goes with, valid on that day or not; None if unknown."""
        entry = self.find(code, on=on, system="modifier")
        cells = self._cells(entry) if entry else None
        return modifier_entry(cells) if cells else None

    def place(self, code: str, *, on: date) -> PlaceEntry | None:
        """The place of service with the fee that it has, valid on that day or not."""
        entry = self.find(code, on=on, system="pos")
        cells = self._cells(entry) if entry else None
        return place_entry(cells) if cells else None

    def _cells(self, entry: CodeEntry) -> Mapping[str, str] | None:
        rows = self._store.all(
            "SELECT json FROM attributes WHERE system = ? AND key = ?",
            (entry.system, code_key(entry.code)),
        )
        return json.loads(rows[0][0]) if rows else None

    def all_codes(self, system: str) -> tuple[CodeEntry, ...]:
        """Every billable row of a system in the order of its table; for menus of short systems."""
        where = "system = ? AND billable ORDER BY position"
        return self._store.entries(where, (system,))

    # -- search ---------------------------------------------------------------------------------

    def search(
        self, text: str, *, on: date, system: str | None = None, limit: int = 20
    ) -> tuple[CodeEntry, ...]:
        """The codes that fit what was typed, best first; see `coding.codebook.search`."""
        return self._searcher.search(text, on=on, system=system, limit=limit)


def _applying(
    entry: CodeEntry, own: Notes, inherited: tuple[tuple[CodeEntry, Notes], ...]
) -> Notes:
    """Its own notes and those of the codes above it, up to its category.

    The 7th characters are those of the nearest code that defines them.
    """
    levels = [own, *(notes for parent, notes in inherited if parent.kind == entry.kind == "code")]
    joined = {
        kind: tuple(dict.fromkeys(text for notes in levels for text in notes[kind]))
        for kind in _HANDED_DOWN
    }
    sevenths = (notes["seventh_characters"] for notes in levels)
    seventh = next((texts for texts in sevenths if texts), ())
    terms = own["inclusion_terms"]
    return {kind: joined.get(kind, terms) for kind in NOTE_KINDS} | {"seventh_characters": seventh}
