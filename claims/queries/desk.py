"""The workbench's frame: where am I, what is the state, what can be done, what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.db.models import prefetch_related_objects
from django.urls import reverse

from claims.models import Claim, ClaimState, Disposition, Submission
from claims.money import dollars
from claims.queries.aging import TOUCHED
from claims.queries.books import Books, books_of
from claims.queries.buttons import (
    FORMS,
    Button,
    Visitor,
    claim_url,
    list_buttons,
    name_next_step,
    newer_codes,
    offered,
)
from claims.queries.holds import Hold, hold_of
from claims.queries.lookups import payer_name
from claims.queries.requests import RequestView, open_request
from claims.queries.sheet import Sheet, sheet_of
from claims.services.calendar import Due, next_due
from claims.services.next_payer import content_to_send
from claims.services.preparing import PREPARABLE
from claims.services.resubmission import is_reopening, next_frequency
from claims.services.submissions import current_submission

S = ClaimState

PANES = {
    "coverage": "Coverage",
    "answers": "Remittances",
    "causes": "What caused this?",
    "money": "Money",
    "timeline": "Timeline",
    "lifecycle": "Lifecycle",
}
"""The panes on the right, in their order, with their names."""

FIRST_PANE = {
    S.DRAFT: "coverage",
    S.CORRECTED: "causes",
    S.REJECTED: "answers",
    S.SUBMITTED: "timeline",
    S.PENDED: "timeline",
    S.APPEALED: "timeline",
    S.CLOSED: "money",
}
"""The pane that opens by itself; an answered claim opens on its remittance."""


@dataclass(frozen=True)
class Head:
    """The banner: the claim's state first, its money second. Money is dollars."""

    claim_id: int
    attempt_id: int
    version: int
    case: str
    specialty: str
    patient: str
    payer: str
    state: str
    disposition: str
    today: date
    charge: Decimal
    balance: Decimal
    icn: str
    codes: int
    other_claims: tuple["OtherClaim", ...] = ()


@dataclass(frozen=True)
class OtherClaim:
    """A claim of the same encounter to another payer, as a link."""

    label: str
    payer: str
    url: str


@dataclass(frozen=True)
class Tab:
    """One pane's link."""

    key: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Desk:
    """All of the frame. `next_step` is the one filled button, None where the learner must choose
    or wait; `waits` says that the next thing comes by the calendar."""

    head: Head
    sheet: Sheet
    hold: Hold | None
    books: Books
    tabs: tuple[Tab, ...]
    pane: str
    next_step: Button | None
    others: tuple[Button, ...]
    due: Due | None
    waits: bool
    may_prepare: bool
    may_move_calendar: bool
    may_ask: bool
    may_choose_scrubber: bool
    preparable: bool
    is_with_coder: bool
    request: RequestView | None
    ending: str

    @property
    def ending_tone(self) -> str:
        """Paid in full is good; every other end is just an end."""
        return "good" if self.head.disposition == Disposition.PAID_IN_FULL.label else "neutral"

    @property
    def is_form(self) -> bool:
        """A form is open in the place of a pane."""
        return self.pane in FORMS

    @property
    def pane_label(self) -> str:
        """The open pane's name."""
        return PANES.get(self.pane, "")

    @property
    def template(self) -> str:
        """The open pane's template."""
        return f"claims/_pane_{self.pane}.html"

    @property
    def here(self) -> str:
        """The address of the page as it is shown."""
        return claim_url(self.head.claim_id, self.pane)

    @property
    def causes_url(self) -> str:
        """The pane that says why."""
        return claim_url(self.head.claim_id, "causes", fragment="consequences")

    @property
    def send_url(self) -> str:
        """Where the claim is sent from the state it is in."""
        name = "resubmit" if self.head.state == S.CORRECTED else "submit"
        return reverse(f"claims:{name}", args=[self.head.claim_id])


