"""What was typed, understood as words of the book: abbreviations, prefixes, one wrong letter.

PURE. The words are looked up in the book's own vocabulary first; the full-text index is then
asked for whole words only, because a prefix and a stem do not fit together in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log10

from coding.codebook.store import Store
from coding.codebook.words import american, code_key, is_one_slip, without_one_letter, words

MAX_WORDS = 12
MAX_EXPANSIONS = 24
LONGEST_TERM = 4
_STOP = frozenset(words("an and as at by for from in is of on or the to with due"))
_CODE_LIKE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?\.?[0-9A-Z]{0,4}|[A-Z]{2}-[0-9]{0,3}")


WHOLE, MEANT, OTHER_FORM, NOT_IT = 1.0, 0.85, 0.8, 0.0
"""How near a title's word comes to a typed one."""
_SAID = {WHOLE: 1.0, MEANT: 0.5, OTHER_FORM: 0.5, NOT_IT: 0.0}
"""How much of that word was then typed."""


class _Near(dict[str, float]):
    """How near each word of the titles comes to a slot; worked out once a word."""

    def __init__(self, typed: str, meant: tuple[str, ...]) -> None:
        super().__init__()
        first = meant[0]
        self._stem = first[: max(4, len(first) - 3)] if len(first) > 4 else "~"
        self.update(dict.fromkeys(meant, MEANT))
        self[typed] = WHOLE

    def __missing__(self, word: str) -> float:
        near = self[word] = OTHER_FORM if word.startswith(self._stem) else NOT_IT
        return near


class _Said(dict[str, float]):
    """How much of each word of the titles was typed."""

    def __init__(self, near: _Near) -> None:
        super().__init__()
        self._near = near

    def __missing__(self, word: str) -> float:
        said = self[word] = _SAID[self._near[word]]
        return said


@dataclass(frozen=True)
class Slot:
    """One word to be found: as typed, or one of the words that it may stand for."""

    typed: str
    words: tuple[str, ...]

    @cached_property
    def near(self) -> _Near:
        """How near a title's word comes to it; a word that begins as it does is another form."""
        return _Near(self.typed, self.words)

    @cached_property
    def said(self) -> _Said:
        """How much of a title's word it says."""
        return _Said(self.near)


@dataclass(frozen=True)
class Group:
    """One thing that was typed, with the ways to say it; each way is a row of words.

    `worth` is how much it tells: more for more words, and for words that few titles have.
    """

    ways: tuple[tuple[Slot, ...], ...]
    worth: float = 1.0


@dataclass(frozen=True)
class Answer:
    """What an abbreviation or a common name means, and the codes that answer it when alone."""

    term: str
    means: tuple[str, ...]
    codes: tuple[str, ...]


