"""Search that a coder would trust: by code, by words in any order, by abbreviation. PURE.

Order: the code as typed; the curated answer to a common name or abbreviation; codes valid on the
day before others, billable before headers; then how well the title fits. The index is read in
order of weight (see `rows`), so only the first candidates are looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coding.codebook.entries import CodeEntry
from coding.codebook.query import Group, Slot, Vocabulary, as_match, code_prefix
from coding.codebook.rows import FILLERS
from coding.codebook.schema import SEARCHED
from coding.codebook.store import COLUMNS, Store, entry
from coding.codebook.words import code_key, words

CANDIDATES = 150
MAX_LENGTH = 200


@dataclass(frozen=True)
class Candidate:
    """A row that fits, with its place in the book's own order of likelihood."""

    number: int
    weight: int
    entry: CodeEntry


class Searcher:
    """Finds codes by what a coder types. Safe for many threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vocabulary = Vocabulary(store)

    def search(
        self, text: str, *, on: date, system: str | None, limit: int
    ) -> tuple[CodeEntry, ...]:
        """The codes that fit, best first, at most `limit`; nothing for a blank text."""
        text = text[:MAX_LENGTH]
        systems = (system,) if system else SEARCHED
        by_code = self._by_code(text, on=on, systems=systems, limit=limit)
        by_word = self._by_words(text, on=on, systems=systems) if len(by_code) < limit else ()
        return tuple(dict.fromkeys((*by_code, *by_word)))[:limit]

    # -- by code --------------------------------------------------------------------------------

    def _by_code(
        self, text: str, *, on: date, systems: Iterable[str], limit: int
    ) -> list[CodeEntry]:
        """The code itself, then the codes that begin so."""
        head = code_prefix(text)
        if not head:
            return []
        marks = ", ".join(f"'{system}'" for system in systems)
        rows = self._store.entries(
            f"key >= ? AND key < ? AND system IN ({marks}) AND kind = 'code'"
            " ORDER BY key != ?, valid_to IS NOT NULL, billable DESC, key LIMIT ?",
            (head, f"{head}~", head, limit + 10),
        )
        typed = text.strip().upper()

        def order(one: CodeEntry) -> tuple[bool, ...]:
            exact = code_key(one.code) == head
            return (one.code != typed, not exact, not one.is_valid_on(on), not one.billable)

        return sorted(rows, key=order)

    # -- by words -------------------------------------------------------------------------------

    def _by_words(self, text: str, *, on: date, systems: Iterable[str]) -> list[CodeEntry]:
        typed = words(text)
        if not typed:
            return []
        curated = self._curated(typed, on=on)
        found = next((hits for hits in self._stages(typed, systems) if hits), [])
        ranked = sorted(found, key=lambda hit: self._rank(hit, on=on))
        answers = [one for one in curated if one.system in systems]
        return answers + [hit.entry for _, hit in ranked]

    def _stages(
        self, typed: list[str], systems: Iterable[str]
    ) -> Iterator[list[tuple[float, Candidate]]]:
        """Ever more forgiving readings: all words, then slips of the pen, then all but one."""
        groups = self._vocabulary.groups(typed)
        yield self._scored(groups, systems)
        loose = self._vocabulary.groups(typed, loosely=True)
        yield self._scored(loose, systems)
        if len(groups) > 1:
            fewer = (loose[:at] + loose[at + 1 :] for at in range(len(loose)))
            yield [hit for some in fewer for hit in self._scored(some, systems)]
            yield [hit for group in loose for hit in self._scored([group], systems)]
