"""The code sets as pages and the search box show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coding.codebook import CodeEntry
from coding.codebook.default import codebook
from coding.codebook.schema import SEARCHED, SYSTEM_NAMES
from coding.queries.found import CodeHit, code_hit, code_href, unit_text

LIMIT = 20
NOTE_NAMES = {
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "includes": "Includes",
    "inclusion_terms": "Also called",
    "seventh_characters": "7th character",
    "notes": "Notes",
}


@dataclass(frozen=True)
class CodeLink:
    """A code in the tree with the address of its page."""

    system: str
    code: str
    title: str
    billable: bool
    kind: str
    href: str


@dataclass(frozen=True)
class NoteView:
    """Notes of one kind at one place of the tree; `source` is the code they stand at."""

    name: str
    kind: str
    texts: Sequence[str]
    source: str = ""


@dataclass(frozen=True)
class CodePage:
    """A code with its place in the tree and the notes that hold for it on a day."""

    system_name: str
    entry: CodeLink
    on: date
    doubt: str
    valid_from: date | None
    valid_to: date | None
    parents: Sequence[CodeLink]
    children: Sequence[CodeLink]
    notes: Sequence[NoteView]
    inherited: Sequence[NoteView]
    facts: Sequence[tuple[str, str]]

    @property
    def sheet_kind(self) -> str:
        """The part of the code sheet it can be added to: "d", "s", or none."""
        if self.entry.kind != "code":
            return ""
        return {"icd10cm": "d", "spc": "s", "hcpcs": "s"}.get(self.entry.system, "")


@dataclass(frozen=True)
class CodeIndex:
    """The code sets to leaf through: tops of the trees, or what a search found."""

    on: date
    query: str
    systems: Sequence[tuple[str, str]]
    system: str
    hits: Sequence[CodeLink]
    tops: Sequence[CodeLink]
    release: str


def clamp_day(day: date) -> date:
    """The nearest day for which the code sets are known."""
    release = codebook().release
    return min(max(day, release.first_day), release.last_day)


def search_codes(
    text: str, *, on: date, systems: Sequence[str] = (), limit: int = LIMIT
) -> list[CodeHit]:
    """The codes that fit what was typed, best first; at most `limit` of each code set asked."""
    return [code_hit(entry, on=on) for entry in _find(text, on=on, systems=systems, limit=limit)]


def code_page(system: str, code: str, *, on: date) -> CodePage | None:
    """A code's page as of a day; None when there never was such a code."""
    detail = codebook().detail(code, on=on, system=system)
    if detail is None:
        return None
    entry = detail.entry
    return CodePage(
        system_name=SYSTEM_NAMES[system],
        entry=_link(entry, on=on),
        on=on,
        doubt=code_hit(entry, on=on).note if entry.kind == "code" else "",
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        parents=[_link(parent, on=on) for parent in detail.parents],
        children=[_link(child, on=on) for child in detail.children],
        notes=[
            NoteView(NOTE_NAMES[kind], kind, detail.own_notes[kind])
            for kind in NOTE_NAMES
            if detail.own_notes[kind]
        ],
        inherited=[
            NoteView(NOTE_NAMES[kind], kind, notes[kind], source=parent.code)
            for parent, notes in detail.inherited
            for kind in NOTE_NAMES
            if notes[kind] and kind != "inclusion_terms"
        ],
        facts=_facts(system, entry.code, on=on),
    )


def code_index(query: str, *, on: date, system: str) -> CodeIndex:
    """The tops of a code set's tree; with a query, what it finds there."""
    book = codebook()
    found = _find(query, on=on, systems=(system,), limit=50) if query.strip() else []
    tops = book.chapters(on=on, system=system) if system in SEARCHED else book.all_codes(system)
    return CodeIndex(
        on=on,
        query=query,
        systems=list(SYSTEM_NAMES.items()),
        system=system,
        hits=[_link(entry, on=on) for entry in found],
        tops=[] if query.strip() else [_link(entry, on=on) for entry in tops],
        release=book.release.name,
    )


def _find(text: str, *, on: date, systems: Sequence[str], limit: int) -> list[CodeEntry]:
    book, asked = codebook(), systems or SEARCHED
    if len(asked) == len(SEARCHED) and set(asked) == set(SEARCHED):
        return list(book.search(text, on=on, limit=limit))
    found: list[CodeEntry] = []
    for system in asked:
        if system in SEARCHED:
            found += book.search(text, on=on, system=system, limit=limit)
        else:
            found += _in_table(text, system)
    return found[:limit]


def _in_table(text: str, system: str) -> list[CodeEntry]:
    """Codes of a short table whose code begins with the text or whose title has all its words."""
    typed = text.strip().lower()
    return [
        entry
        for entry in codebook().all_codes(system)
        if typed
        and (
            entry.code.lower().startswith(typed)
            or all(word in entry.title.lower() for word in typed.split())
        )
    ]


def _link(entry: CodeEntry, *, on: date) -> CodeLink:
    return CodeLink(
        entry.system, entry.code, entry.title, entry.billable, entry.kind, code_href(entry, on=on)
    )


def _facts(system: str, code: str, *, on: date) -> list[tuple[str, str]]:
    """What a coder needs to know of a service or modifier besides its title."""
    book = codebook()
    service = book.procedure(code, on=on) if system in {"spc", "hcpcs"} else None
    if service is None:
        return []
    days = {None: "", 0: "Same day only", 10: "10 days", 90: "90 days"}
    ages = (service.age_min, service.age_max)
    facts = [
        ("Counts for", service.inclusion),
        ("Unit", unit_text(service.unit_rule, service.unit_size, service.unit_of)),
        ("Added to", ", ".join(service.add_on_to)),
        ("Global period", days.get(service.global_days, f"{service.global_days} days")),
        ("Both sides", "May be done on both sides" if service.bilateral else ""),
        ("Parts", "Professional and technical part" if service.pc_tc else ""),
        ("Assistant", "An assistant may be billed" if service.assistant else ""),
        ("Ages", _ages(*ages)),
        ("Sex", {"F": "Female", "M": "Male"}.get(service.sex, "")),
        ("Places of service", ", ".join(service.places)),
    ]
    return [(name, text) for name, text in facts if text]


def _ages(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    if most is None:
        return f"{least} years and older"
    return f"up to {most} years" if not least else f"{least} to {most} years"
