"""What a biller can do about a denied line: every action of the trade, the wrong ones too."""

from dataclasses import dataclass

from django.urls import reverse

from claims.models import Claim, ClaimState, Submission
from claims.queries.buttons import claim_url
from claims.reason_texts.kinds import Action

ORIGINAL, REPLACEMENT = Submission.Frequency.ORIGINAL, Submission.Frequency.REPLACEMENT

PANES = {
    Action.APPEAL: ("Appeal the decision", "appeal"),
    Action.SEND_RECORDS: ("Send records", "send_information"),
    Action.AUTHORIZE: ("Ask for leave", "coverage"),
    Action.WRITE_OFF: ("Write it off", "write_off"),
    Action.VOID: ("Void the claim", "void"),
}
"""Actions that have a form of their own."""

STEPS = {
    Action.CORRECT: ("Correct the claim", "open_correction", REPLACEMENT),
    Action.NEW_CLAIM: ("Bill it anew", "open_correction", ORIGINAL),
    Action.BILL_OTHER_PAYER: ("Bill another payer", "open_correction", ORIGINAL),
    Action.STATUS_CHECK: ("Ask for the status", "ask_status", None),
}
"""Actions that begin with a step, and what box 22 then says where the step opens the boxes."""


@dataclass(frozen=True)
class LineAction:
    """One action; `url` is a form's page, or where to post when `posts`, with the `frequency`."""

    label: str
    url: str
    posts: bool
    frequency: int | None = None


def line_actions(claim: Claim) -> tuple[LineAction, ...]:
    """The actions about a denied line of an answered claim, in a fixed order that tells nothing;
    none in another state. No query."""
    if claim.state not in (ClaimState.PAID, ClaimState.DENIED):
        return ()
    found = [
        *(
            LineAction(label, claim_url(claim.pk, pane, fragment="consequences"), posts=False)
            for label, pane in PANES.values()
        ),
        *(
            LineAction(label, reverse(f"claims:{step}", args=[claim.pk]), True, frequency)
            for label, step, frequency in STEPS.values()
        ),
        LineAction("Bill the patient", reverse("claims:bill_line", args=[claim.pk]), posts=True),
    ]
    return tuple(sorted(found, key=lambda action: action.label))
