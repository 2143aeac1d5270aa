"""What the workbench shows: the encounter, the note, the sheet, and how far the work has come.

Nothing here has a field in which the answer key could travel: of the case, only the note, the
facts of the visit and the hints that were revealed are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from coding.codebook.default import codebook
from coding.models import Attempt, CodingVersion
from coding.notes import Highlight, passages, render
from coding.providers import provider_names
from coding.queries.provider import QueryView, queries_of
from coding.queries.sheet import QuoteView, SheetView, sheet_view
from coding.services.desk import Outcome
from coding.services.querying import record_of
from coding.sheet import Checked, Removed, Sheet, check_sheet, row_mark, sheet_of
from coding.sheet.actions import Edit
from coding.undo import undo_token


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


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """The coder's page. `sheet` is the draft while the reader can code or look at it (`is_draft`),
    else the newest coding version; None while there is none."""

    encounter: Encounter
    note: SafeString
    passages: Sequence[QuoteView]
    sheet: SheetView | None
    hints: Hints
    is_editable: bool
    is_draft: bool
    is_open: bool
    is_released: bool
    version_number: int
    sent_back: str
    sent_back_on: date | None
    queries: Sequence[QueryView]
    is_audit: bool


def encounter(attempt: Attempt) -> Encounter:
    """The banner's facts of an attempt."""
    parsed = attempt.parsed()
    visit, patient = parsed.encounter, parsed.patient
    place = codebook().find(visit.place_of_service, on=visit.date, system="pos")
    return Encounter(
        attempt_id=attempt.pk,
        case=parsed.title,
        scenario_date=attempt.scenario_date,
        service_date=visit.date,
        place=f"{visit.place_of_service} {place.title if place else ''}".strip(),
        patient=f"{patient.name}, {patient.sex}, {age_text(patient.born, on=visit.date)}",
        provider=provider_names().get(visit.rendering_npi, f"NPI {visit.rendering_npi}"),
    )


def workbench(
    attempt: Attempt,
    *,
    is_coder: bool,
    sees_draft: bool = False,
    removed: Removed | None = None,
) -> Workbench:
    """The page for the coder (`is_coder`), for a coder who only looks at the draft for now
    (`sees_draft`), or for somebody who only looks at what is finalised.

    `removed` is a row that was just taken off and can be put back.
    """
    newest = attempt.versions.order_by("-number").first()
    is_editable = is_coder and attempt.coding_open
    is_draft = is_editable or (sees_draft and attempt.coding_open)
    sheet = _readable(attempt, newest, is_draft=is_draft)
    if sheet is None:
        return _page(attempt, newest, Sheet(), None)
    said = f"Removed {removed.row.code}." if removed else ""
    view = _view(attempt, _check(attempt, sheet), Edit(sheet, said=said, removed=removed))
    return _page(attempt, newest, sheet, view, is_editable=is_editable, is_draft=is_draft)


def workbench_after(attempt: Attempt, outcome: Outcome) -> Workbench:
    """The coder's page after a button: what was typed, what is wrong with it, what is stored."""
    newest = attempt.versions.order_by("-number").first()
    view = sheet_after(attempt, outcome)
    if outcome.is_stale:
        fresh = Attempt.objects.select_related("case_version__case").get(pk=attempt.pk)
        view = replace(view, stored=draft_view(fresh), is_saved=False)
    return _page(attempt, newest, outcome.edit.sheet, view, is_editable=True, is_draft=True)


def sheet_after(attempt: Attempt, outcome: Outcome) -> SheetView:
    """Only the sheet after a button, for an answer that leaves the rest of the page alone."""
    return _view(attempt, outcome.checked, outcome.edit, version=outcome.version)


def draft_view(attempt: Attempt) -> SheetView:
    """The stored draft."""
    sheet = sheet_of(attempt.draft_answer)
    return _view(attempt, _check(attempt, sheet), Edit(sheet))


def note_passages(attempt: Attempt) -> list[str]:
    """The passages of the note, as they can be quoted."""
    return [passage.text for passage in passages(record_of(attempt))]


def age_text(born: date, *, on: date) -> str:
    """An age in years, below two years in months."""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{months // 12} years" if months >= 24 else f"{months} months"


def sheet_marks(sheet: Sheet) -> list[Highlight]:
    """The words of the note that rows of the sheet are linked to, labelled with their row."""
    return [
        Highlight(start, end, f"{row_mark(sheet, row)} {row.code}", kind)
        for rows, kind in ((sheet.diagnoses, "diagnosis"), (sheet.procedures, "procedure"))
        for row in rows
        for start, end in row.evidence
    ]


def _readable(attempt: Attempt, newest: CodingVersion | None, *, is_draft: bool) -> Sheet | None:
    """The draft for whose it is; for everybody else what was finalised last."""
    if is_draft:
        return sheet_of(attempt.draft_answer)
    return sheet_of(newest.answer) if newest else None


def _check(attempt: Attempt, sheet: Sheet) -> Checked:
    parsed = attempt.parsed()
    return check_sheet(sheet, book=codebook(), on=parsed.encounter.date, note=record_of(attempt))


def _view(
    attempt: Attempt, checked: Checked, edit: Edit, *, version: int | None = None
) -> SheetView:
    parsed = attempt.parsed()
    return sheet_view(
        checked,
        attempt_id=attempt.pk,
        version=attempt.draft_version if version is None else version,
        book=codebook(),
        on=parsed.encounter.date,
        note=record_of(attempt),
        edit=edit,
        undo=undo_token(edit.removed),
    )


def _page(
    attempt: Attempt,
    newest: CodingVersion | None,
    sheet: Sheet,
    view: SheetView | None,
    *,
    is_editable: bool = False,
    is_draft: bool = False,
) -> Workbench:
    parsed, text = attempt.parsed(), record_of(attempt)
    back = attempt.returns.filter(answered_by=None).first()
    words = [QuoteView(f"{it.start}-{it.end}", it.text) for it in passages(text)]
    hints = parsed.hints[: attempt.hints_used]
    return Workbench(
        encounter=encounter(attempt),
        note=mark_safe(render(text, sheet_marks(sheet))),
        passages=words,
        sheet=view,
        hints=Hints(hints, len(parsed.hints), attempt.hints_allowed and is_editable),
        is_editable=is_editable,
        is_draft=is_draft,
        is_open=attempt.coding_open,
        is_released=attempt.released_at is not None,
        version_number=newest.number if newest else 0,
        sent_back=back.reason if back else "",
        sent_back_on=back.returned_on if back else None,
        queries=queries_of(attempt),
        is_audit=attempt.is_audit,
    )
