"""The figures by which a billing office is judged, each with its sum and its target. PURE.

Formulas and targets are the trade's, as HFMA and MGMA are quoted for them. Point-of-service
collection is left out: no money is taken at the front desk here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from claims.money import dollars, total
from claims.queries.aging import TOUCHED, Account
from coding.display import UNKNOWN

RECENT_DAYS = 90
OLD_DAYS = 90


@dataclass(frozen=True)
class Rate:
    """One figure with the sum behind it and what a good office reaches; without a `target` it is
    only followed."""

    label: str
    value: str
    working: str
    target: str

    @property
    def hint(self) -> str:
        """The sum and the mark to reach, in one line."""
        return f"{self.working}. " + (f"Good: {self.target}" if self.target else "No target")


def rates(accounts: Sequence[Account]) -> tuple[Rate, ...]:
    """Every figure over these accounts; one that has nothing to divide by is a dash."""
    return (*_quality(accounts), *_denials(accounts), *_receivable(accounts), *_lags(accounts))


def _quality(accounts: Sequence[Account]) -> Iterator[Rate]:
    sent = [account for account in accounts if account.is_sent]
    clean = [account for account in sent if not account.moves & TOUCHED]
    answered = [account for account in accounts if account.first_outcome]
    first_pass = [a for a in answered if a.first_outcome == "paid" and not a.denied]
    yield _share("Clean-claim rate", len(clean), len(sent), "claims sent", "95% or more")
    yield _share(
        "Rejection rate",
        sum(account.rejections for account in accounts),
        sum(account.submissions for account in accounts),
        "submissions turned back",
        "below 4%",
    )
    yield _share(
        "First-pass yield", len(first_pass), len(answered), "claims answered", "90% or more"
    )


def _denials(accounts: Sequence[Account]) -> Iterator[Rate]:
    answered = [account for account in accounts if account.first_outcome]
    denied = [account for account in answered if account.first_outcome == "denied"]
    yield _share("Denial rate", len(denied), len(answered), "claims answered", "below 5%")
    yield _part(
        "Denied dollars",
        total(account.denied for account in answered),
        total(account.first_charge for account in answered),
        "answered",
        "below 5%",
    )
    yield _part(
        "Denial write-offs",
        total(account.avoidable for account in accounts),
        total(account.charge - account.contractual for account in accounts),
        "net revenue",
        "below 2%",
    )
    yield _share(
        "Overturn rate",
        sum(account.overturned for account in accounts),
        sum(account.appeals for account in accounts),
        "appeals decided",
        "",
    )


def _receivable(accounts: Sequence[Account]) -> Iterator[Rate]:
    owed = total(a.insurance + a.patient for a in accounts)
    old = total(a.insurance + a.patient for a in accounts if a.age > OLD_DAYS)
    payments = total(account.payments for account in accounts)
    charges = total(account.charge for account in accounts)
    collectible = charges - total(account.contractual for account in accounts)
    yield _days_in_ar(accounts)
    yield _part("A/R over 90 days", old, owed, "owed", "below 15%")
    yield _part("Net collection rate", payments, collectible, "collectible", "95% or more")
    yield _part("Gross collection rate", payments, charges, "charged", "")


def _lags(accounts: Sequence[Account]) -> Iterator[Rate]:
    coded = [(a.service_date, a.coded_on) for a in accounts if a.coded_on]
    sent = [(a.coded_on, a.sent_on) for a in accounts if a.coded_on and a.sent_on]
    yield _average("Charge lag", coded, "from service to codes", "2 to 3 days")
    yield _average("Submission lag", sent, "from codes to sending", "2 to 3 days")


def _share(label: str, part: int, whole: int, of: str, target: str) -> Rate:
    value = _tenth(Decimal(100 * part) / whole) + "%" if whole else UNKNOWN
    return Rate(label, value, f"{part} of {whole} {of}", target)


def _part(label: str, part: Decimal, whole: Decimal, of: str, target: str) -> Rate:
    value = _tenth(100 * part / whole) + "%" if whole > 0 else UNKNOWN
    return Rate(label, value, f"{dollars(part)} of {dollars(whole)} {of}", target)


def _days_in_ar(accounts: Iterable[Account]) -> Rate:
    """(A/R - credits) / (gross charges of the last 90 days / 90)."""
    rows = list(accounts)
    receivable = total(a.insurance + a.patient - a.credit for a in rows)
    recent = total(a.charge for a in rows if 0 <= a.age < RECENT_DAYS)
    value = _tenth(receivable * RECENT_DAYS / recent) if recent else UNKNOWN
    working = f"{dollars(receivable)} owed; {dollars(recent)} charged in {RECENT_DAYS} days"
    return Rate("Days in A/R", value, working, "30 to 40")


def _average(label: str, spans: Sequence[tuple[date, date]], what: str, target: str) -> Rate:
    days = sum((end - start).days for start, end in spans)
    value = f"{_tenth(Decimal(days) / len(spans))} days" if spans else UNKNOWN
    claims = f"{len(spans)} claim{'' if len(spans) == 1 else 's'}"
    return Rate(label, value, f"{days} days {what}, {claims}", target)


def _tenth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
