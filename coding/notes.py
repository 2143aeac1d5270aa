"""The encounter note: cut into passages that can be highlighted, and drawn as safe HTML.

All offsets count characters of the note's source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import markdown
import nh3

from coding.answer import Passage
from coding.note_blocks import Piece, blocks

TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "ul", "li"}
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
TOKEN = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True)
class Highlight:
    """Words to mark: from ``start`` to ``end`` (not included), with a label such as a code.

    ``kind`` says whose mark it is ("diagnosis", "procedure", "key"); it becomes ``data-kind``.
    """

    start: int
    end: int
    label: str
    kind: str = ""


def passages(text: str) -> tuple[Passage, ...]:
    """The note cut into sentences, list items and table cells, in the order of reading.

    Each passage's text is exactly ``text[start:end]``. Headings and column heads are not passages.
    """
    pieces = (piece for block in blocks(text) for piece in block.pieces if piece.selectable)
    return tuple(Passage(piece.start, piece.end, text[piece.start : piece.end]) for piece in pieces)


def render(text: str, highlights: Iterable[Highlight] = ()) -> str:
    """The note as HTML that is safe to put into a page, with highlights marked.

    Passages become ``<span class="passage" id="p1" data-start data-end>`` whose text content is
    exactly their source. Heading levels move down one, so that the page's h1 stays unique.
    """
    marks = tuple(highlights)
    parts = blocks(text)
    pieces = [piece for block in parts for piece in block.pieces]
    tokens = iter(f"\ue000{number}\ue001" for number in range(len(pieces)))
    source = "\n".join(re.sub(r"\{\}", lambda _: next(tokens), block.frame) for block in parts)
    html = markdown.markdown(source, extensions=["tables"])
    clean = nh3.clean(html, tags=TAGS | TABLE_TAGS, attributes={})
    clean = clean.replace("<th>", '<th scope="col">')
    drawn = tuple(_draw(text, pieces, marks))
    return TOKEN.sub(lambda match: drawn[int(match[1])], clean)


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands in the note first: (start, end), or None.

    Line wraps and runs of spaces do not matter; letters, case and punctuation do.
    """
    return next(iter(locate_all(text, quote)), None)


def locate_all(text: str, quote: str) -> tuple[tuple[int, int], ...]:
    """Every place where a quote stands in the note."""
    words = [re.escape(word) for word in quote.split()]
    if not words:
        return ()
    pattern = r"(?<!\w)" * quote.strip()[0].isalnum() + r"\s+".join(words)
    pattern += r"(?!\w)" * quote.strip()[-1].isalnum()
    return tuple(match.span() for match in re.finditer(pattern, text))


def _draw(text: str, pieces: Sequence[Piece], marks: Sequence[Highlight]) -> Iterator[str]:
    number = 0
    for piece in pieces:
        if not piece.selectable:
            yield escape(text[piece.start : piece.end])
            continue
        number += 1
        inner = "".join(_segments(text, piece, marks))
        place = f'data-start="{piece.start}" data-end="{piece.end}"'
        yield f'<span class="passage" id="p{number}" {place}>{inner}</span>'


def _segments(text: str, piece: Piece, marks: Sequence[Highlight]) -> Iterator[str]:
    """The piece cut wherever a highlight begins or ends, each stretch marked once."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    inside = sorted(edge for edge in edges if piece.start < edge < piece.end)
    cuts = [piece.start, *inside, piece.end]
    for start, end in pairwise(cuts):
        words = escape(text[start:end])
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        if not over:
            yield words
            continue
        label = escape(", ".join(dict.fromkeys(mark.label for mark in over)))
        kind = escape(" ".join(dict.fromkeys(mark.kind for mark in over if mark.kind)))
        yield f'<mark class="evidence" data-label="{label}" data-kind="{kind}">{words}</mark>'
