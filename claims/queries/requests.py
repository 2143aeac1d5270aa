"""What the payer waits for."""

from dataclasses import dataclass
from datetime import date

from claims.models import Claim, ClaimState, InformationRequest

WANTED = {
    "accident": "Was this due to an accident? The payer wants the answers before it decides.",
    "records": "The payer wants the record of the visit before it decides.",
}


@dataclass(frozen=True)
class RequestView:
    """An open information request; `sentence` says what the payer wants, in our own words."""

    wanted: str
    sentence: str
    asked_on: date
    due_on: date
    days_left: int


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


def documents_of(request: RequestView | None) -> tuple[tuple[str, str], ...]:
    """What can be sent in answer, right and wrong: (value, label)."""
    if request is None:
        return ()
    return (
        ("accident", "The accident questions, as answered in box 10 and 14"),
        ("records", "The note of the visit"),
        ("statement", "A statement of the balance"),
    )
