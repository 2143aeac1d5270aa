"""The structure of an encounter note: which stretches of its source are shown, and how.

A note is a narrow Markdown: ``## Heading`` lines, paragraphs, ``- item`` lists and pipe tables;
no markup inside a line, no HTML. Whatever else stands there is shown as plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
ITEM = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
RULE = re.compile(r"[ \t]*\|[ \t:|-]+\|[ \t]*")
SENTENCE_END = re.compile(r"""[.!?]["')\]]*\s+(?=["'(\[]?[A-Z0-9])""")
NEVER_ENDS = ("dr.", "mr.", "mrs.", "ms.", "st.", "vs.", "approx.", "e.g.", "i.e.", "cf.", "fig.")
INITIAL = re.compile(r"[A-Za-z]\.")

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of the note's source that is shown: a passage, or a heading or column head."""

    start: int
    end: int
    selectable: bool


@dataclass(frozen=True)
class Block:
    """One line of Markdown structure: what stands around its pieces (``{}`` for each)."""

    frame: str
    pieces: tuple[Piece, ...]


def blocks(text: str) -> list[Block]:
    """The note's structure, line by line, with empty frames between blocks of another kind."""
    lines = tuple(_lines(text))
    found: list[Block] = []
    at = 0
    while at < len(lines):
        kind = _kind(text, lines[at])
        end = at + 1
        while end < len(lines) and _continues(kind, _kind(text, lines[end])):
            end += 1
        found += [*READERS[kind](text, lines[at:end]), Block("", ())]
        at = end
    return found


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip())
        start += len(line)


def _kind(text: str, line: Span) -> str:
    start, end = line
    if not text[start:end].strip():
        return "blank"
    for kind, pattern in (("heading", HEADING), ("item", ITEM), ("row", ROW)):
        if pattern.match(text, start, end):
            return kind
    return "words"


def _continues(kind: str, following: str) -> bool:
    """Whether a line of this kind goes on into the following one."""
    return following == kind != "heading" or (kind, following) == ("item", "words")


def _heading(text: str, lines: Sequence[Span]) -> list[Block]:
    start, end = lines[0]
    match = HEADING.match(text, start, end)
    level = min(len(match[1]) + 1, 6) if match else 2
    piece = _trimmed(text, match.end() if match else start, end, selectable=False)
    return [Block("#" * level + " {}", (piece,))]


def _list(text: str, lines: Sequence[Span]) -> list[Block]:
    """Items of a list; a line without a dash goes on with the item above it."""
    found: list[Block] = []
    for start, end in lines:
        match = ITEM.match(text, start, end)
        begin = match.end() if match else found.pop().pieces[0].start
        found.append(Block("- {}", (_trimmed(text, begin, end, selectable=True),)))
    return found


def _words(text: str, lines: Sequence[Span]) -> list[Block]:
    pieces = tuple(_sentences(text, lines[0][0], lines[-1][1]))
    return [Block(" ".join("{}" for _ in pieces), pieces)]


def _table(text: str, lines: Sequence[Span]) -> list[Block]:
    """Rows of a table; the row above the rule holds the column heads."""
    rows: list[Block] = []
    for number, (start, end) in enumerate(lines):
        if number == 1 and RULE.fullmatch(text, start, end):
            rows.append(Block("|" + "---|" * rows[0].frame.count("| "), ()))
            continue
        cells = [_trimmed(text, *cell, selectable=number > 0) for cell in _cells(text, start, end)]
        frame = "".join("| {} " if cell.start < cell.end else "| " for cell in cells) + "|"
        rows.append(Block(frame, tuple(cell for cell in cells if cell.start < cell.end)))
    return rows


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    inner_start, inner_end = text.index("|", start) + 1, text.rindex("|", start, end)
    at = inner_start
    for cell in text[inner_start:inner_end].split("|"):
        yield at, at + len(cell)
        at += len(cell) + 1


def _nothing(_text: str, _lines: Sequence[Span]) -> list[Block]:
    return []


READERS: dict[str, Callable[[str, Sequence[Span]], list[Block]]] = {
    "heading": _heading,
    "item": _list,
    "row": _table,
    "words": _words,
    "blank": _nothing,
}


def _trimmed(text: str, start: int, end: int, *, selectable: bool) -> Piece:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return Piece(start, max(start, end - (len(part) - len(part.rstrip()))), selectable)


def _sentences(text: str, start: int, end: int) -> Iterator[Piece]:
    begin = start
    for match in SENTENCE_END.finditer(text, start, end):
        if _ends_sentence(text[begin : match.start() + 1]):
            yield _trimmed(text, begin, match.end(), selectable=True)
            begin = match.end()
    yield _trimmed(text, begin, end, selectable=True)


def _ends_sentence(words: str) -> bool:
    """Whether the stop at the end of these words is more than the mark of an abbreviation."""
    last = words.split()[-1].lstrip("(\"'[")
    return last.lower() not in NEVER_ENDS and not INITIAL.fullmatch(last)
