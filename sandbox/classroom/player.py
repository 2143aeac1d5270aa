"""A scripted player: plays a piece of work through the services, as far as asked.

It makes demo classes. Like a learner it has no other door than the services; unlike one it reads
the key. With one of the case's pitfalls it makes that slip first and, if it goes on, mends it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from claims.models import Authorization, Claim, ClaimState, LedgerEntry
from claims.services.authorizing import request_authorization
from claims.services.calendar import move_calendar, next_due
from claims.services.correcting import open_correction
from claims.services.opening import open_claim, return_codes, take_codes
from claims.services.patient import bill_patient, patient_balance
from claims.services.posting import post_remittance, write_off
from claims.services.preparing import edit_boxes
from claims.services.refusals import NotClean
from claims.services.sending import reason_key, resubmit_claim, scrub_claim, submit_claim
from coding.answer import Answer
from coding.cases import Case, Pitfall, answer_with, right_answer
from coding.models import Attempt
from coding.services import finalise_coding, save_draft
from sandbox.accounts.models import User
from sandbox.classroom.models import Seat, Work

S = ClaimState
ANSWERED = (S.PAID, S.DENIED)
BOX_NAMES = {"payer": "payer_id", "born": "patient_born", "sex": "patient_sex"}
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
        """The claim as it stands now."""
        return Claim.objects.get(attempt=self.attempt_id)


def play(work: Work, *, goal: Goal, slip: Pitfall | None = None) -> None:
    """Play the work to `goal`, or to where the scrubber or the payer holds it.

    `slip` is a pitfall of the case, made at the first try and mended after the payer's answer.
    """
    seats = {seat.desk: seat.user for seat in work.seats.select_related("user")}
    run = Run(
        attempt_id=work.attempt_id,
        coder=seats[Seat.Desk.CODER],
        biller=seats[Seat.Desk.BILLER],
        case=work.attempt.case_version.parsed(),
        slip=slip,
    )
    for level, step in STEPS:
        if goal >= level and not step(run):
            return


def _code(run: Run) -> bool:
    change = run.slip.change if run.slip else None
    _save(run, answer_with(run.case, change) if change else right_answer(run.case))
    return True


def _save(run: Run, answer: Answer) -> None:
    attempt = Attempt.objects.get(pk=run.attempt_id)
    save_draft(attempt.pk, actor=run.coder, answer=answer, expected_version=attempt.draft_version)


def _finalise(run: Run) -> bool:
    attempt = Attempt.objects.get(pk=run.attempt_id)
    finalise_coding(attempt.pk, actor=run.coder, expected_version=attempt.draft_version)
    return True


def _open(run: Run) -> bool:
    open_claim(run.attempt_id, actor=run.biller, key=f"open-{run.attempt_id}")
    _fill(run, _slipped_boxes(run) if run.slip else _right_boxes(run))
    return True


def _send(run: Run) -> bool:
    """False where the scrubber holds the slip back, as it may."""
    claim = run.claim
    step = submit_claim if claim.state in (S.DRAFT, S.REJECTED) else resubmit_claim
    reasons = {reason_key(finding): CHECKED for finding in scrub_claim(claim)}
    try:
        step(claim.pk, warning_reasons=reasons, **_call(run))
    except NotClean:
        return False
    return True


def _wait(run: Run) -> bool:
    """Move the calendar until the payer has answered."""
    while run.claim.state == S.SUBMITTED:
        _next_event(run)
    return run.claim.state in ANSWERED


def _begin_correction(run: Run) -> bool:
    """Only a slip needs one; a claim that went out right goes straight on."""
    if run.slip and run.claim.state in ANSWERED:
        open_correction(run.claim.pk, **_call(run))
    return True


def _settle(run: Run) -> bool:
    """Mend what was opened, send it again, wait, and post what came."""
    if run.claim.state == S.CORRECTED and not _mend(run):
        return False
    claim = run.claim
    if claim.state in ANSWERED:
        post_remittance(claim.pk, actor=run.biller, expected_version=claim.version)
    return True


def _mend(run: Run) -> bool:
    """The right codes by way of the coder, the right boxes, and the claim again."""
    if run.slip and (run.slip.change.lines or run.slip.change.diagnoses is not None):
        claim = run.claim
        reason = f"The payer objected: {run.slip.name}."
        return_codes(claim.pk, actor=run.biller, reason=reason, expected_version=claim.version)
        _save(run, right_answer(run.case))
        _finalise(run)
        take_codes(run.claim.pk, **_call(run))
    _fill(run, _right_boxes(run))
    return _send(run) and _wait(run)


def _bill(run: Run) -> bool:
    claim = run.claim
    if claim.state in ANSWERED and patient_balance(claim) > 0:
        bill_patient(claim.pk, **_call(run))
    return True


def _close(run: Run) -> bool:
    """The patient pays; what nobody owes any more is written off as contractual."""
    while run.claim.state != S.CLOSED and next_due(Attempt.objects.get(pk=run.attempt_id)):
        _next_event(run)
    claim = run.claim
    if claim.state in ANSWERED and claim.balance() > 0:
        write_off(
            claim.pk,
            amount=claim.balance(),
            reason="The contract does not pay it.",
            kind=LedgerEntry.WriteOff.CONTRACTUAL,
            **_call(run),
        )
    return True


STEPS: tuple[tuple[Goal, Callable[[Run], bool]], ...] = (
    (Goal.CODING, _code),
    (Goal.CODED, _finalise),
    (Goal.OPENED, _open),
    (Goal.SENT, _send),
    (Goal.ANSWERED, _wait),
    (Goal.CORRECTING, _begin_correction),
    (Goal.POSTED, _settle),
    (Goal.BILLED, _bill),
    (Goal.CLOSED, _close),
)


def _right_boxes(run: Run) -> dict[str, Any]:
    """The biller's boxes as the truth and the case want them, an authorisation asked for."""
    case, truth = run.case, run.case.coverage[0]
    if case.claim.authorization:
        _obtain(run, case.claim.authorization)
    return {
        "payer_id": truth.payer,
        "member_id": truth.member_id,
        "patient_name": case.patient.name,
        "patient_born": case.patient.born,
        "patient_sex": case.patient.sex,
        "place_of_service": case.encounter.place_of_service,
        "accident": case.claim.accident,
        "accident_date": case.claim.accident_date,
        "authorization": case.claim.authorization,
        "referral": case.claim.referral,
    }


