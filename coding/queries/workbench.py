"""What the workbench shows: the encounter, the note, the sheet, and how far the work has come.

Nothing here has a field in which the answer key could travel: of the case, only the note, the
facts of the visit and the hints that were revealed are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from coding.cases import Case as ParsedCase
from coding.codebook.default import codebook
from coding.models import Attempt, CodingVersion
from coding.notes import Highlight, passages, render
from coding.queries.sheet import QuoteView, SheetView, sheet_view
from coding.services.desk import Outcome
from coding.sheet import Removed, Sheet, check_sheet, sheet_of
from coding.sheet.actions import Edit


@dataclass(frozen=True)
class Encounter:
    """The visit, as the banner says it."""

    attempt_id: int
    case: str
    scenario_date: date
    service_date: date
    place: str
    patient: str
    provider: str


@dataclass(frozen=True)
class Hints:
    """The hints that were revealed, and how many there are."""

    shown: Sequence[str]
    total: int
    is_allowed: bool

    @property
    def used(self) -> int:
        """How many are revealed."""
        return len(self.shown)

    @property
    def has_more(self) -> bool:
        """Another one can be had."""
        return self.is_allowed and self.used < self.total


@dataclass(frozen=True)
class Workbench:
    """The coder's page. `sheet` is the draft while the coding is open to this reader, else the
    newest coding version; None when there is nothing to show yet."""

    encounter: Encounter
    note: SafeString
    passages: Sequence[QuoteView]
    sheet: SheetView | None
    is_editable: bool
    is_open: bool
    version_number: int
    sent_back: str
    sent_back_on: date | None
    hints: Hints
    is_released: bool


def encounter(attempt: Attempt) -> Encounter:
    """The banner's facts of an attempt."""
    parsed = attempt.case_version.parsed()
    visit, patient = parsed.encounter, parsed.patient
    place = codebook().find(visit.place_of_service, on=visit.date, system="pos")
    return Encounter(
        attempt_id=attempt.pk,
        case=parsed.title,
        scenario_date=attempt.scenario_date,
        service_date=visit.date,
        place=f"{visit.place_of_service} {place.title if place else ''}".strip(),
        patient=f"{patient.name}, {patient.sex}, {_age(patient.born, visit.date)}",
        provider=provider_names().get(visit.rendering_npi, f"NPI {visit.rendering_npi}"),
    )


def workbench(
    attempt: Attempt,
    *,
    is_coder: bool,
    outcome: Outcome | None = None,
    undo: str = "",
    removed: Removed | None = None,
) -> Workbench:
    """The page for the coder (`is_coder`) or for somebody who only looks.

    `outcome` is what became of a posted sheet; `undo` the token of a removed row.
    """
    parsed = attempt.case_version.parsed()
    newest = attempt.versions.order_by("-number").first()
    back = attempt.returns.filter(answered_by=None).first()
    is_editable = is_coder and attempt.coding_open
    sheet = _page_sheet(attempt, newest, is_editable=is_editable)
    view, marked = None, Sheet()
    if outcome is not None:
        view, marked = _outcome_view(attempt, outcome, undo=undo), outcome.edit.sheet
    elif sheet is not None:
        view, marked = _view(attempt, sheet, Edit(sheet, removed=removed), undo=undo), sheet
    return Workbench(
        encounter=encounter(attempt),
        note=draw_note(parsed, marked),
        passages=[QuoteView(f"{it.start}-{it.end}", it.text) for it in passages(parsed.note)],
        sheet=view,
        is_editable=is_editable,
        is_open=attempt.coding_open,
        version_number=newest.number if newest else 0,
        sent_back=back.reason if back else "",
        sent_back_on=back.returned_on if back else None,
        hints=_hints(attempt, parsed),
        is_released=attempt.released_at is not None,
    )


def draw_note(parsed: ParsedCase, sheet: Sheet) -> SafeString:
    """The note with the words marked that rows of the sheet are linked to."""
    marks = [
        Highlight(start, end, _name(sheet, row.key, row.code), kind)
        for rows, kind in ((sheet.diagnoses, "diagnosis"), (sheet.procedures, "procedure"))
        for row in rows
        for start, end in row.evidence
    ]
    return mark_safe(render(parsed.note, marks))  # noqa: S308
