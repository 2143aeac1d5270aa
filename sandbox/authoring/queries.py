"""What the pages of an author show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from coding.cases import Case as ParsedCase
from coding.cases import Mess, Problem, parse_case
from coding.cases.key import KeyDiagnosis, KeyProcedure
from coding.cases.record import whole_record
from coding.codebook.default import codebook
from coding.display import day_text
from coding.documents import DocumentError
from coding.notes import Highlight, passages, render
from sandbox.accounts.models import User
from sandbox.authoring.models import DraftCase, DraftSave
from sandbox.authoring.services import lint
from sandbox.classroom.when import ago_text

SHOWN_TWINS = 6


@dataclass(frozen=True)
class DraftRow:
    """A draft in the author's list."""

    pk: int
    name: str
    version: int
    problems: int
    is_published: bool
    saved: str


@dataclass(frozen=True)
class KeyRow:
    """A code of the key as the preview shows it; `missing` are quotes that the note lacks."""

    code: str
    title: str
    detail: str
    quotes: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """What a text makes: the note as learners see it with the key's evidence marked, the key, and
    everything to mend. Without a case there is only what keeps it from being one. `others` are the
    notes beside the typical one, `twins` counts the patients that the file makes, `patients` are
    the first few."""

    title: str
    note: SafeString
    keys: Sequence[KeyRow]
    pitfalls: Sequence[tuple[str, str]]
    problems: Sequence[Problem]
    quotable: Sequence[str]
    is_case: bool
    others: Sequence[tuple[str, SafeString]] = ()
    twins: int = 1
    patients: Sequence[str] = ()

    @property
    def is_clean(self) -> bool:
        """It can be published and played."""
        return self.is_case and not self.problems


@dataclass(frozen=True)
class SaveRow:
    """A version of a draft."""

    number: int
    saved: str
    size: int


def drafts_of(user: User) -> list[DraftRow]:
    """The author's drafts, the newest first; one query."""
    now = timezone.now()
    return [
        DraftRow(
            pk=row.pk,
            name=row.name,
            version=row.version,
            problems=row.problems,
            is_published=row.case_id is not None,
            saved=ago_text((now - row.updated_at).total_seconds()),
        )
        for row in DraftCase.objects.filter(author=user).defer("source")
    ]


def saves_of(draft: DraftCase) -> list[SaveRow]:
    """The versions of a draft, the newest first; one query."""
    now = timezone.now()
    return [
        SaveRow(row.number, ago_text((now - row.saved_at).total_seconds()), len(row.source))
        for row in DraftSave.objects.filter(draft=draft)
    ]


def preview_of(source: str) -> Preview:
    """The preview of a text."""
    case, problems = lint(source)
    if case is None:
        return Preview("", SafeString(""), (), (), problems, (), is_case=False)
    return Preview(
        title=case.title,
        note=_note(case),
        keys=_keys(case),
        pitfalls=[(row.name, f"{row.outcome}: {row.lesson}") for row in case.pitfalls],
        problems=problems,
        quotable=[one.text for one in passages(case.note)],
        is_case=True,
        others=[(mess.value, _note(_made(case, mess=mess))) for mess in case.messes[1:]],
        twins=case.twins.count if case.twins else 1,
        patients=list(_patients(case)),
    )


def _note(case: ParsedCase) -> SafeString:
    return mark_safe(render(whole_record(case.note, case.queries), _marks(case)))


def _made(case: ParsedCase, *, twin: int = 0, mess: Mess = Mess.TYPICAL) -> ParsedCase:
    """Another note or twin of the file; the case itself where that one cannot be read, which the
    problems say."""
    try:
        return parse_case(case.source, path=case.path, twin=twin, mess=mess)
    except DocumentError:
        return case


def _patients(case: ParsedCase) -> Iterator[str]:
    """The first few of its patients, told apart by name and date of service."""
    if case.twins:
        twins = (_made(case, twin=seed) for seed in range(SHOWN_TWINS))
        yield from dict.fromkeys(
            f"{twin.patient.name}, {day_text(twin.encounter.date)}" for twin in twins
        )


def _marks(case: ParsedCase) -> list[Highlight]:
    """The words that the key quotes, labelled with its code."""
    items: tuple[KeyDiagnosis | KeyProcedure, ...] = (*case.key.diagnoses, *case.key.procedures)
    return [
        Highlight(start, end, item.code, "key")
        for item in items
        for quote in item.evidence
        for start, end in quote.spans[:1]
    ]


def _title(code: str, on: date) -> str:
    found = codebook().find(code, on=on)
    return found.title if found else ""


def _keys(case: ParsedCase) -> list[KeyRow]:
    on = case.encounter.date
    diagnoses = [
        KeyRow(row.code, _title(row.code, on), row.role, [one.text for one in row.evidence])
        for row in case.key.diagnoses
    ]
    procedures = [
        KeyRow(
            row.code,
            _title(row.code, on),
            f"{' '.join(row.modifiers)} x{row.units} {' '.join(row.pointers)}".strip(),
            [one.text for one in row.evidence],
        )
        for row in case.key.procedures
    ]
    return [*diagnoses, *procedures]
