"""How an amount of money and a day are written on screen. PURE.

Queries that fill long lists may call these once a row and hand the template text; templates use
the tags of the same names in `clean_claim`.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
UNKNOWN = "\u2013"
WRITTEN_DAY = re.compile(r"\b[12]\d{3}-\d\d-\d\d\b")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def money_text(amount: Decimal | None, *, signed: bool = False) -> str:
    """Dollars and cents: ``$1,204.50``, ``−$20.00``, ``$0.00``; a dash when it is not known.

    With `signed`, a gain is told apart from a state: ``+$20.00``. Zero never has a sign.
    """
    if amount is None:
        return UNKNOWN
    digits = f"${abs(amount):,.2f}"
    if digits == "$0.00":
        return digits
    if amount < 0:
        return MINUS + digits
    return f"+{digits}" if signed else digits


def day_text(day: date | None) -> str:
    """A day as ``Mar 10, 2026``; a dash when there is none."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else UNKNOWN


def plain_days(text: str) -> str:
    """A sentence with its days as `day_text` writes them: ``2026-03-10`` is ``Mar 10, 2026``."""
    return WRITTEN_DAY.sub(_plain_day, text)


def _plain_day(found: re.Match[str]) -> str:
    try:
        return day_text(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def percent_text(ratio: Decimal | None) -> str:
    """A ratio from 0 to 1 as a percentage with two decimals at most: ``82.33%``, ``100%``; a dash
    when it is not known."""
    if ratio is None:
        return UNKNOWN
    percent = (ratio * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{percent:f}".rstrip("0").rstrip(".") + "%"


def signed_percent(change: Decimal) -> str:
    """A change of a ratio with its sign, in percentage points: ``+12.5%``, ``−3%``, ``0%``."""
    text = percent_text(abs(change))
    if text == "0%":
        return text
    return (MINUS if change < 0 else "+") + text
