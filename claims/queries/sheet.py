"""The claim by box number, as it stands now or as it was sent, with findings at their boxes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claims.boxes import BOXES, BY_FIELD, Box, letter
from claims.content import PAPERWORK, ClaimContent, ContentLine
from claims.facts import PriorPayment
from claims.money import total
from claims.queries.holds import Hold, Note
from claims.queries.lookups import (
    payer_name,
    procedure_title,
    provider_name,
    title_of,
)
from coding.display import day_text

ACCIDENT_WORDS = {
    "unanswered": "Not answered",
    "none": "No",
    "work": "Yes, at work",
    "auto": "Yes, a road accident",
    "other": "Yes, another accident",
}


RELATIONSHIP_WORDS = {
    "self": "The patient",
    "spouse": "The patient's spouse",
    "child": "The patient's parent",
    "other": "Somebody else",
}
YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True)
class BoxView:
    """One box: whose it is, what stands in it (`value`, with `meaning` beside it), its findings."""

    number: str
    field: str
    label: str
    desk: str
    anchor: str
    value: str
    meaning: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class DiagnosisView:
    """One diagnosis of box 21."""

    letter: str
    code: str
    title: str


@dataclass(frozen=True)
class LineView:
    """One service line of box 24. `pointers` as letters, `modifiers` as (code, title)."""

    number: int
    date: date
    place: str
    procedure: str
    title: str
    modifiers: tuple[tuple[str, str], ...]
    pointers: tuple[str, ...]
    charge: Decimal
    units: int
    ndc: str
    dose: str
    notes: tuple[Note, ...]
    prior: PriorPayment | None = None

    @property
    def anchor(self) -> str:
        """The id of the line on the page."""
        return f"line-{self.number}"


@dataclass(frozen=True)
class Sheet:
    """All boxes by the claim's field, the diagnoses, the lines; `loose` findings are in no box;
    `prior_paid` is box 29, None unless a payer before this one has answered."""

    boxes: Mapping[str, BoxView]
    diagnoses: tuple[DiagnosisView, ...]
    lines: tuple[LineView, ...]
    total: Decimal
    loose: tuple[Note, ...]
    prior_paid: Decimal | None = None

    @property
    def paperwork_noted(self) -> bool:
        """Something is said of a box that the page keeps folded."""
        return any(self.boxes[name].notes for name in PAPERWORK if name in self.boxes)


def sheet_of(
    content: ClaimContent,
    *,
    frequency: int = 1,
    original_reference: str = "",
    is_reopening: bool = False,
    hold: Hold | None = None,
) -> Sheet:
    """The boxes of a content; `frequency` and the reference are box 22."""
    notes = hold.notes if hold else ()
    values = _values(content) | {
        "frequency": (str(frequency), _frequency_words(frequency, is_reopening=is_reopening)),
        "original_reference": (original_reference, ""),
    }
    return Sheet(
        boxes={
            box.field: _box(box, values[box.field], notes) for box in BOXES if box.field in values
        },
        diagnoses=_diagnoses(content),
        lines=tuple(
            _line(number, line, content=content, notes=notes)
            for number, line in enumerate(content.lines, start=1)
        ),
        total=content.charge,
        prior_paid=_prior_paid(content),
        loose=tuple(n for n in notes if n.field not in BY_FIELD and n.line is None),
    )


def _prior_paid(content: ClaimContent) -> Decimal | None:
    """Box 29 of a claim to a next payer: what the one before paid; None on a first claim."""
    told = [line.prior.paid for line in content.lines if line.prior]
    return total(told) if told else None


def _box(box: Box, value: tuple[str, str], notes: Sequence[Note]) -> BoxView:
    return BoxView(
        number=box.number,
        field=box.field,
        label=box.label,
        desk=box.desk,
        anchor=box.anchor,
        value=value[0],
        meaning=value[1],
        notes=tuple(note for note in notes if note.field == box.field and note.line is None),
    )


def _values(content: ClaimContent) -> dict[str, tuple[str, str]]:
    """What stands in the boxes of the whole claim, each with its meaning in words."""
    plain = {
        name: (str(value or ""), "")
        for name, value in vars(content).items()
        if name not in {"diagnoses", "lines"}
    }
    flags = {name: (YES_NO[value], "") for name, value in vars(content).items() if value in YES_NO}
    return (
        plain
        | flags
        | {
            "relationship": (
                RELATIONSHIP_WORDS.get(content.relationship, content.relationship),
                "",
            ),
            "insured_born": (day_text(content.insured_born) if content.insured_born else "", ""),
            "attachments": (", ".join(content.attachments), ""),
            "referring_npi": (content.referring_npi, provider_name(content.referring_npi)),
            "payer_id": (content.payer_id, payer_name(content.payer_id)),
            "accident": (ACCIDENT_WORDS.get(content.accident, content.accident), ""),
            "place_of_service": (
                content.place_of_service,
                title_of(content.place_of_service, on=first_day(content), system="pos"),
            ),
            "patient_born": (day_text(content.patient_born), ""),
            "accident_date": (day_text(content.accident_date) if content.accident_date else "", ""),
            "rendering_npi": (content.rendering_npi, provider_name(content.rendering_npi)),
            "ordering_npi": (content.ordering_npi, provider_name(content.ordering_npi)),
            "diagnoses": ("", ""),
            "lines": ("", ""),
        }
    )


def first_day(content: ClaimContent) -> date:
    """The first service date, by which the code sets are asked; the birth date without lines."""
    return min((line.date for line in content.lines), default=content.patient_born)


def _frequency_words(frequency: int, *, is_reopening: bool = False) -> str:
    if is_reopening:
        return "asked for as a reopening"
    return {1: "original", 7: "replacement", 8: "void"}.get(frequency, "")


def _diagnoses(content: ClaimContent) -> tuple[DiagnosisView, ...]:
    on = first_day(content)
    return tuple(
        DiagnosisView(letter(place), code, title_of(code, on=on, system="icd10cm"))
        for place, code in enumerate(content.diagnoses, start=1)
    )


def _line(
    number: int, line: ContentLine, *, content: ClaimContent, notes: Sequence[Note]
) -> LineView:
    return LineView(
        number=number,
        date=line.date,
        place=content.place_of_service,
        procedure=line.procedure,
        title=procedure_title(line.procedure, on=line.date),
        modifiers=tuple(
            (code, title_of(code, on=line.date, system="modifier")) for code in line.modifiers
        ),
        pointers=_letters(line.pointers),
        charge=line.charge,
        prior=line.prior,
        units=line.units,
        ndc=line.ndc,
        dose=f"{line.dose:f}" if line.dose else "",
        notes=tuple(note for note in notes if note.line == number),
    )


def _letters(pointers: Iterable[int]) -> tuple[str, ...]:
    return tuple(letter(pointer) for pointer in pointers)
