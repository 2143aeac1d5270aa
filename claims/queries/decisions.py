"""Who decided what stood in a field of a claim as it was sent: read from the log, not guessed.

Codes are the coder's version; a box is the last edit before the claim went out, or the front desk's
registration where nobody touched it; what is in no box was decided by sending.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from claims.boxes import BY_FIELD, CODER, Box
from claims.models import Claim, ClaimEvent, Submission
from claims.services.submissions import SENDING
from coding.models import CodingVersion

UNTOUCHED = {
    "charge": "Sent with the practice's charge",
    "authorization": "Sent without it being entered",
    "referral": "Sent without it being entered",
    "ordering_npi": "Sent as it came with the encounter",
}
"""What nobody touched and the biller sent all the same."""

KEYED = "Keyed at registration; nobody changed it before the claim went out"


@dataclass(frozen=True)
class Decision:
    """Who decided what stood in a field: the desk, the person, the scenario date, the screen."""

    desk: str
    who: str
    on: date | None
    what: str
    url: str
    link: str


@dataclass(frozen=True)
class Log:
    """What the log says about one submission: its codes, the edits before it, the opening."""

    claim: Claim
    submission: Submission
    codes: CodingVersion | None
    edits: tuple[ClaimEvent, ...]
    opened_on: date | None

    def decision(self, field: str) -> Decision | None:
        """The decision behind a field; None for codes that are not on record."""
        box = BY_FIELD.get(field)
        if box is None:
            return self._sending(field)
        if box.desk == CODER:
            return self._coding()
        edit = next((edit for edit in reversed(self.edits) if _touches(edit, field)), None)
        return self._edit(edit, box) if edit else self._opening(box)

    def _coding(self) -> Decision | None:
        if self.codes is None:
            return None
        return Decision(
            desk="Coder",
            who=str(self.codes.finalised_by),
            on=self.codes.finalised_on,
            what=f"Codes version {self.codes.number}, as finalised",
            url=reverse("coding:workbench", args=[self.claim.attempt_id]),
            link="The coder's workbench",
        )

    def _edit(self, edit: ClaimEvent, box: Box) -> Decision:
        return Decision(
            desk="Biller",
            who=str(edit.actor or ""),
            on=edit.on,
            what="Typed into the box before the claim went out",
            url=f"#{box.anchor}",
            link="The box on the claim",
        )

    def _opening(self, box: Box) -> Decision:
        """Nobody touched the box: it went out as the claim was opened."""
        mine = UNTOUCHED.get(box.field)
        return Decision(
            desk="Biller" if mine else "Front desk",
            who=str(self.submission.sent_by) if mine else "",
            on=self.submission.sent_on if mine else self.opened_on,
            what=mine or KEYED,
            url=f"#{box.anchor}",
            link="The box on the claim",
        )

    def _sending(self, field: str) -> Decision:
        """What is in no box: when, and to whom, the claim was sent."""
        late = field == "sent"
        return Decision(
            desk="Biller",
            who=str(self.submission.sent_by),
            on=self.submission.sent_on,
            what="Sent on this date" if late else "Sent with the coverage as it was known then",
            url=reverse("claims:submission", args=[self.claim.pk, self.submission.number]),
            link=f"Submission {self.submission.number}",
        )


def log_of(claim: Claim, submission: Submission) -> Log:
    """What the log says about a submission of a claim; two queries."""
    events = list(claim.events.select_related("actor").order_by("version"))
    sending = next((event for event in events if _sent(event, submission)), None)
    version = sending.version if sending else 0
    pk = sending.payload.get("coding_version", 0) if sending else 0
    codes = CodingVersion.objects.filter(pk=pk)
    return Log(
        claim=claim,
        submission=submission,
        codes=codes.select_related("finalised_by").first(),
        edits=tuple(e for e in events if e.move == "edit_boxes" and e.version < version),
        opened_on=events[0].on if events else None,
    )


def _sent(event: ClaimEvent, submission: Submission) -> bool:
    return event.move in SENDING and event.payload.get("number") == submission.number


def _touches(edit: ClaimEvent, field: str) -> bool:
    """The edit changed the field; charges stand inside the lines."""
    changed: Iterable[str] = edit.payload.get("before", {})
    return ("lines" if field == "charge" else field) in changed
