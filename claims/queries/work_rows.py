"""The rows of the biller's dashboard."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from claims.queries.office import Figures
from coding.display import day_text, money_text

NEAR, SOON = 30, 7
"""Days from which a deadline is counted, and from which it is marked; house convention."""


@dataclass(frozen=True)
class WorkRow:
    """One line of the worklist. `days_left` counts from the scenario date to `due`; it is below
    zero when the date has passed and None where nothing is due."""

    attempt_id: int
    claim_id: int | None
    case: str
    patient: str
    payer: str
    state: str
    today: date
    what: str
    due: date | None
    amount: Decimal | None

    @property
    def days_left(self) -> int | None:
        """Days from the scenario date to the date that matters."""
        return None if self.due is None else (self.due - self.today).days

    @property
    def url(self) -> str:
        """The claim's workbench; empty while there is no claim."""
        return reverse("claims:claim", args=[self.claim_id]) if self.claim_id else ""

    @property
    def due_text(self) -> str:
        """The date as shown."""
        return day_text(self.due)

    @property
    def amount_text(self) -> str:
        """The dollars as shown."""
        return money_text(self.amount)

    @property
    def days_text(self) -> str:
        """How long there is, in words; empty while it is far off."""
        days = self.days_left
        if days is None or days > NEAR:
            return ""
        if days < 0:
            return f"{-days} d past"
        return f"{days} d left" if days else "today"

    @property
    def tone(self) -> str:
        """How urgent the date is: a tone of the badge."""
        days = self.days_left
        if days is None or days > SOON:
            return "neutral"
        return "warning" if days >= 0 else "bad"


@dataclass(frozen=True)
class Queue:
    """One list of the dashboard, with the headings of its date and its dollars."""

    key: str
    label: str
    due_label: str
    amount_label: str
    rows: tuple[WorkRow, ...]

    @property
    def anchor(self) -> str:
        """The id of the list on the page."""
        return f"queue-{self.key}"

    @property
    def is_deadline(self) -> bool:
        """The date is one by which the biller has to act."""
        return self.key in {"hold", "asked", "denied", "credit"}


@dataclass(frozen=True)
class Worklist:
    """Everything on the biller's dashboard."""

    queues: tuple[Queue, ...]
    figures: Figures

    @property
    def has_rows(self) -> bool:
        """Something waits in some queue."""
        return any(queue.rows for queue in self.queues)

    @property
    def next_row(self) -> WorkRow | None:
        """The row to take first: the most urgent that waits for the biller."""
        return next((q.rows[0] for q in self.queues if q.rows and q.key != "waiting"), None)

    @property
    def to_do(self) -> int:
        """Rows that wait for the biller, not for somebody else."""
        return sum(len(queue.rows) for queue in self.queues if queue.key != "waiting")
