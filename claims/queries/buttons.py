"""What can be done with a claim now, and which of it is plainly next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.urls import reverse

from claims.dunning import STATEMENTS
from claims.lifecycle import move_label
from claims.models import BillingSetup, Claim, ClaimState, WriteOffRequest
from claims.money import dollars
from claims.queries.books import Books
from claims.queries.holds import Hold
from claims.queries.money import statement_days
from claims.services.hand_posting import may_post_at_once, posting_of
from claims.services.next_payer import claim_after
from claims.services.patient import has_running_plan
from claims.services.preparing import PREPARABLE
from claims.services.secondary import other_coverage_known
from claims.services.sending import is_as_sent
from claims.services.submissions import current_submission

Visitor = PermissionsMixin | AnonymousUser
S = ClaimState

EXPLAINED = (S.PAID, S.DENIED, S.REJECTED, S.CORRECTED)
"""The states in which an answer waits to be understood."""

FORMS = {"send", "return_codes", "send_information", "appeal", "void", "reopen", "write_off"} | {
    *("post_lines", "refund", "payment_plan", "collections", "refuse_write_off", "contract")
}
"""What opens as a form in the place of a pane."""


@dataclass(frozen=True)
class Button:
    """One thing that can be done now. `url` is a form's page, or where to post when `posts`."""

    name: str
    label: str
    url: str
    posts: bool


def claim_url(claim_id: int, pane: str = "", *, fragment: str = "") -> str:
    """The address of the workbench with a pane open."""
    url = reverse("claims:claim", args=[claim_id])
    url += f"?show={pane}" if pane else ""
    return f"{url}#{fragment}" if fragment else url


def newer_codes(claim: Claim) -> int | None:
    """The number of a coding version that is newer than the claim's."""
    newest = claim.attempt.versions.order_by("-number").first()
    if newest is None or newest.number <= claim.coding_version.number:
        return None
    number: int = newest.number
    return number


def list_buttons(
    claim: Claim, *, user: Visitor, books: Books, newer: int | None, may_prepare: bool
) -> Iterator[Button]:
    """The moves that the state allows this user, and the steps that are no moves."""
    if newer is not None and may_prepare:
        yield _post(claim, "take_codes", f"Take the coder's version {newer}")
    if books.needs_posting and books.newest and user.has_perm("claims.post_money", claim):
        yield from _posting_buttons(claim, books.newest.number)
    if may_prepare:
        yield _post(claim, "check_coverage", "Check coverage")
    for transition in claim.get_available_user_state_transitions(user):  # type: ignore[attr-defined]
        label = transition.custom["label"] or move_label(transition.name)
        if transition.name in FORMS:
            url = claim_url(claim.pk, transition.name, fragment="consequences")
            yield Button(transition.name, label, url, posts=False)
        else:
            yield _post(claim, transition.name, label)
    if may_prepare and not claim.attempt.coding_open:
        url = claim_url(claim.pk, "return_codes", fragment="consequences")
        yield Button("return_codes", "Return the codes", url, posts=False)
    if claim.state != S.DRAFT and user.has_perm("claims.prepare_claim", claim):
        yield _post(claim, "ask_status", "Ask for the status")
    if claim.state in (S.PAID, S.DENIED) and not books.needs_posting:
        yield from _money_buttons(claim, user=user, books=books)
    if claim.state in EXPLAINED and not books.needs_posting:
        url = claim_url(claim.pk, "causes", fragment="consequences")
        yield Button("causes", "What caused this?", url, posts=False)


def _posting_buttons(claim: Claim, number: int) -> Iterator[Button]:
    """One step where it may be one; the form where the amounts are typed."""
    label = f"Post remittance {number}"
    at_once = may_post_at_once(claim)
    if at_once:
        yield _post(claim, "post", label)
    if posting_of(claim.attempt) == BillingSetup.Posting.MANUAL:
        yield _form(claim, "post_lines", f"{label} by line" if at_once else label)


def _money_buttons(claim: Claim, *, user: Visitor, books: Books) -> Iterator[Button]:
    """What the posted books ask for: a refund, leave to write off, a plan, an agency."""
    if (
        books.patient_owes
        and _may_bill_next(claim)
        and user.has_perm("claims.prepare_claim", claim)
    ):
        yield _post(claim, "bill_next_payer", "Bill the next payer")
    if books.credit and user.has_perm("claims.post_money", claim):
        yield _form(claim, "refund", "Refund the credit")
    if user.has_perm("claims.approve_write_off", claim) and (asked := waiting_write_off(claim)):
        yield _post(claim, "approve_write_off", f"Approve the write-off of {dollars(asked.amount)}")
        yield _form(claim, "refuse_write_off", "Refuse the write-off")
    if books.patient_owes and user.has_perm("claims.bill_patient", claim):
        sent = len(statement_days(claim, books))
        if sent and not has_running_plan(claim):
            yield _form(claim, "payment_plan", "Agree a payment plan")
        if sent >= STATEMENTS:
            yield _form(claim, "collections", "Send to collections")


def _may_bill_next(claim: Claim) -> bool:
    """A coverage check has found another plan, and no claim has gone on to it."""
    return claim_after(claim) is None and other_coverage_known(claim) is not None


def waiting_write_off(claim: Claim) -> WriteOffRequest | None:
    """The write-off that waits for a manager."""
    return claim.write_off_requests.filter(status=WriteOffRequest.Status.WAITING).first()


def offered(wanted: str, buttons: Iterable[Button]) -> str:
    """The step that is plainly next among those that are there: typing where one step may not
    post, a manager's decision and a refund before anything else on posted books. After the last
    statement the biller chooses."""
    names = {button.name for button in buttons}
    if wanted == "bill_patient" and "bill_next_payer" in names:
        return "bill_next_payer"
    if wanted == "post" and "post" not in names:
        return "post_lines"
    if wanted == "bill_patient" and "collections" in names:
        return ""
    return next((name for name in ("approve_write_off", "refund") if name in names), wanted)


def _form(claim: Claim, name: str, label: str) -> Button:
    return Button(name, label, claim_url(claim.pk, name, fragment="consequences"), posts=False)


def _post(claim: Claim, name: str, label: str) -> Button:
    return Button(name, label, reverse(f"claims:{name}", args=[claim.pk]), posts=True)


def name_next_step(
    claim: Claim, *, books: Books, hold: Hold | None, newer: int | None, waits: bool
) -> str:
    """The name of the step that is plainly next; "event" where the calendar brings it.

    Where a decision is the exercise (correct, appeal, write off) the next step is to read why.
    """
    if claim.state in PREPARABLE:
        return _next_preparing(
            claim, hold=hold, newer=newer, waits=waits, needs_posting=books.needs_posting
        )
    if claim.state == S.PENDED:
        return "send_information"
    if books.needs_posting:
        return "post"
    if claim.state in (S.PAID, S.DENIED) and books.open_with_payer > 0:
        return "causes"
    if waits:
        return "event"
    return "bill_patient" if books.patient_owes > 0 else ""


def _next_preparing(
    claim: Claim, *, hold: Hold | None, newer: int | None, waits: bool, needs_posting: bool
) -> str:
    if newer is not None:
        return "take_codes"
    if hold is None or claim.attempt.coding_open:
        return ""
    if claim.state != S.DRAFT and is_as_sent(claim, current_submission(claim)):
        return "post" if needs_posting else "causes"
    if any(note.rule == "S06" for note in hold.notes):
        return "check_coverage"
    if hold.errors:
        return "event" if waits else ""
    return "resubmit" if claim.state == S.CORRECTED else "submit"