def head_of(claim: Claim, books: Books | None = None) -> Head:
    """The banner of a claim; its balance is the charge until charges are posted."""
    books = books or books_of([claim.pk])[claim.pk]
    boxes, case = claim.boxes, claim.attempt.case_version.case
    return Head(
        claim_id=claim.pk,
        attempt_id=claim.attempt_id,
        version=claim.version,
        case=case.title,
        specialty=case.specialty,
        patient=boxes.patient_name,
        payer=payer_name(boxes.payer_id),
        state=claim.state,
        disposition=claim.get_disposition_display(),
        today=claim.attempt.scenario_date,
        charge=boxes.charge,
        balance=books.balance if books.lines else boxes.charge,
        icn=claim.icn,
        codes=claim.coding_version.number,
        other_claims=tuple(_other_claims(claim)),
    )


def _other_claims(claim: Claim) -> Iterator[OtherClaim]:
    for row in sorted(claim.attempt.claims.all(), key=attrgetter("sequence")):
        if row == claim:
            continue
        label = "Claim before this" if row.sequence < claim.sequence else "Next payer's claim"
        yield OtherClaim(label, payer_name(row.content["payer_id"]), claim_url(row.pk))


def open_desk(claim: Claim, *, user: Visitor, pane: str = "") -> Desk:
    """The frame as this user sees it; a pane or form that does not exist is the first pane."""
    prefetch_related_objects([claim], "attempt__claims")
    books = books_of([claim.pk])[claim.pk]
    may_prepare = claim.state in PREPARABLE and user.has_perm("claims.prepare_claim", claim)
    hold = hold_of(claim) if may_prepare else None
    newer = newer_codes(claim)
    due = next_due(claim.attempt)
    buttons = tuple(
        list_buttons(claim, user=user, books=books, newer=newer, may_prepare=may_prepare)
    )
    wanted = name_next_step(claim, books=books, hold=hold, newer=newer, waits=due is not None)
    wanted = offered(wanted, buttons)
    shown = pane if pane in PANES or pane in FORMS else FIRST_PANE.get(claim.state, "answers")
    return Desk(
        head=head_of(claim, books),
        sheet=_sheet(claim, hold),
        hold=hold,
        books=books,
        tabs=tuple(_tabs(claim, shown)),
        pane=shown,
        next_step=next((b for b in buttons if b.name == wanted), None),
        others=tuple(b for b in buttons if b.name != wanted),
        due=due,
        waits=wanted == "event",
        may_prepare=may_prepare,
        may_move_calendar=user.has_perm("coding.move_calendar", claim),
        may_choose_scrubber=claim.state == S.DRAFT
        and user.has_perm("claims.choose_scrubber", claim),
        may_ask=user.has_perm("claims.prepare_claim", claim),
        preparable=claim.state in PREPARABLE,
        is_with_coder=claim.attempt.coding_open,
        request=open_request(claim),
        ending=_ending(claim, books),
    )


def _ending(claim: Claim, books: Books) -> str:
    """How a closed claim went, as facts; empty while it is open."""
    if claim.state != S.CLOSED:
        return ""
    moves = set(claim.events.values_list("move", flat=True))
    sent = claim.submissions.count()
    if not moves & TOUCHED:
        return "First pass clean: sent once, and never touched again."
    given_up = f" {dollars(books.written_off)} was written off." if books.written_off else ""
    return f"Sent {sent} time{'' if sent == 1 else 's'}.{given_up}"


def _sheet(claim: Claim, hold: Hold | None) -> Sheet:
    """The boxes; box 22 as the claim would go out, or as it went out last."""
    if claim.state in PREPARABLE:
        frequency = next_frequency(claim)
    else:
        frequency = Submission.Frequency(current_submission(claim).frequency)
    is_original = frequency == Submission.Frequency.ORIGINAL
    reference = "" if is_original else claim.icn
    return sheet_of(
        content_to_send(claim),
        hold=hold,
        frequency=frequency.value,
        original_reference=reference,
        is_reopening=is_reopening(claim, frequency=frequency),
    )


def _tabs(claim: Claim, shown: str) -> Iterator[Tab]:
    for key, label in PANES.items():
        yield Tab(key, label, claim_url(claim.pk, key), key == shown)
