"""What was typed, looked up in the code sets of its part of the sheet."""

from __future__ import annotations

import re
from datetime import date

from coding.codebook import Codebook, CodeEntry
from coding.display import day_text

MAX_READ = 20
SYSTEMS = {"d": ("icd10cm",), "s": ("spc", "hcpcs")}
BELONGS = {
    "icd10cm": "an ICD-10-CM diagnosis code; it belongs under Diagnoses",
    "spc": "an SPC procedure code; it belongs under Services",
    "hcpcs": "a HCPCS Level II code; it belongs under Services",
    "modifier": "a modifier; it belongs in the modifier field of a line",
}


def find_code(text: str, *, book: Codebook, on: date, kind: str) -> CodeEntry | None:
    """The code that was typed, among diagnoses (kind "d") or services ("s"); None if unknown."""
    typed = text.strip()
    if not typed:
        return None
    found = (book.find(typed, on=on, system=system) for system in SYSTEMS[kind])
    return next((entry for entry in found if entry is not None and entry.kind == "code"), None)


def split_modifiers(text: str) -> list[str]:
    """The modifiers typed in one field, parted by spaces, commas or semicolons; a line holds four,
    so that of very many only the first are read."""
    return [
        part.upper() for part in re.split(r"[\s,;]+", text, maxsplit=MAX_READ)[:MAX_READ] if part
    ]


def why_unknown(text: str, *, book: Codebook, on: date, kind: str) -> str:
    """Says what is wrong with a code that is not in the code sets of its part of the sheet."""
    typed = text.strip()
    if not typed:
        return "Type a code, or remove this row."
    other = book.find(typed, on=on)
    if other is not None and other.kind != "code":
        return f"{other.code} names a part of the code book, not a code. Choose a code in it."
    if other is not None and other.system in BELONGS:
        return f"{other.code} is {BELONGS[other.system]}."
    wanted = "ICD-10-CM" if kind == "d" else "SPC or HCPCS Level II"
    return f"“{typed[:40]}” is not {wanted}. Check each character, or search by words."


def code_doubt(entry: CodeEntry, *, on: date) -> str:
    """What is wrong with reporting an existing code on that date, and the mend; empty if nothing.

    A code is reported with all its characters (ICD-10-CM Official Guidelines I.B.2) and from the
    release that is in force on the date of service.
    """
    if entry.valid_to is not None and entry.valid_to < on:
        return (
            f"{entry.code} was retired: its last day was {day_text(entry.valid_to)}, the "
            f"service was on {day_text(on)}. Look for the codes that took its place."
        )
    if not entry.is_valid_on(on):
        return (
            f"{entry.code} was not yet in force on {day_text(on)}. Choose a code of the "
            "release that covers the date of service."
        )
    if not entry.billable:
        return f"{entry.code} is a header, not a billable code. Choose a code below it."
    return ""
