"""`manage.py codes`: search the code sets, or show one code, as of a date of service."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coding.codebook import Codebook, CodebookMissing, CodeDetail, CodeEntry
from coding.codebook.default import codebook
from coding.codebook.schema import SYSTEMS

MAX_LIMIT = 1000


class Command(BaseCommand):
    """Both parts print plain text, or JSON with --json. Bad input is one line and exit 1."""

    help = "Search ICD-10-CM, SPC and HCPCS Level II codes, or show one code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        search = parts.add_parser("search", help="find codes by words, or by how they begin")
        search.add_argument("text", nargs="+", help="what a coder would type")
        search.add_argument("--system", help=f"only {', '.join(SYSTEMS)}")
        search.add_argument("--limit", default="20", help="at most so many codes (20)")
        show = parts.add_parser("show", help="one code with its place in the tree and its notes")
        show.add_argument("code")
        show.add_argument("--system", help=f"only {', '.join(SYSTEMS)}")
        for part in (search, show):
            part.add_argument("--on", required=True, metavar="DATE", help="as of YYYY-MM-DD")
            part.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        try:
            book = codebook()
        except CodebookMissing as error:
            raise CommandError(str(error)) from error
        on, system = _day(options["on"]), _system(options["system"])
        if not book.covers(on):
            known = f"{book.release.first_day} to {book.release.last_day}"
            self.stderr.write(f"Note: the book knows ICD-10-CM for {known}; {on} is outside.")
        if options["part"] == "search":
            limit, text = _limit(options["limit"]), " ".join(options["text"])
            self._search(book, text, on=on, system=system, limit=limit, as_json=options["json"])
        else:
            self._show(book, options["code"], on=on, system=system, as_json=options["json"])

    def _search(
        self,
        book: Codebook,
        text: str,
        *,
        on: date,
        system: str | None,
        limit: int,
        as_json: bool,
    ) -> None:
        found = book.search(text, on=on, system=system, limit=limit)
        if as_json:
            self.stdout.write(json.dumps([_brief(one, on=on) for one in found], indent=2))
            return
        if not found:
            self.stderr.write(f"No code fits {text!r}.")
        for one in found:
            self.stdout.write("\t".join(_cells(one, on=on)))

    def _show(
        self, book: Codebook, code: str, *, on: date, system: str | None, as_json: bool
    ) -> None:
        detail = book.detail(code, on=on, system=system)
        if detail is None:
            where = system or ", ".join(SYSTEMS)
            raise CommandError(f"There is no code {code!r} in {where}. Try: codes search {code}")
        facts = _facts(book, detail, on=on)
        if as_json:
            self.stdout.write(json.dumps(facts, indent=2, default=str))
        else:
            self.stdout.write("\n".join(_lines(detail, facts)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--on {text!r} is not a date; write it as YYYY-MM-DD, for example 2026-03-10."
        ) from None


def _system(name: str | None) -> str | None:
    if name is not None and name not in SYSTEMS:
        raise CommandError(f"--system {name!r} is unknown; choose one of {', '.join(SYSTEMS)}.")
    return name


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise CommandError(f"--limit {text!r} must be a whole number from 1 to {MAX_LIMIT}.")
    return int(text)


def _can_be_billed(one: CodeEntry, *, on: date) -> bool:
    """A code that is retired, or not yet in force, is not billable on that day."""
    return one.billable and one.is_valid_on(on)


def _cells(one: CodeEntry, *, on: date) -> tuple[str, ...]:
    return (one.system, one.code, one.title, "yes" if _can_be_billed(one, on=on) else "no")


def _brief(one: CodeEntry, *, on: date) -> dict[str, Any]:
    return {
        "system": one.system,
        "code": one.code,
        "description": one.title,
        "billable": _can_be_billed(one, on=on),
        "valid": one.is_valid_on(on),
    }


def _facts(book: Codebook, detail: CodeDetail, *, on: date) -> dict[str, Any]:
    """What `codes show --json` prints."""
    entry = detail.entry
    facts: dict[str, Any] = {
        "system": entry.system,
        "code": entry.code,
        "title": entry.title,
        "billable": _can_be_billed(entry, on=on),
        "on": on.isoformat(),
        "valid": entry.is_valid_on(on),
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "parents": [{"code": one.code, "title": one.title} for one in detail.parents],
        "children": [
            {"code": one.code, "title": one.title, "billable": _can_be_billed(one, on=on)}
            for one in detail.children
        ],
        "notes": detail.notes,
    }
    if entry.system in {"spc", "hcpcs"} and entry.billable:
        procedure = book.procedure(entry.code, on=on)
        facts["attributes"] = asdict(procedure) if procedure else {}
    return facts


def _lines(detail: CodeDetail, facts: dict[str, Any]) -> list[str]:
    """What `codes show` prints."""
    entry = detail.entry
    since = f" (from {entry.valid_from})" if entry.valid_from else ""
    until = f" (to {entry.valid_to})" if entry.valid_to else ""
    lines = [
        f"{entry.code}  {entry.title}",
        f"system: {entry.system}",
        f"billable: {'yes' if facts['billable'] else 'no'}",
        f"valid on {facts['on']}: {'yes' if facts['valid'] else 'no'}{since}{until}",
    ]
    lines += [f"parent: {one.code}  {one.title}" for one in detail.parents]
    lines += [f"child: {one.code}  {one.title}" for one in detail.children]
    lines += [f"{kind}: {text}" for kind, texts in detail.notes.items() for text in texts]
    return lines
