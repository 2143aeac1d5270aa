"""A scripted player: plays a piece of work through the services, as far as asked.

It makes demo classes. Like a learner it has no other door than the services; unlike one it reads
the key. With one of the case's pitfalls it makes that slip first and, if it goes on, mends it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any

from claims.assemble import practice_charge, true_content
from claims.case_play import typed_boxes, with_line_boxes
from claims.content import ClaimContent, ContentLine
from claims.models import Authorization, Claim, ClaimState, InformationRequest, LedgerEntry
from claims.services.authorizing import request_authorization
from claims.services.calendar import move_calendar, next_due
from claims.services.correcting import open_correction
from claims.services.opening import open_claim, return_codes, take_codes
from claims.services.patient import bill_patient, patient_balance
from claims.services.posting import post_remittance, write_off
from claims.services.preparing import BILLER_BOXES, edit_boxes
from claims.services.refusals import NotClean
from claims.services.resubmission import asked_frequency
from claims.services.sending import (
    reason_key,
    resubmit_claim,
    scrub_claim,
    send_information,
    submit_claim,
)
from coding.answer import Answer
from coding.cases import Case, Pitfall, answer_with, right_answer
from coding.codebook.default import codebook
from coding.models import Attempt
from coding.services import finalise_coding, save_draft
from sandbox.accounts.models import User
from sandbox.classroom.models import Seat, Work

S = ClaimState
ANSWERED = (S.PAID, S.DENIED)
MENDABLE = (S.DRAFT, S.REJECTED, S.CORRECTED)
SENDING = frozenset({"sent", "frequency", "original_reference", "stands_beside"})
CHECKED = "Checked against the note: it stands as billed."


class Goal(IntEnum):
    """How far to play."""

    CODING = 1
    CODED = 2
    OPENED = 3
    SENT = 4
    ANSWERED = 5
    CORRECTING = 6
    POSTED = 7
    BILLED = 8
    CLOSED = 9


@dataclass(frozen=True)
class Run:
    """One play-through: whose, of which case, with which slip at the first try."""

    attempt_id: int
    coder: User
    biller: User
    case: Case
    slip: Pitfall | None

    @property
    def claim(self) -> Claim:
        """The first payer's claim as it stands now."""
        return Claim.objects.get(attempt=self.attempt_id, sequence=1)


def play(work: Work, *, goal: Goal, slip: Pitfall | None = None) -> None:
    """Play the work to `goal`, or to where the scrubber or the payer holds it before that.

    `slip` is a pitfall of the case, made at the first try; to go beyond the payer's answer is to
    mend it.
    """
    seats = {seat.desk: seat.user for seat in work.seats.select_related("user")}
    run = Run(
        attempt_id=work.attempt_id,
        coder=seats[Seat.Desk.CODER],
        biller=seats[Seat.Desk.BILLER],
        case=work.attempt.parsed(),
        slip=slip,
    )
    for level, step in STEPS:
        if goal >= level:
            step(run)


def _code(run: Run) -> None:
    change = run.slip.change if run.slip else None
    save_codes(run, answer_with(run.case, change) if change else right_answer(run.case))


def is_made(slip: Pitfall) -> bool:
    """The player makes such a slip; how and when a claim goes out it always gets right."""
    change = slip.change
    return bool(change.lines or change.diagnoses is not None or set(change.claim) - SENDING)


def save_codes(run: Run, answer: Answer) -> None:
    attempt = Attempt.objects.get(pk=run.attempt_id)
    save_draft(attempt.pk, actor=run.coder, answer=answer, expected_version=attempt.draft_version)


def finalise_codes(run: Run) -> None:
    attempt = Attempt.objects.get(pk=run.attempt_id)
    finalise_coding(attempt.pk, actor=run.coder, expected_version=attempt.draft_version)


def open_first(run: Run) -> None:
    open_claim(run.attempt_id, actor=run.biller, key=f"open-{run.attempt_id}")
    written = run.slip.change.claim if run.slip else {}
    own = {box: value for box, value in typed_boxes(written).items() if box in BILLER_BOXES}
    fill(run, {**right_boxes(run), **own})
    slipped = with_line_boxes(run.claim.boxes, written)
    if slipped != run.claim.boxes:
        fill(run, _line_boxes(slipped))


def send(run: Run) -> None:
    """Send the claim; one that the scrubber holds stays where it is, as a learner's would."""
    claim = run.claim
    step = resubmit_claim if claim.state == S.CORRECTED else submit_claim
    reasons = {reason_key(finding): CHECKED for finding in scrub_claim(claim)}
    with suppress(NotClean):
        step(claim.pk, warning_reasons=reasons, **call_of(run))


def wait_for_answer(run: Run) -> None:
    """Move the calendar until the payer has answered."""
    while run.claim.state == S.SUBMITTED:
        _next_event(run)


def _begin_correction(run: Run) -> None:
    """Only a slip needs one; a claim that went out right goes straight on."""
    if run.slip and is_made(run.slip) and run.claim.state in ANSWERED:
        open_correction(run.claim.pk, frequency=asked_frequency(run.claim), **call_of(run))


