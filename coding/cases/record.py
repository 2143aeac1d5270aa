"""What the record says once the provider has answered: the note with its addenda. PURE.

Each addendum has a place of its own behind the note. Until it is there its place is blank, so that
a passage stands at the same characters whichever answers have come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coding.cases.model import ScriptedQuery

HEAD = "\n\n## Addendum by the provider\n\n"


def record(note: str, queries: Sequence[ScriptedQuery], *, answered: Collection[int]) -> str:
    """The note with the addenda of the questions (by their place, from 0) that were answered."""
    text = note
    for place, query in enumerate(queries):
        if query.says:
            addendum = HEAD + query.says
            text += addendum if place in answered else " " * len(addendum)
    return text.rstrip()


def whole_record(note: str, queries: Sequence[ScriptedQuery]) -> str:
    """The note with every addendum there can be."""
    return record(note, queries, answered=range(len(queries)))
