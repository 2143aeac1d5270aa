"""What is owed by age. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from claims.money import ZERO, dollars, total

BUCKETS = ((0, 30), (31, 60), (61, 90), (91, 120), (121, None))
CHART_HEIGHT, LABEL_HEIGHT, BAR_WIDTH, BAR_GAP = 120, 26, 64, 24

# What happens to a claim that was not clean; house convention after HFMA's clean-claim measure
# (a claim that passes every edit and needs no touch).
TOUCHED = frozenset(
    {"reject", "request_information", "let_lapse", "deny", "open_correction", "appeal", "void"}
)

COUNTED = TOUCHED | {"submit"}
"""The moves that the figures look at."""


class Since(StrEnum):
    """From which day a balance is aged."""

    SERVICE = "service"
    SENT = "sent"


@dataclass(frozen=True)
class Account:
    """What the figures need of one claim. Dates are the scenario's; money is dollars.

    `sent_on` is the first sending. `denied` is the charge of the lines that the first answer
    refused. `moves` are those of COUNTED that it has made. `contractual` is what the contract or a
    void takes off the charge, `avoidable` what was given up though it could have been paid.
    """

    service_date: date
    today: date
    charge: Decimal
    insurance: Decimal
    patient: Decimal
    credit: Decimal
    moves: frozenset[str]
    first_outcome: str
    coded_on: date | None = None
    sent_on: date | None = None
    submissions: int = 0
    rejections: int = 0
    first_charge: Decimal = ZERO
    denied: Decimal = ZERO
    appeals: int = 0
    overturned: int = 0
    payments: Decimal = ZERO
    contractual: Decimal = ZERO
    avoidable: Decimal = ZERO

    @property
    def age(self) -> int:
        """Days since the service."""
        return (self.today - self.service_date).days

    def age_since(self, since: Since) -> int:
        """Days since the service, or since the claim first went out."""
        if since is Since.SENT and self.sent_on is not None:
            return (self.today - self.sent_on).days
        return self.age

    @property
    def is_sent(self) -> bool:
        """It went out at least once."""
        return "submit" in self.moves


@dataclass(frozen=True)
class Bucket:
    """One column of the aging chart: dollars, and the bar's pieces in the chart's units."""

    label: str
    claims: int
    insurance: Decimal
    patient: Decimal
    x: int
    insurance_y: int
    insurance_height: int
    patient_y: int
    patient_height: int

    @property
    def total(self) -> Decimal:
        """Insurance and patient together."""
        return self.insurance + self.patient

    @property
    def width(self) -> int:
        """The bar's width."""
        return BAR_WIDTH

    @property
    def middle(self) -> int:
        """Where the words under the bar stand."""
        return self.x + BAR_WIDTH // 2


@dataclass(frozen=True)
class Aging:
    """Accounts receivable by days since the service."""

    buckets: tuple[Bucket, ...]
    width: int
    height: int
    insurance: Decimal
    patient: Decimal
    since: Since = Since.SERVICE

    @property
    def total(self) -> Decimal:
        """All that is owed."""
        return self.insurance + self.patient

    @property
    def from_words(self) -> str:
        """From which day it is aged."""
        return "the first sending" if self.since is Since.SENT else "the day of service"

    @property
    def claims(self) -> int:
        """How many claims are owed."""
        return sum(bucket.claims for bucket in self.buckets)

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return CHART_HEIGHT

    @property
    def label_y(self) -> int:
        """Where the words under the bars stand."""
        return CHART_HEIGHT + 18

    @property
    def summary(self) -> str:
        """The chart in one sentence."""
        owed = [f"{dollars(b.total)} at {b.label} days" for b in self.buckets if b.total]
        return "; ".join(owed) or "Nothing is owed."


def age_accounts(accounts: Sequence[Account], *, since: Since = Since.SERVICE) -> Aging:
    """The accounts that are owed, by age, with the bars scaled to the highest."""
    groups = [[a for a in accounts if _in(a, low, high, since)] for low, high in BUCKETS]
    sums = [(total(a.insurance for a in g), total(a.patient for a in g)) for g in groups]
    highest = max((sum(pair) for pair in sums), default=Decimal(0)) or Decimal(1)
    buckets = tuple(
        _bucket(place, group=groups[place], sums=sums[place], highest=Decimal(highest))
        for place in range(len(BUCKETS))
    )
    return Aging(
        buckets=buckets,
        width=len(BUCKETS) * (BAR_WIDTH + BAR_GAP),
        height=CHART_HEIGHT + LABEL_HEIGHT,
        insurance=total(pair[0] for pair in sums),
        patient=total(pair[1] for pair in sums),
        since=since,
    )


def _in(account: Account, low: int, high: int | None, since: Since) -> bool:
    owed, age = account.insurance + account.patient, account.age_since(since)
    return owed > 0 and low <= max(age, 0) and (high is None or age <= high)


def _bucket(
    place: int, *, group: Sequence[Account], sums: tuple[Decimal, Decimal], highest: Decimal
) -> Bucket:
    low, high = BUCKETS[place]
    insurance, patient = (round(amount / highest * CHART_HEIGHT) for amount in sums)
    return Bucket(
        label=f"{low}+" if high is None else f"{low}-{high}",
        claims=len(group),
        insurance=sums[0],
        patient=sums[1],
        x=place * (BAR_WIDTH + BAR_GAP) + BAR_GAP // 2,
        insurance_y=CHART_HEIGHT - insurance,
        insurance_height=insurance,
        patient_y=CHART_HEIGHT - insurance - patient,
        patient_height=patient,
    )
