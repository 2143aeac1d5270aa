"""Codes that a coder has at hand: those that are kept, and those that were used last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coding.codebook.default import codebook
from coding.models import CodingVersion, KeptCode

RECENT_VERSIONS, MAX_RECENT = 8, 12


@dataclass(frozen=True)
class CodeAtHand:
    """A code that can be added with one press; `kind` is "d" for a diagnosis, "s" for a service."""

    code: str
    title: str
    kind: str


@dataclass(frozen=True)
class AtHand:
    """What is kept, and what was used last; no code twice."""

    kept: Sequence[CodeAtHand]
    recent: Sequence[CodeAtHand]

    @property
    def is_empty(self) -> bool:
        """There is nothing to offer yet."""
        return not (self.kept or self.recent)


def codes_at_hand(user_id: int | None, *, on: date) -> AtHand:
    """The user's codes that are valid on a day; two queries."""
    kept = [
        found
        for system, code in KeptCode.objects.filter(user=user_id).values_list("system", "code")
        if (found := _found(code, on=on, system=system))
    ]
    known = {row.code for row in kept}
    recent: dict[str, CodeAtHand] = {}
    for code, system in _used(user_id):
        found = _found(code, on=on, system=system)
        if found and found.code not in known and len(recent) < MAX_RECENT:
            recent.setdefault(found.code, found)
    return AtHand(kept=kept, recent=list(recent.values()))


def is_kept(user_id: int | None, *, system: str, code: str) -> bool:
    """Whether the user keeps that code; one query."""
    return KeptCode.objects.filter(user=user_id, system=system, code=code).exists()


def _used(user_id: int | None) -> Iterator[tuple[str, str]]:
    """The codes of what the user finalised last, with their code set ("" for a service)."""
    versions = CodingVersion.objects.filter(finalised_by=user_id).order_by("-pk")
    for version in versions.only("content")[:RECENT_VERSIONS]:
        answer = version.answer
        yield from ((line.code, "icd10cm") for line in answer.diagnoses)
        yield from ((line.code, "") for line in answer.procedures)


def _found(code: str, *, on: date, system: str) -> CodeAtHand | None:
    book = codebook()
    systems = [system] if system else ["spc", "hcpcs"]
    for one in systems:
        entry = book.find(code, on=on, system=one)
        if entry is not None and entry.billable and entry.is_valid_on(on):
            return CodeAtHand(entry.code, entry.title, "d" if one == "icd10cm" else "s")
    return None
