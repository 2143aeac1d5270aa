"""What happened to a claim: moves, steps, codings and returns, the newest first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from claims.lifecycle import Step, all_moves, move_label
from claims.models import Claim, ClaimEvent
from coding.display import plain_days
from coding.models import CodingReturn, CodingVersion

DESKS = {
    "biller": "Biller",
    "coder": "Coder",
    "payer": "Payer",
    "patient": "Patient",
    "system": "Books",
    "instructor": "Manager",
}

TOLD = {
    "open": "Claim opened",
    "edit_boxes": "Boxes changed",
    "take_codes": "New codes taken",
    "submit": "Claim sent",
    "reject": "Turned back at the front door",
    "accept": "Accepted, with a claim number",
    "request_information": "Information asked for",
    "send_information": "Information sent",
    "send_other": "Something else sent",
    "let_lapse": "Nothing came in time",
    "pay": "Answered: paid",
    "deny": "Answered: denied",
    "refuse_duplicate": "Refused as a duplicate",
    "post": "Remittance posted",
    "open_correction": "Correction opened",
    "cancel_correction": "Correction given up",
    "resubmit": "Corrected claim sent",
    "appeal": "Appeal filed",
    "overturn": "Appeal won",
    "uphold": "Appeal lost",
    "bill_patient": "Statement sent",
    "receive_payment": "Patient payment",
    "write_off": "Written off",
    "request_write_off": "Leave to write off asked",
    "refuse_write_off": "Write-off refused",
    "refund": "Credit refunded",
    "agree_payment_plan": "Payment plan agreed",
    "send_to_collections": "Sent to collections",
    "void": "Voided",
    "close": "Closed: nothing is owed",
    "reopen": "Reopened",
    "bill_next_payer": "Next payer's claim opened",
    "ask_status": "Status asked for",
    "diagnose": "Cause named",
    "bill_line": "Billing the patient stopped",
}
"""How the log tells a step that was made; a step without a line here is told by its name."""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: what, by whom at which desk, on which scenario date."""

    what: str
    desk: str
    who: str
    on: date
    at: datetime
    state: str
    sentence: str
    url: str
    link: str
    raw: str


def timeline(claim: Claim) -> tuple[Entry, ...]:
    """Everything that happened to the claim and to its codes, the newest first; three queries."""
    entries = [*_events(claim), *_codings(claim), *_returns(claim)]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def steps_of(claim: Claim) -> tuple[Step, ...]:
    """The moves that the claim made, for the lifecycle picture: one query."""
    names = {move.name for move in all_moves()}
    events = claim.events.filter(move__in=names).order_by("version")
    return tuple(
        Step(number, event.move, event.from_state, event.to_state, event.on)
        for number, event in enumerate(events, start=1)
    )


def _events(claim: Claim) -> Iterator[Entry]:
    for event in claim.events.select_related("actor"):
        url, link = _link(claim, event)
        yield Entry(
            what=TOLD.get(event.move) or move_label(event.move),
            desk=DESKS.get(event.by, event.by.capitalize()),
            who=str(event.actor) if event.actor else "",
            on=event.on,
            at=event.created_at,
            state=event.to_state if event.to_state != event.from_state else "",
            sentence=_sentence(event),
            url=url,
            link=link,
            raw=_raw(event.payload),
        )


def _codings(claim: Claim) -> Iterator[Entry]:
    versions = CodingVersion.objects.filter(attempt=claim.attempt_id)
    for version in versions.select_related("finalised_by"):
        yield Entry(
            what=f"Codes version {version.number} finalised",
            desk=DESKS["coder"],
            who=str(version.finalised_by),
            on=version.finalised_on,
            at=version.created_at,
            state="",
            sentence="",
            url="",
            link="",
            raw=_raw(version.content),
        )


def _returns(claim: Claim) -> Iterator[Entry]:
    returns = CodingReturn.objects.filter(attempt=claim.attempt_id)
    for row in returns.select_related("returned_by"):
        yield Entry(
            what="Codes returned to the coder",
            desk=DESKS["biller"],
            who=str(row.returned_by),
            on=row.returned_on,
            at=row.created_at,
            state="",
            sentence=row.reason,
            url="",
            link="",
            raw="",
        )


def _raw(payload: Any) -> str:
    """The stored facts, for who wants to see them; empty when there are none."""
    return json.dumps(payload, indent=1, sort_keys=True) if payload else ""


def _link(claim: Claim, event: ClaimEvent) -> tuple[str, str]:
    """The page behind an event: what was sent, or the statement."""
    payload: dict[str, Any] = event.payload
    if "submission" in payload and "number" in payload:
        number = payload["number"]
        return reverse("claims:submission", args=[claim.pk, number]), f"Submission {number}"
    if "statement" in payload:
        number = payload["statement"]
        return reverse("claims:statement", args=[claim.pk, number]), f"Statement {number}"
    return "", ""


def _sentence(event: ClaimEvent) -> str:
    """What the event's payload says in words, where it has words."""
    payload: dict[str, Any] = event.payload
    if event.move == "edit_boxes":
        names = [name.replace("_", " ") for name in payload.get("before", {})]
        return f"Changed: {', '.join(names)}" if names else "Nothing changed"
    return plain_days(str(payload.get("says") or payload.get("reason", "")))
