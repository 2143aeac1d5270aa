"""Does a text hold what looks like a real person's data? PURE.

Everything in the sandbox is invented, and people who learn are told so; still somebody will paste a
line of real work. What a machine can tell by its shape is told here:

- Social Security number: three, two and four digits, written apart. Never issued, and so let
  through: area 000, 666 and 900 to 999, group 00, serial 0000 (SSA, "Randomization FAQ").
- Medicare Beneficiary Identifier: eleven places of fixed kinds, letters without S, L, O, I, B, Z
  (CMS, "Understanding the MBI"). The sample on CMS's own specimen card is let through.
- NPI: ten digits that begin with 1 or 2 and fit the Luhn check with 80840 before them (45 CFR
  162.406; CMS, "NPI check digit"). Those of the sandbox begin with 9; 1234567893 is CMS's sample.
- Telephone number: area, exchange and line of the North American plan, written apart. Area 555 and
  lines 555-0100 to 555-0199 are kept for fiction (NANPA) and let through.
- E-mail address. Domains kept for examples (RFC 2606, RFC 6761) are let through.
- Date of birth: a date right after words for being born. A bare date is no more than a date.

A name is not told from an invented one by its shape, and is not looked for. Every pattern is
bounded, so that the time is in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from coding.npi import is_valid_npi

_SSN = re.compile(
    r"(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])", re.ASCII
)
_MBI = re.compile(
    r"\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?"
    r"[AC-HJKMNP-RT-Y]{2}\d{2}\b",
    re.ASCII | re.IGNORECASE,
)
_NPI = re.compile(r"(?<![\w.-])[12]\d{9}(?![\w-])", re.ASCII)
_PHONE = re.compile(
    r"(?<![\w-])(?:\+?1[-. ])?\(?([2-9]\d{2})\)?[-. ]{1,2}([2-9]\d{2})[-. ](\d{4})(?![\w-])",
    re.ASCII,
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})\b", re.ASCII | re.IGNORECASE
)
_BORN = re.compile(
    r"\b(?:d\.?o\.?b|date of birth|birth ?date|birthday|born)\b\.?(?: on| is| was)?[ \t:=,(]{0,4}"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})"
    r"|[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [a-z]{3,9}\.? \d{4})\b",
    re.ASCII | re.IGNORECASE,
)
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")
_EXAMPLES = re.compile(
    r"(?:.*\.)?example(?:\.(?:com|net|org))?|.*\.(?:test|invalid|localhost)", re.IGNORECASE
)
_SAMPLES = {"1EG4TE5MK73", "1EG4TE5MK72", "1234567893"}


@dataclass(frozen=True)
class Kind:
    """A kind of data about a real person. One that `is_stopped` has no use in the sandbox and is
    hardly met by chance: it is taken out. Any other may be invented, and who typed it says so."""

    name: str
    words: str
    is_stopped: bool
    pattern: re.Pattern[str]
    counts: Callable[[re.Match[str]], bool] = lambda _found: True


@dataclass(frozen=True)
class Found:
    """Words of a text that look real, and what they look like."""

    kind: Kind
    words: str


def _is_no_sample(found: re.Match[str]) -> bool:
    return found[0].replace("-", "").upper() not in _SAMPLES


def _is_real_npi(found: re.Match[str]) -> bool:
    return is_valid_npi(found[0]) and _is_no_sample(found)


def _is_real_phone(found: re.Match[str]) -> bool:
    area, exchange, line = found.groups()
    return area != "555" and not (exchange == "555" and line.startswith("01"))


def _is_real_domain(found: re.Match[str]) -> bool:
    return not _EXAMPLES.fullmatch(found[1])


KINDS = (
    Kind("ssn", "a Social Security number", True, _SSN),
    Kind("mbi", "a Medicare number", True, _MBI, _is_no_sample),
    Kind("npi", "the NPI of a real provider", False, _NPI, _is_real_npi),
    Kind("phone", "a telephone number", False, _PHONE, _is_real_phone),
    Kind("email", "an e-mail address", False, _EMAIL, _is_real_domain),
    Kind("birth", "a date of birth", False, _BORN),
)


def looks_real(text: str, *, known: str = "") -> tuple[Found, ...]:
    """What in the text looks like a real person's data, each once; `known` is invented text, such
    as the case that is worked on, and what stands there too is let through."""
    found = tuple(dict.fromkeys(_found(text)))
    if not found or not known:
        return found
    told = {_plain(one) for one in _found(known)} | _days(known)
    letters = _letters(known)
    return tuple(
        one for one in found if _plain(one) not in told and _letters(one.words) not in letters
    )


def _found(text: str) -> Iterator[Found]:
    for kind in KINDS:
        for match in kind.pattern.finditer(text):
            if kind.counts(match):
                yield Found(kind, match[1] if kind.name == "birth" else match[0])


def _plain(found: Found) -> str:
    """The words in one way of writing; of a date its day."""
    if found.kind.name != "birth":
        return _letters(found.words)
    words = re.sub(r"[.,]", "/" if found.words[0].isdigit() and "." in found.words else "",
                   found.words)  # fmt: skip
    if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{2,4}", words):
        words = words.replace("-", "/")
    for way in _DATES:
        try:
            return datetime.strptime(words, way).date().isoformat()  # noqa: DTZ007 - a day only
        except ValueError:
            continue
    return _letters(found.words)


def _days(text: str) -> set[str]:
    """The days that the text names as year-month-day or month/day/year, in whatever context."""
    days = set(re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text, re.ASCII))
    for month, day, year in re.findall(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", text, re.ASCII):
        try:
            days.add(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return days


def _letters(text: str) -> str:
    return re.sub(r"[^0-9a-z@]+", "", text.lower())
