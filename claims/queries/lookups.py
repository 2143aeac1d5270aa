"""Names for numbers: payers, places, codes; and the note's passages."""

from collections.abc import Sequence
from datetime import date

from claims.models import Claim
from claims.payer.default import library
from coding.codebook.default import codebook
from coding.notes import passages


def payer_name(payer_id: str) -> str:
    """The payer's name; the id itself when nobody knows it."""
    payer = library().payers.get(payer_id)
    return payer.name if payer else payer_id


def payer_choices() -> Sequence[tuple[str, str]]:
    """Every payer, for a select."""
    return [(pk, f"{pk} {payer.name}") for pk, payer in sorted(library().payers.items())]


def practice_name() -> str:
    """The practice's name, as printed."""
    return library().practice.name


def place_choices(on: date) -> Sequence[tuple[str, str]]:
    """Every place of service, for a select."""
    places = codebook().search("", on=on, system="pos", limit=100)
    return [(entry.code, f"{entry.code} {entry.title}") for entry in places]


def title_of(code: str, *, on: date, system: str) -> str:
    """A code's title on that day; empty if it never existed."""
    entry = codebook().find(code, on=on, system=system) if code else None
    return entry.title if entry else ""


def procedure_title(code: str, *, on: date) -> str:
    """The title of a procedure of either code set."""
    return title_of(code, on=on, system="spc") or title_of(code, on=on, system="hcpcs")


def note_passages(claim: Claim) -> tuple[str, ...]:
    """The passages of the encounter's note that an appeal may enclose, each once."""
    note = claim.attempt.case_version.parsed().note
    return tuple(dict.fromkeys(passage.text for passage in passages(note)))
