"""What the payer waits for."""

from dataclasses import dataclass
from datetime import date

from claims.models import Claim, ClaimState, InformationRequest
from coding.display import day_text

WANTED = {
    "accident": "Was this due to an accident? The payer wants the answers before it decides.",
    "records": "The payer wants the record of the visit before it decides.",
}

DOCUMENTS = (
    ("accident", "The accident form, filled in by the patient"),
    ("records", "The note of the visit"),
    ("statement", "A statement of the balance"),
)
"""What can be sent in answer, right and wrong: (value, label)."""


@dataclass(frozen=True)
class RequestView:
    """An open information request; `sentence` says what the payer wants, in our own words."""

    wanted: str
    sentence: str
    asked_on: date
    due_on: date
    days_left: int

    @property
    def due_text(self) -> str:
        """The due date as shown."""
        return day_text(self.due_on)

    @property
    def left_text(self) -> str:
        """How long there is, in words."""
        if self.days_left < 0:
            return "The date has passed."
        if self.days_left == 0:
            return "Today is the last day."
        return f"{self.days_left} day{'' if self.days_left == 1 else 's'} left."


def open_request(claim: Claim) -> RequestView | None:
    """The request that a pended claim waits on; no query in any other state."""
    if claim.state != ClaimState.PENDED:
        return None
    rows = InformationRequest.objects.filter(submission__claim=claim, answered_on=None)
    row = rows.order_by("-pk").first()
    if row is None:
        return None
    return RequestView(
        wanted=row.wanted,
        sentence=WANTED.get(row.wanted, f"The payer wants: {row.wanted}."),
        asked_on=row.asked_on,
        due_on=row.due_on,
        days_left=(row.due_on - claim.attempt.scenario_date).days,
    )
