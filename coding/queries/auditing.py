"""An audit as pages show it: the changes with their reasons, and after the release what they are
worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coding.auditing import Item, audit, changes
from coding.display import percent_text
from coding.grading import rounded
from coding.models import Attempt, Mark

NAMES = {
    "diagnosis": "Diagnosis",
    "first": "Listed first",
    "service": "Service",
    "modifier": "Modifier",
    "units": "Units",
    "pointers": "Pointers",
}


@dataclass(frozen=True)
class ChangeView:
    """One change of the audited codes. `name` is what forms call it."""

    name: str
    place: int
    says: str
    reason: str
    is_missing: bool


@dataclass(frozen=True)
class AuditPage:
    """What the audit was worth: for who may see marks. The lists are items in words."""

    recall: str
    precision: str
    mended: Sequence[str]
    missed: Sequence[str]
    harmed: Sequence[str]
    reasons: Sequence[tuple[str, str]]


def audit_changes(
    attempt: Attempt,
    *,
    reasons: Mapping[str, str] | None = None,
    missing: Iterable[str] = (),
) -> Sequence[ChangeView]:
    """The changes of the draft of an audit; `reasons` are what was typed, `missing` the names of
    the changes without one."""
    if not attempt.is_audit:
        return []
    given, wanted = reasons or {}, set(missing)
    return [
        ChangeView(
            name=change.name,
            place=place,
            says=_change_words(change.item, is_added=change.is_added),
            reason=given.get(change.name, ""),
            is_missing=change.name in wanted,
        )
        for place, change in enumerate(
            changes(attempt.audited_answer, attempt.draft_answer), start=1
        )
    ]


def audit_page(attempt: Attempt, mark: Mark) -> AuditPage | None:
    """Recall and precision of a coding version, None where the attempt is no audit."""
    if not attempt.is_audit:
        return None
    version, audited = mark.coding_version, attempt.audited_answer
    found = audit(audited, version.answer, attempt.parsed(by=mark.case_version).key)
    made = {change.name: change for change in changes(audited, version.answer)}
    return AuditPage(
        recall=percent_text(None if found.recall is None else rounded(found.recall)),
        precision=percent_text(None if found.precision is None else rounded(found.precision)),
        mended=[_words(item) for item in found.mended],
        missed=[_words(item) for item in found.missed],
        harmed=[_words(item) for item in found.harmed],
        reasons=[
            (_change_words(made[name].item, is_added=made[name].is_added), why)
            for name, why in version.reasons.items()
            if name in made
        ],
    )


def _words(item: Item) -> str:
    kind, service, value = item
    at = f" of {service}" if service else ""
    return f"{NAMES[kind]}{at}: {value or 'none'}"


def _change_words(item: Item, *, is_added: bool) -> str:
    return f"{_words(item)} ({'added' if is_added else 'taken away'})"
