"""Take a case file apart: front matter, notes, and the twins that fill them in. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coding.cases.twins import Twins, fill, read_twins
from coding.cases.words import Mess
from coding.documents import NOT_TEXT, DocumentError
from coding.strict_yaml import MAX_BYTES

FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*\n(?P<note>.*)", re.DOTALL)
MESS = re.compile(r"^=== (clean|messy) ===[ \t]*\n", re.MULTILINE)
MAX_NOTE = 20_000


@dataclass(frozen=True)
class Note:
    """A note and the line of the file on which it begins."""

    text: str
    line: int


@dataclass(frozen=True)
class Parts:
    """A file taken apart, filled in: the front matter, and the notes by how untidy they are."""

    front: str
    notes: Mapping[Mess, Note]
    twins: Twins | None


def taken_apart(source: str, *, path: str, twin: int = 0) -> Parts:
    """Take a file apart and fill it in. Raises DocumentError."""
    match = _checked(source, path=path)
    front, body = match["yaml"], match["note"]
    body_line = source.count("\n", 0, match.start("note")) + 1
    twins = read_twins(front, path=path, first_line=2)
    if twins is not None:
        front = fill(front, twins, seed=twin, first_line=2)
        body = fill(body, twins, seed=twin, first_line=body_line)
    return Parts(front, _notes(body, path=path, line=body_line), twins)


def _checked(source: str, *, path: str) -> re.Match[str]:
    """The file as front matter and what follows. Raises DocumentError."""
    if len(source.encode("utf-8", errors="replace")) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024} KiB; shorten it"
        raise DocumentError(path=path, line=1, field="", message=message)
    match = FRONT.fullmatch(source)
    if match is None:
        message = 'begin with a line "---", the front matter, another line "---", then the note'
        raise DocumentError(path=path, line=1, field="", message=message)
    odd = NOT_TEXT.search(source)
    if odd:
        line = source.count("\n", 0, odd.start()) + 1
        message = "holds a character that is not text; remove it"
        raise DocumentError(path=path, line=line, field="", message=message)
    return match


def _notes(body: str, *, path: str, line: int) -> dict[Mess, Note]:
    """The typical note, and those that follow it under a line such as ``=== messy ===``. Raises
    DocumentError for one that stands twice or is too long."""
    found: dict[Mess, Note] = {}
    parts = MESS.split(body)
    for mess, text in zip(("typical", *parts[1::2]), parts[::2], strict=True):
        if mess in found:
            message = f"has two {mess} notes; keep one"
            raise DocumentError(path=path, line=line, field="", message=message)
        lead = len(text) - len(text.lstrip("\n"))
        note = text.strip("\n").rstrip()
        if len(note) > MAX_NOTE:
            message = f"the note is longer than {MAX_NOTE} characters; shorten it"
            raise DocumentError(path=path, line=line, field="", message=message)
        found[Mess(mess)] = Note(note, line + lead)
        line += text.count("\n") + 1
    return found
