"""Search that a coder would trust: by code, by words in any order, by abbreviation. PURE.

Order: the code as typed; the curated answer to a common name or abbreviation; codes valid on the
day before others, billable before headers; then how well the title fits. The index is read in
order of weight (see `rows`), so that only the likeliest rows are looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from coding.codebook.entries import CodeEntry
from coding.codebook.fit import fit
from coding.codebook.query import Group, Vocabulary, as_match, code_prefix
from coding.codebook.schema import SEARCHED
from coding.codebook.store import COLUMNS, TITLE, Store, entry
from coding.codebook.words import code_key

SPARE = 50
"""Likely rows of a system that are ranked beyond those asked for."""
MAX_LENGTH = 200
Rank = tuple[bool, bool, float]


@dataclass(frozen=True)
class Asked:
    """A search: what was typed, the day, and where to look."""

    text: str
    on: date
    systems: tuple[str, ...]
    limit: int


class Searcher:
    """Finds codes by what a coder types. Safe for many threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vocabulary = Vocabulary(store)

    def search(
        self, text: str, *, on: date, system: str | None, limit: int
    ) -> tuple[CodeEntry, ...]:
        """The codes that fit, best first, each once, at most `limit`; none for a blank text."""
        asked = Asked(text[:MAX_LENGTH].strip(), on, (system,) if system else SEARCHED, limit)
        best: dict[tuple[str, str], CodeEntry] = {}
        for one in self._found(asked):
            best.setdefault((one.system, one.code), one)
            if len(best) == limit:
                break
        return tuple(best.values())

    def _found(self, asked: Asked) -> Iterator[CodeEntry]:
        yield from self._by_code(code_prefix(asked.text), asked)
        heads, typed = self._vocabulary.split_codes(asked.text)
        if typed and not heads:
            yield from self._curated(typed, asked)
        if typed:
            yield from self._by_words(typed, heads, asked)
        for head in heads:
            yield from self._by_code(head, asked)

    # -- by code --------------------------------------------------------------------------------

    def _by_code(self, head: str, asked: Asked) -> list[CodeEntry]:
        """The code itself, then the codes that begin so, in the order of the book."""
        if not head:
            return []
        rows = self._store.entries(
            f"key >= ? AND key < ? AND system IN ({_marks(asked.systems)}) AND kind = 'code'"
            " ORDER BY key != ?, billable DESC, key LIMIT ?",
            (head, f"{head}~", *asked.systems, head, asked.limit + 20),
        )
        typed = asked.text.upper()

        def order(one: CodeEntry) -> tuple[bool, ...]:
            exact = code_key(one.code) == head
            return (one.code != typed, not exact, not one.is_valid_on(asked.on), not one.billable)

        return sorted(rows, key=order)

    # -- by words -------------------------------------------------------------------------------

    def _curated(self, typed: list[str], asked: Asked) -> list[CodeEntry]:
        """The codes that answer a common name or abbreviation, as far as they may be billed."""
        answers = self._vocabulary.answers_to(typed)
        keys = [code_key(code) for answer in answers for code in answer.codes if code]
        found = self._store.entries(
            f"key IN ({_marks(keys)}) AND system IN ({_marks(asked.systems)}) AND billable",
            (*keys, *asked.systems),
        )
        usable = [one for one in found if one.is_valid_on(asked.on)]
        return sorted(usable, key=lambda one: keys.index(code_key(one.code)))

    def _by_words(self, typed: list[str], heads: list[str], asked: Asked) -> Iterator[CodeEntry]:
        """The rows of the first reading that finds any, best first."""
        hits = (self._hits(reading, heads, asked) for reading in self._readings(typed))
        for _, row in sorted(next(filter(None, hits), []), key=itemgetter(0)):
            yield entry(row)

    def _readings(self, typed: list[str]) -> Iterator[list[list[Group]]]:
        """Ever more forgiving: all words, all but a letter that a word has only begun with, known
        words taken for slips, all but one, any one.

        Each reading is a list of queries; what any of them finds is ranked together.
        """
        yield [self._vocabulary.groups(typed)]
        *whole, last = typed
        if whole and len(last) == 1:
            yield [self._vocabulary.groups(whole)]
        loose = self._vocabulary.loose_groups(typed)
        yield [loose]
        if len(loose) > 1:
            yield [loose[:at] + loose[at + 1 :] for at in range(len(loose))]
            yield [[group] for group in loose]

    def _hits(
        self, reading: list[list[Group]], heads: list[str], asked: Asked
    ) -> list[tuple[Rank, list[Any]]]:
        """The rows that match any of the queries of a reading, with their rank."""
        typed = list(dict.fromkeys(group for groups in reading for group in groups))
        found = {
            number: (weight, row)
            for groups in reading
            for system in asked.systems
            for number, weight, *row in self._likeliest(
                as_match(groups), system, heads, asked.limit + SPARE
            )
        }
        on, all_found = asked.on.isoformat(), len(reading) == 1
        return [
            (_rank(row, on, weight - fit(typed, row[TITLE], all_found=all_found)), row)
            for weight, row in found.values()
        ]

    def _likeliest(self, match: str, system: str, heads: list[str], count: int) -> list[Any]:
        """The likeliest rows of a system that match: number, weight, and what makes an entry."""
        first, last = self._store.meta.get(f"span_{system}", "0 0").split()
        within = " OR ".join("(key >= ? AND key < ?)" for _ in heads) or "1"
        return self._store.all(
            f"SELECT code.id, weight, {COLUMNS} FROM finder JOIN code ON code.id = finder.rowid"
            f" WHERE finder MATCH ? AND finder.rowid BETWEEN ? AND ? AND ({within})"
            " ORDER BY finder.rowid LIMIT ?",
            (match, first, last, *(it for head in heads for it in (head, f"{head}~")), count),
        )


def _rank(row: list[Any], on: str, misfit: float) -> Rank:
    """Valid that day first, then billable, then the best fit; days are compared as ISO texts."""
    _, _, _, billable, first, last, _ = row
    return (not (first or "") <= on <= (last or "9"), not billable, misfit)


def _marks(values: Iterable[str]) -> str:
    return ", ".join("?" for _ in values)