def settle(run: Run) -> None:
    """Mend what was held, turned back or opened, send it, wait, and post what came; what a payer
    asks is answered, before and after."""
    if run.claim.state == S.PENDED:
        inform(run)
    if run.claim.state in MENDABLE:
        _mend(run)
    if run.claim.state == S.PENDED:
        inform(run)
    claim = run.claim
    if claim.state in ANSWERED:
        post_remittance(claim.pk, actor=run.biller, expected_version=claim.version)


def inform(run: Run) -> None:
    wanted = InformationRequest.objects.get(submission__claim=run.claim, answered_on=None).wanted
    send_information(run.claim.pk, answer={"document": wanted, "note": ""}, **call_of(run))
    wait_for_answer(run)


def _mend(run: Run) -> None:
    """The right codes by way of the coder, the right boxes, and the claim again."""
    if run.slip and (run.slip.change.lines or run.slip.change.diagnoses is not None):
        claim = run.claim
        reason = f"Please look again: {run.slip.name}."
        return_codes(claim.pk, actor=run.biller, reason=reason, expected_version=claim.version)
        save_codes(run, right_answer(run.case))
        finalise_codes(run)
        take_codes(run.claim.pk, **call_of(run))
    fill(run, right_boxes(run))
    send(run)
    wait_for_answer(run)


def bill_rest(run: Run) -> None:
    claim = run.claim
    if claim.state in ANSWERED and patient_balance(claim) > 0:
        bill_patient(claim.pk, **call_of(run))


def wait_for_money(run: Run) -> None:
    """Move the calendar until nothing is on its way: the patient has paid, or does not."""
    while run.claim.state != S.CLOSED and next_due(Attempt.objects.get(pk=run.attempt_id)):
        _next_event(run)


def close_out(run: Run) -> None:
    """The patient pays; what nobody owes any more is written off as contractual."""
    wait_for_money(run)
    claim = run.claim
    if claim.state in ANSWERED and claim.balance() > 0:
        write_off(
            claim.pk,
            amount=claim.balance(),
            reason="The contract does not pay it.",
            kind=LedgerEntry.WriteOff.CONTRACTUAL,
            **call_of(run),
        )


STEPS: tuple[tuple[Goal, Callable[[Run], None]], ...] = (
    (Goal.CODING, _code),
    (Goal.CODED, finalise_codes),
    (Goal.OPENED, open_first),
    (Goal.SENT, send),
    (Goal.ANSWERED, wait_for_answer),
    (Goal.CORRECTING, _begin_correction),
    (Goal.POSTED, settle),
    (Goal.BILLED, bill_rest),
    (Goal.CLOSED, close_out),
)


def right_boxes(run: Run) -> dict[str, Any]:
    """The biller's boxes as the truth and the case want them, an authorisation asked for."""
    content = true_content(run.case, right_answer(run.case), codes=codebook())
    boxes = {box: getattr(content, box) for box in BILLER_BOXES}
    on = run.case.encounter.date
    lines = tuple(_right_line(line, run.case, on=on) for line in run.claim.boxes.lines)
    boxes |= _line_boxes(content.with_boxes(lines=lines))
    if content.authorization and not _obtain(run, content.authorization):
        boxes["authorization"] = ""
    return boxes


def _right_line(line: ContentLine, case: Case, *, on: date) -> ContentLine:
    """The biller's boxes of a line as they should be, whatever the coder made of the rest."""
    charge = practice_charge(line.procedure, units=line.units, on=on, codes=codebook())
    drug = case.claim.drugs.get(line.procedure)
    known = (drug.ndc, drug.dose) if drug else ("", None)
    return replace(line, charge=charge, ndc=known[0], dose=known[1])


def _line_boxes(content: ClaimContent) -> dict[str, Any]:
    """Charges, package numbers and doses as `edit_boxes` takes them."""
    return {
        "charges": tuple(line.charge for line in content.lines),
        "drugs": {n: (line.ndc, line.dose) for n, line in enumerate(content.lines, start=1)},
    }


def _obtain(run: Run, number: str) -> bool:
    """Ask for the authorisation and wait for it, unless it is on file. False when it is for a
    procedure that a slip has taken off the claim."""
    on_file = Authorization.objects.filter(coverage__attempt=run.attempt_id, number=number)
    if on_file.exists():
        return True
    requests = run.case.coverage[0].authorization_requests
    wanted = next(row.grant.procedure for row in requests if row.grant.number == number)
    claim = run.claim
    if wanted not in {line.procedure for line in claim.boxes.lines}:
        return False
    request_authorization(claim.pk, actor=run.biller, procedure=wanted)
    while not on_file.exists():
        _next_event(run)
    return True


def fill(run: Run, boxes: dict[str, Any]) -> None:
    edit_boxes(run.claim.pk, content_changes=boxes, **call_of(run))


def _next_event(run: Run) -> None:
    today = Attempt.objects.get(pk=run.attempt_id).scenario_date
    move_calendar(run.attempt_id, actor=run.biller, step="event", from_date=today)


def call_of(run: Run) -> dict[str, Any]:
    """What every step at the biller's desk passes."""
    claim = run.claim
    return {
        "actor": run.biller,
        "key": f"play-{claim.pk}-{claim.version}",
        "expected_version": claim.version,
    }
