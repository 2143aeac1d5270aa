"""Each segment of an acknowledgment or a status answer, in our own words."""

from collections.abc import Callable
from dataclasses import dataclass

from claims.x12.segments import ELEMENT, END, Segment, element
from claims.x12.status import WORDS, Category

PEOPLE = {
    "PR": "The payer",
    "41": "Who sent the file",
    "85": "The billing provider",
    "QC": "The patient",
    "IL": "The member",
}
LEVELS = {"20": "payer", "21": "sender", "19": "provider", "22": "member", "PT": "patient"}
DATES = {"050": "received", "472": "date of service"}
SEGMENT_ERRORS = {"3": "is missing", "5": "stands too often", "8": "has a broken element"}
ELEMENT_ERRORS = {"1": "is missing", "7": "does not hold"}
VERDICTS = {"A": "accepted", "R": "rejected: nothing in it was looked at"}


@dataclass(frozen=True)
class Explained:
    """One segment as it stands, and what it says."""

    segment: str
    says: str


def explain(text: str) -> tuple[Explained, ...]:
    """Every segment of a text, in its order; a name that is not known says so."""
    parts = [part.strip() for part in text.split(END) if part.strip()]
    rows = [tuple(part.split(ELEMENT)) for part in parts]
    return tuple(
        Explained(f"{part}{END}", SAYS.get(row[0], _unknown)(row))
        for part, row in zip(parts, rows, strict=True)
    )


def _unknown(row: Segment) -> str:
    return "Not explained here."


def _status(row: Segment) -> str:
    category, _, number = element(row, 1).partition(":")
    known = Category._value2member_map_.get(category)
    said = WORDS[Category(category)] if known else f"Status category {category}."
    verdict = {"WQ": " It was taken.", "U": " It was turned back."}.get(element(row, 3), "")
    return f"{said if not number else f'Status {category}, number {number}.'}{verdict}"


SAYS: dict[str, Callable[[Segment], str]] = {
    "ST": lambda row: f"A set of kind {element(row, 1)} begins; its number is {element(row, 2)}.",
    "SE": lambda row: f"It ends; it has {element(row, 1)} segments.",
    "AK1": lambda row: f"The answer is to group {element(row, 2)}.",
    "AK2": lambda row: f"In it, to set {element(row, 2)} of kind {element(row, 1)}.",
    "IK3": lambda row: (
        f"Segment {element(row, 1)} {SEGMENT_ERRORS.get(element(row, 4), 'is not right')}."
    ),
    "IK4": lambda row: (
        f"Its element {element(row, 1)} {ELEMENT_ERRORS.get(element(row, 3), 'is not right')}."
    ),
    "IK5": lambda row: f"The set is {VERDICTS.get(element(row, 1), 'not judged')}.",
    "AK9": lambda row: f"The group is {VERDICTS.get(element(row, 1), 'not judged')}.",
    "BHT": lambda row: f"Written on {element(row, 4)} under the reference {element(row, 3)}.",
    "HL": lambda row: f"The level of the {LEVELS.get(element(row, 3), 'sender')}.",
    "NM1": lambda row: (
        f"{PEOPLE.get(element(row, 1), 'Somebody')}: "
        f"{' '.join(part for part in (*row[3:5][::-1], element(row, 9)) if part)}."
    ),
    "TRN": lambda row: f"The reference {element(row, 2)}.",
    "DTP": lambda row: f"{DATES.get(element(row, 1), 'A date').capitalize()}: {element(row, 3)}.",
    "STC": _status,
    "REF": lambda row: f"The payer's claim number: {element(row, 2)}.",
}
"""What each segment says."""