class Vocabulary:
    """The words of the book and its curated answers. Reads the answers at first use."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # A text is searched for at each letter, so that its earlier words come again and again.
        self._meant = lru_cache(maxsize=4096)(self._read_meant)
        self._hits = lru_cache(maxsize=4096)(self._read_hits)

    @cached_property
    def answers(self) -> dict[tuple[str, ...], Answer]:
        """Curated terms by their words (`abbreviations.csv`)."""
        rows = self._store.all("SELECT term, means, codes FROM answer")
        return {
            tuple(telling(words(term))): Answer(
                term, tuple(means.split(";")), tuple(codes.split(";"))
            )
            for term, means, codes in rows
        }

    @cached_property
    def _shortest_first(self) -> list[tuple[str, ...]]:
        """The terms in the order in which one that is being typed is likely meant."""
        return sorted(self.answers, key=lambda term: len(term[-1]))

    @cached_property
    def _by_set(self) -> dict[frozenset[str], Answer]:
        """The same in any order of their words."""
        return {frozenset(term): answer for term, answer in self.answers.items()}

    def answers_to(self, typed: list[str]) -> Iterator[Answer]:
        """Curated answers: the term itself, with a slip mended, or the term being typed."""
        typed = telling(typed)
        mended = [self.mended(word) for word in typed]
        for tried in (frozenset(typed), frozenset(mended)):
            if tried in self._by_set:
                yield self._by_set[tried]
        *head, last = typed
        if len(last) < 3 and len(typed) == 1:
            return
        for term in self._shortest_first:
            if term[-1].startswith(last) and list(term[:-1]) == head:
                yield self.answers[term]

    def mended(self, word: str) -> str:
        """The word itself if the book has words that begin so, else the likeliest one meant."""
        found = self.slot(word).words[0]
        return word if found.startswith(word) else found

    def groups(self, typed: list[str]) -> list[Group]:
        """What was typed as groups, with curated terms taken for what they mean."""
        kept, groups = telling(typed)[:MAX_WORDS], []
        while kept:
            length = self._term_length(kept)
            groups.append(self._term(kept[:length]) if length else self._word(kept[0]))
            kept = kept[max(length, 1) :]
        return groups

    def loose_groups(self, typed: list[str]) -> list[Group]:
        """Each word by itself, and known words also taken for slips of others."""
        return [self._word(word, loosely=True) for word in telling(typed)[:MAX_WORDS]]

    def split_codes(self, text: str) -> tuple[list[str], list[str]]:
        """The beginnings of codes in a text ("E11 neuropathy" has E11), and its other words."""
        heads, rest = [], []
        for part in text.split():
            head = code_prefix(part) if len(part) > 2 else ""
            if head and self._begins_a_code(head):
                heads.append(head)
            else:
                rest.extend(words(part))
        return heads, rest

    def _term_length(self, typed: list[str]) -> int:
        """How many of the first words are one curated term; the longest wins."""
        longest = min(LONGEST_TERM, len(typed))
        lengths = range(longest, 0, -1)
        return next((n for n in lengths if tuple(typed[:n]) in self.answers), 0)

    def _term(self, typed: list[str]) -> Group:
        """A curated term: what it means, and its own words if the book has them."""
        means = self.answers[tuple(typed)].means
        ways = [tuple(Slot(word, (word,)) for word in words(way)) for way in means if way]
        if not ways or all(map(self._has, typed)):
            ways.append(tuple(Slot(word, (word,)) for word in typed))
        return Group(tuple(ways), self._worth(slot for way in ways[:1] for slot in way))

    def _word(self, typed: str, *, loosely: bool = False) -> Group:
        slots = [self.slot(typed, loosely=loosely)]
        if loosely and (typed,) in self.answers:
            return self._term([typed])
        return Group((tuple(slots),), self._worth(slots))

    def _worth(self, slots: Iterable[Slot]) -> float:
        return sum(1 / (1 + log10(1 + self._hits(slot.words[0]))) for slot in slots)

    def _has(self, word: str) -> bool:
        return self._hits(word) > 0

    def _read_hits(self, word: str) -> int:
        rows = self._store.all("SELECT hits FROM word WHERE word = ?", (word,))
        return int(rows[0][0]) if rows else 0

    def _begins_a_code(self, head: str) -> bool:
        sql = "SELECT 1 FROM code WHERE key >= ? AND key < ? LIMIT 1"
        return bool(self._store.all(sql, (head, f"{head}~")))

    def slot(self, typed: str, *, loosely: bool = False) -> Slot:
        """The words of the book that a typed word may stand for."""
        return Slot(typed, self._meant(typed, loosely))

    def _read_meant(self, typed: str, loosely: bool) -> tuple[str, ...]:
        if len(typed) == 1 or typed.isdigit():
            return (typed,)
        found = self._starting(typed)
        if not found:
            found = next((near for word in american(typed) if (near := self._starting(word))), ())
        if not found or loosely:
            found = (*found, *self._near(typed))
        return tuple(dict.fromkeys(found)) or (typed,)

    def _starting(self, head: str) -> tuple[str, ...]:
        rows = self._store.all(
            "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY word = ? DESC, hits DESC"
            " LIMIT ?",
            (head, f"{head}~", head, MAX_EXPANSIONS),
        )
        return tuple(word for (word,) in rows)

    def _near(self, typed: str) -> tuple[str, ...]:
        """Words with one letter wrong, missing, too many or swapped; else such beginnings."""
        if len(typed) < 4:
            return ()
        forms = (typed, *without_one_letter(typed))
        marks = ", ".join("?" * len(forms))
        rows = self._store.all(
            f"SELECT word, hits FROM word WHERE word IN ({marks}) UNION"
            f" SELECT word, hits FROM slip JOIN word USING (word) WHERE form IN ({marks})"
            " ORDER BY hits DESC",
            (*forms, *forms),
        )
        near = [word for word, _ in rows if is_one_slip(typed, word)]
        return tuple(near[:MAX_EXPANSIONS]) or self._near_heads(typed)

    def _near_heads(self, typed: str) -> tuple[str, ...]:
        size = len(typed)
        if size < 5:
            return ()
        rows = self._store.all(
            "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY hits DESC",
            (typed[:2], f"{typed[:2]}~"),
        )
        sizes = (size, size + 1, size - 1)
        near = (w for (w,) in rows if any(is_one_slip(typed, w[:n]) for n in sizes))
        return tuple(near)[:MAX_EXPANSIONS]


def telling(typed: list[str]) -> list[str]:
    """The words without the small ones, unless there are no others."""
    return [word for word in typed if word not in _STOP] or typed


def as_match(groups: list[Group]) -> str:
    """The groups as a full-text query: all groups, any way of each, all slots of a way."""
    return " AND ".join(f"({' OR '.join(map(_way, group.ways))})" for group in groups)


def _way(slots: tuple[Slot, ...]) -> str:
    ors = (" OR ".join(f'"{word}"' for word in slot.words) for slot in slots)
    return "(" + " AND ".join(f"({one})" for one in ors) + ")"


def code_prefix(text: str) -> str:
    """The key that the text begins a code with; empty when it does not look like a code."""
    typed = text.strip().upper()
    return code_key(typed) if _CODE_LIKE.fullmatch(typed) else ""
