"""How a patient is asked for money: when the next statement may go, and how old the debt is. PURE.

Source: thirty-day cycles and three statements before an agency are the trade's custom; no law
sets them. House convention.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from claims.money import ZERO

CYCLE_DAYS = 30
STATEMENTS = 3
AGES = ((0, 30), (31, 60), (61, 90), (91, 120), (121, None))
AGE_LABELS = ("Current", "31-60 days", "61-90 days", "91-120 days", "121 days and more")


def next_step_on(sent: Sequence[date]) -> date | None:
    """From when the patient may be asked again, or the debt be given to an agency; None before
    the first statement. `sent` are the days of the statements of one answer of the payer."""
    return sent[-1] + timedelta(days=CYCLE_DAYS) if sent else None


def age_debt(
    owed: Mapping[int, Decimal], *, first_asked: Mapping[int, date], today: date
) -> tuple[Decimal, ...]:
    """Dollars by age, the youngest first: each line ages from the first statement that asked for
    it; a line that was never asked for is current."""
    sums = [ZERO] * len(AGES)
    for line, amount in owed.items():
        sums[_age((today - first_asked.get(line, today)).days)] += amount
    return tuple(sums)


def first_asked_on(statements: Iterable[tuple[date, Iterable[int]]]) -> dict[int, date]:
    """The day on which each line was first asked for; `statements` in their order."""
    found: dict[int, date] = {}
    for on, lines in statements:
        for line in lines:
            found.setdefault(line, on)
    return found


def _age(days: int) -> int:
    return next(n for n, (_, most) in enumerate(AGES) if most is None or days <= most)
