"""Names for numbers: payers, places, codes; and the note's passages."""

from collections.abc import Sequence
from datetime import date

from claims.models import Claim
from claims.payer.library import UnknownPayer, payer_book, payer_ids, practice
from claims.payer.practice import UnknownProvider
from coding.codebook.default import codebook
from coding.notes import passages
from coding.services import record_of


def payer_name(payer_id: str) -> str:
    """The payer's name; the id itself when nobody knows it."""
    try:
        return payer_book(payer_id).payer.name
    except UnknownPayer:
        return payer_id


def payer_choices() -> Sequence[tuple[str, str]]:
    """Every payer, for a select."""
    return [(payer_id, f"{payer_id} {payer_name(payer_id)}") for payer_id in payer_ids()]


def practice_name() -> str:
    """The practice's name, as printed."""
    return practice().name


def provider_name(npi: str) -> str:
    """The name of a provider of the practice; empty for any other NPI."""
    try:
        return practice().provider(npi).name
    except UnknownProvider:
        return ""


def place_choices(on: date) -> Sequence[tuple[str, str]]:
    """Every place of service that is in force on that day, for a select."""
    places = codebook().all_codes("pos")
    return [(row.code, f"{row.code} {row.title}") for row in places if row.is_valid_on(on)]


def title_of(code: str, *, on: date, system: str) -> str:
    """A code's title on that day; empty if it never existed."""
    entry = codebook().find(code, on=on, system=system) if code else None
    return entry.title if entry else ""


def procedure_title(code: str, *, on: date) -> str:
    """The title of a procedure of either code set."""
    return title_of(code, on=on, system="spc") or title_of(code, on=on, system="hcpcs")


def note_passages(claim: Claim) -> tuple[str, ...]:
    """The passages of the encounter's note that an appeal may enclose, each once."""
    note = record_of(claim.attempt)
    return tuple(dict.fromkeys(passage.text for passage in passages(note)))
