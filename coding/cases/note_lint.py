"""Whether a note keeps to the narrow Markdown that can be drawn and highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coding.notes import passages

MIN_WORDS, MAX_WORDS = 150, 400
MAX_PASSAGE = 400
"""Characters of a sentence that a query, a comment or a challenge quotes whole."""

WORD = re.compile(r"[A-Za-z0-9][\w.,'’/%-]*")
RULE = re.compile(r"\|[ :|-]+\|")
MARKUP = (
    (re.compile(r"</?[A-Za-z!]"), "HTML is not allowed; write plain words"),
    (
        re.compile(r"\*\*|__|`|~~"),
        "bold, italics and code marks are not allowed; write plain words",
    ),
    (re.compile(r"!?\[[^\]]*\]\("), "links and pictures are not allowed; write plain words"),
    (re.compile(r"^(#|#{3,})\s"), 'only "## Heading" lines may head a part'),
    (re.compile(r"^#+[^#\s]"), 'a heading is written "## Heading", with a space'),
    (re.compile(r"^\s*\d+[.)]\s"), 'numbered lists are not allowed; begin each item with "- "'),
    (re.compile(r"^\s*[*+]\s"), 'begin each item with "- "'),
    (re.compile(r"^\s+-\s"), "a list cannot stand inside another; begin the line with the dash"),
    (re.compile(r"^\s*>"), "quotations are not allowed; write plain words"),
    (re.compile(r"^\s*(```|---+\s*$|===+\s*$)"), "rules and fences are not allowed; remove it"),
)


def note_problems(note: str) -> Iterator[tuple[int, str]]:
    """What must be mended in a note: (line of the note counted from 1, message)."""
    count = len(WORD.findall(note))
    if not MIN_WORDS <= count <= MAX_WORDS:
        yield 1, f"the note has {count} words; write {MIN_WORDS} to {MAX_WORDS}"
    lines = note.split("\n")
    if not lines[0].startswith("## "):
        yield 1, 'the note must begin with a "## Heading" line'
    for number, line in enumerate(lines, 1):
        yield from ((number, message) for pattern, message in MARKUP if pattern.search(line))
    for passage in passages(note):
        if len(passage.text) > MAX_PASSAGE:
            row = note.count("\n", 0, passage.start) + 1
            yield row, f"a sentence has more than {MAX_PASSAGE} characters; make two of it"
    yield from _table_problems(lines)


def _table_problems(lines: list[str]) -> Iterator[tuple[int, str]]:
    """A table has a row of heads, a rule and rows of the same width, between blank lines."""
    head: int | None = None
    for number, line in enumerate([*lines, ""], 1):
        row = line.strip()
        if not row.startswith("|"):
            if head is not None and row:
                yield number, "a table ends with a blank line; add one above this line"
            head = None
            continue
        if not (row.endswith("|") and len(row) > 1):
            yield number, 'a row of a table begins and ends with "|"'
        if head is None:
            head = number
            if not (number < len(lines) and RULE.fullmatch(lines[number].strip())):
                yield number, 'the second line of a table is a rule such as "|---|---|"'
            if number > 1 and lines[number - 2].strip():
                yield number, "a table begins after a blank line; add one above this line"
        if row.count("|") != lines[head - 1].strip().count("|"):
            yield number, "this row has another number of cells than the head of its table"