def _slipped_boxes(run: Run) -> dict[str, Any]:
    """The right boxes with the slip's own on top."""
    changed = run.slip.change.claim if run.slip else {}
    return {**_right_boxes(run), **{BOX_NAMES.get(box, box): text for box, text in changed.items()}}


def _obtain(run: Run, number: str) -> None:
    """Ask for the authorisation and wait for it, unless it is on file."""
    while not Authorization.objects.filter(
        coverage__attempt=run.attempt_id, number=number
    ).exists():
        wanted = next(
            request.grant.procedure
            for request in run.case.coverage[0].authorization_requests
            if request.grant.number == number
        )
        request_authorization(run.claim.pk, actor=run.biller, procedure=wanted)
        _next_event(run)


def _fill(run: Run, boxes: dict[str, Any]) -> None:
    edit_boxes(run.claim.pk, content_changes=boxes, **_call(run))


def _next_event(run: Run) -> None:
    today = Attempt.objects.get(pk=run.attempt_id).scenario_date
    move_calendar(run.attempt_id, actor=run.biller, step="event", from_date=today)


def _call(run: Run) -> dict[str, Any]:
    """What every step at the biller's desk passes."""
    claim = run.claim
    return {
        "actor": run.biller,
        "key": f"play-{claim.pk}-{claim.version}",
        "expected_version": claim.version,
    }
