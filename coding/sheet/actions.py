"""What the buttons of the code sheet do: a sheet as posted in, the sheet as it should be out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coding.answer import MAX_LINES
from coding.codebook import Codebook, CodeEntry
from coding.sheet.checks import MAX_DIAGNOSES, Remark, row_label
from coding.sheet.lookup import SYSTEMS, find_code, why_unknown
from coding.sheet.rows import Quote, Removed, Sheet

MAX_MATCHES = 8


@dataclass(frozen=True)
class Posted:
    """The whole sheet as posted, and the button: `up` with argument `d2`, say.

    `new` holds what was typed to be added, by kind ("d" a diagnosis, "s" a service).
    """

    sheet: Sheet
    version: int
    verb: str = "save"
    argument: str = ""
    new: tuple[str, str] = ("", "")
    link_to: str = ""
    quotes: tuple[Quote, ...] = ()
    removed: Removed | None = None


@dataclass(frozen=True)
class Edit:
    """The sheet after the button, a sentence on what happened, and where the focus goes.

    A `refusal` says why something was not done; `matches` are codes to choose from instead;
    `target` is the row to which words of the note will be linked next.
    """

    sheet: Sheet
    said: str = ""
    focus: str = ""
    removed: Removed | None = None
    refusal: Remark | None = None
    matches: Sequence[CodeEntry] = ()
    new: tuple[str, str] = ("", "")
    target: str = ""


def act(posted: Posted, *, book: Codebook, on: date) -> Edit:
    """Do what the button says; a button that is not known only saves."""
    if posted.verb in {"add-d", "add-s"}:
        edit = _add(posted, posted.verb[-1], book=book, on=on, must=True)
    elif posted.verb in ACTIONS:
        edit = replace(ACTIONS[posted.verb](posted), new=posted.new)
    elif posted.verb == "autosave":
        edit = Edit(posted.sheet, removed=posted.removed, new=posted.new)
    else:
        edit = _add_all(posted, book=book, on=on)
    return edit if edit.target else replace(edit, target=posted.link_to)


def _add_all(posted: Posted, *, book: Codebook, on: date) -> Edit:
    """Saving by hand takes along what still stands in the fields for new codes."""
    edit = _add(posted, "d", book=book, on=on, must=False)
    if edit.refusal is not None:
        return edit
    rest = replace(posted, sheet=edit.sheet, new=edit.new)
    last = _add(rest, "s", book=book, on=on, must=False)
    said = " ".join(part for part in (edit.said, last.said) if part) or "Saved."
    return replace(last, said=said)


def _add(posted: Posted, kind: str, *, book: Codebook, on: date, must: bool) -> Edit:
    """Add the typed (or chosen) code at the end of its part of the sheet."""
    sheet, place = posted.sheet, "ds".index(kind)
    typed = (posted.argument if must else "") or posted.new[place].strip()
    if not typed and not must:
        return Edit(sheet, new=posted.new)
    field, label = ("new-d", "New diagnosis") if kind == "d" else ("new-s", "New service")
    entry = find_code(typed, book=book, on=on, kind=kind)
    why, matches = _refusal(sheet, kind, typed, entry, book=book, on=on)
    if why or entry is None:
        new = posted.new if posted.new[place] else _new(posted.new, place, typed)
        return Edit(sheet, refusal=Remark(field, label, why), matches=matches, new=new, focus=field)
    grown = sheet.with_diagnosis(entry.code) if kind == "d" else sheet.with_procedure(entry.code)
    new = _new(posted.new, place, "")
    target = posted.sheet.next_key(kind)
    said = f"Added {entry.code} {entry.title}."
    return Edit(grown, said=said, focus=field, new=new, target=target)


def _refusal(
    sheet: Sheet, kind: str, typed: str, entry: CodeEntry | None, *, book: Codebook, on: date
) -> tuple[str, Sequence[CodeEntry]]:
    """Why a code cannot be added, empty if it can, and what the typed words may have meant."""
    if kind == "d" and len(sheet.diagnoses) >= MAX_DIAGNOSES:
        return "A claim holds twelve diagnoses, A to L. Remove one before you add another.", ()
    if kind == "s" and len(sheet.procedures) >= MAX_LINES:
        return f"A claim holds {MAX_LINES} lines. Remove one before you add another.", ()
    if not typed:
        return "Type a code, or words to search for.", ()
    if entry is None:
        return _unknown(typed, kind, book=book, on=on)
    standing = {row.code.strip().upper() for row in sheet.diagnoses}
    if kind == "d" and entry.code.upper() in standing:
        return f"{entry.code} is on the sheet already; a diagnosis is reported once.", ()
    return "", ()


def _unknown(typed: str, kind: str, *, book: Codebook, on: date) -> tuple[str, Sequence[CodeEntry]]:
    """What to say of words that are no code here, with the codes that they may have meant."""
    why = why_unknown(typed, book=book, on=on, kind=kind)
    if book.find(typed, on=on) is not None:
        return why, ()
    found = (book.search(typed, on=on, system=it, limit=MAX_MATCHES) for it in SYSTEMS[kind])
    matches = tuple(entry for entries in found for entry in entries)[:MAX_MATCHES]
    if matches:
        why = f"No code reads “{typed[:40]}”. Choose one below, or check each character."
    return why, matches


def _new(new: tuple[str, str], place: int, text: str) -> tuple[str, str]:
    return (text, new[1]) if place == 0 else (new[0], text)


def _move(posted: Posted) -> Edit:
    step = -1 if posted.verb == "up" else 1
    sheet = posted.sheet.moved(posted.argument, step)
    row = sheet.row(posted.argument)
    if row is None:
        return Edit(sheet)
    button = f"{row.key}-{posted.verb}"
    return Edit(sheet, said=f"{row.code} is now {row_label(sheet, row)}.", focus=button)


def _remove(posted: Posted) -> Edit:
    sheet, removed = posted.sheet.without(posted.argument)
    if removed is None:
        return Edit(sheet)
    name = removed.row.code.strip() or "the empty row"
    return Edit(sheet, said=f"Removed {name}.", focus="undo", removed=removed)


def _undo(posted: Posted) -> Edit:
    if posted.removed is None:
        return Edit(posted.sheet, said="There is nothing to undo.")
    row = posted.removed.row
    sheet = posted.sheet.restored(posted.removed)
    return Edit(sheet, said=f"{row.code} is back.", focus=f"{row.key}-code")


def _link(posted: Posted) -> Edit:
    """Link the chosen words of the note to a row."""
    row = posted.sheet.row(posted.link_to)
    if row is None:
        return _cannot_link(posted, "Choose the code that the words support.")
    if not posted.quotes:
        return _cannot_link(posted, "Choose the words of the note to link.")
    sheet = posted.sheet
    for start, end in posted.quotes:
        sheet = sheet.with_quote(row.key, start, end)
    return Edit(sheet, said=f"Linked to {row.code}.")


def _cannot_link(posted: Posted, why: str) -> Edit:
    refusal = Remark("link-evidence", "Evidence", why)
    return Edit(posted.sheet, refusal=refusal, focus="link-evidence")


def _unlink(posted: Posted) -> Edit:
    """Take one link off a row."""
    return _without(posted, posted.quotes)


def _clear(posted: Posted) -> Edit:
    """Take off a row every link that shares words with the chosen stretch of the note."""
    row = posted.sheet.row(posted.link_to)
    held = row.evidence if row else ()
    return _without(
        posted,
        tuple(
            (start, end)
            for start, end in held
            if any(start < until and since < end for since, until in posted.quotes)
        ),
    )


def _without(posted: Posted, quotes: tuple[Quote, ...]) -> Edit:
    row, sheet = posted.sheet.row(posted.link_to), posted.sheet
    if row is None:
        return Edit(sheet)
    for start, end in quotes:
        sheet = sheet.without_quote(row.key, start, end)
    return Edit(sheet, said=f"No longer linked to {row.code}.", focus=f"{row.key}-code")


ACTIONS: dict[str, Callable[[Posted], Edit]] = {
    "up": _move,
    "down": _move,
    "remove": _remove,
    "undo": _undo,
    "link": _link,
    "evidence": _link,
    "unlink": _unlink,
    "clear": _clear,
}
