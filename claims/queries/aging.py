"""What is owed by age, and the figures by which a billing office is judged. PURE."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from claims.money import dollars, total
from coding.display import UNKNOWN

BUCKETS = ((0, 30), (31, 60), (61, 90), (91, 120), (121, None))
RECENT_DAYS = 90
CHART_HEIGHT, LABEL_HEIGHT, BAR_WIDTH, BAR_GAP = 120, 26, 64, 24

# What happens to a claim that was not clean; house convention after HFMA's clean-claim measure
# (a claim that passes every edit and needs no touch).
TOUCHED = frozenset(
    {"reject", "request_information", "let_lapse", "deny", "open_correction", "appeal", "void"}
)


@dataclass(frozen=True)
class Account:
    """What the figures need of one claim. Dates are the scenario's; money is dollars."""

    service_date: date
    today: date
    charge: Decimal
    insurance: Decimal
    patient: Decimal
    credit: Decimal
    moves: frozenset[str]
    first_outcome: str

    @property
    def age(self) -> int:
        """Days since the service."""
        return (self.today - self.service_date).days

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

    @property
    def total(self) -> Decimal:
        """All that is owed."""
        return self.insurance + self.patient

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


@dataclass(frozen=True)
class Rate:
    """One figure with the sum behind it and what a good office reaches."""

    label: str
    value: str
    working: str
    target: str

    @property
    def hint(self) -> str:
        """The sum and the mark to reach, in one line."""
        return f"{self.working}. Good: {self.target}"


def age_accounts(accounts: Sequence[Account]) -> Aging:
    """The accounts that are owed, by age, with the bars scaled to the highest."""
    groups = [[a for a in accounts if _in(a, low, high)] for low, high in BUCKETS]
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
    )


def rates(accounts: Sequence[Account]) -> tuple[Rate, ...]:
    """Clean-claim rate, initial denial rate, days in A/R, share of A/R above 90 days."""
    sent = [account for account in accounts if account.is_sent]
    clean = [account for account in sent if not account.moves & TOUCHED]
    answered = [account for account in accounts if account.first_outcome]
    denied = [account for account in answered if account.first_outcome == "denied"]
    return (
        _share("Clean-claim rate", clean, sent, of="sent", target="95% or more"),
        _share("Denial rate", denied, answered, of="answered", target="below 5%"),
        _days_in_ar(accounts),
        _old_share(accounts),
    )


def _in(account: Account, low: int, high: int | None) -> bool:
    owed = account.insurance + account.patient
    return owed > 0 and low <= max(account.age, 0) and (high is None or account.age <= high)


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


def _share(
    label: str, part: Sequence[Account], whole: Sequence[Account], *, of: str, target: str
) -> Rate:
    value = _tenth(Decimal(100 * len(part)) / len(whole)) + "%" if whole else UNKNOWN
    return Rate(label, value, f"{len(part)} of {len(whole)} claims {of}", target)


def _days_in_ar(accounts: Iterable[Account]) -> Rate:
    """(A/R - credits) / (gross charges of the last 90 days / 90)."""
    rows = list(accounts)
    receivable = total(a.insurance + a.patient - a.credit for a in rows)
    recent = total(a.charge for a in rows if 0 <= a.age < RECENT_DAYS)
    value = _tenth(receivable * RECENT_DAYS / recent) if recent else UNKNOWN
    working = f"{dollars(receivable)} owed; {dollars(recent)} charged in {RECENT_DAYS} days"
    return Rate("Days in A/R", value, working, "30 to 40")


def _old_share(accounts: Iterable[Account]) -> Rate:
    rows = list(accounts)
    owed = total(a.insurance + a.patient for a in rows)
    old = total(a.insurance + a.patient for a in rows if a.age > 90)
    value = _tenth(100 * old / owed) + "%" if owed else UNKNOWN
    working = f"{dollars(old)} of {dollars(owed)} owed"
    return Rate("A/R over 90 days", value, working, "below 15%")


def _tenth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
