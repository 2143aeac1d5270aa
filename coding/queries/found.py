"""A found code as lists, the search box and the sheet show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from coding.codebook import CodeEntry
from coding.sheet.lookup import code_doubt


@dataclass(frozen=True)
class CodeHit:
    """A code to choose: what the search shows and the JSON answer holds."""

    system: str
    code: str
    title: str
    billable: bool
    valid: bool
    note: str


def code_hit(entry: CodeEntry, *, on: date) -> CodeHit:
    """A found code with what speaks against reporting it on that date."""
    doubt = code_doubt(entry, on=on)
    return CodeHit(
        entry.system, entry.code, entry.title, entry.billable, entry.is_valid_on(on), doubt
    )


def code_href(entry: CodeEntry | None, *, on: date) -> str:
    """The address of a code's page as of a date; empty without a code."""
    if entry is None:
        return ""
    return f"{reverse('coding:code', args=[entry.system, entry.code])}?on={on.isoformat()}"


def unit_text(rule: str, size: Decimal | None, of: str) -> str:
    """How units of a service are counted: "1 unit is 10 mg", "each time it is done"."""
    if size is not None:
        return f"1 unit is {size:f} {of}".strip()
    return {"minutes": "by minutes", "each": "each time it is done"}.get(rule, rule)
