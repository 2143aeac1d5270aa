"""What the payer does on its dates. Each function returns the sentence that tells of it.

Nobody's buttons: the calendar calls these, in one transaction with the date that it moves, on an
attempt that it has locked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from claims.assemble import payer_terms
from claims.content import ClaimContent
from claims.models import (
    Acknowledgment,
    Appeal,
    AuthorizationRequest,
    Claim,
    InformationRequest,
    Remittance,
    Submission,
)
from claims.money import dollars
from claims.overturn import set_aside
from claims.payer import Answer, Outcome, lapse
from claims.payer import answer as payer_answer
from claims.payer.appeals import appeal_deadline
from claims.services import ledger
from claims.services.accounts import newest_remittance
from claims.services.advance import advance
from claims.services.appealing import Weighed, decide
from claims.services.authorizing import answer_request
from claims.services.counters import restore_counters, take_counters
from claims.services.dues import complete_on
from claims.services.findings import trace_json
from claims.services.remittances import Cause, add_remittance
from claims.services.scenarios import scenario_sent
from claims.services.secondary import FORWARDED, cross_over, crossover_to
from claims.services.submissions import put_back, questions_about, standing_submission
from coding.codebook.default import codebook

WANTED = {"accident": "accident answers", "records": "records"}
UPHELD = "193"
NO_RECORD_HELPS = "The letter is right about the record, but the rule leaves no exception."
Effect = Callable[[Claim], Mapping[str, Any]]


def acknowledge(submission: Submission) -> str:
    """The front door accepts a submission with a claim number, or turns it back."""
    claim, payer = submission.claim, payer_terms(submission.content["payer_id"])
    today = claim.attempt.scenario_date
    answered = payer_answer(scenario_sent(submission, received=today), codes=codebook())
    if answered.outcome is Outcome.REJECTED:
        _move(claim, "reject", submission.pk, partial(_turn_back, submission, answered))
        said = " ".join(finding.detail for finding in answered.findings[:1])
        return f"{payer.name} turned the claim back at the front door. {said}"
    icn = claim_number(claim, payer_id=payer.id, on=today)
    _move(claim, "accept", submission.pk, partial(_let_in, submission, icn, today))
    return f"{payer.name} accepted the claim and gave it the number {icn}."


def adjudicate(submission: Submission) -> str:
    """The payer pays, denies, or asks for something first."""
    claim, payer = submission.claim, payer_terms(submission.content["payer_id"])
    scenario = scenario_sent(submission, without=newest_remittance(claim))
    answered = payer_answer(scenario, codes=codebook())
    key = f"{submission.pk}:{len(questions_about(submission))}"
    if scenario.claim.stands_beside:
        _move(claim, "refuse_duplicate", key, partial(_leave_standing, submission, answered))
        return (
            f"{payer.name} refused the new original as a duplicate of claim "
            f"{scenario.claim.stands_beside}, whose answer stands."
        )
    if answered.outcome is Outcome.PENDED:
        request = _ask(submission, answered)
        _move(claim, "request_information", key, lambda _: {"request": request.pk})
        return f"{payer.name} waits for the {WANTED[request.wanted]} until {request.due_on}."
    move = "pay" if answered.outcome is Outcome.PAID else "deny"
    _move(claim, move, key, partial(_remit, submission, answered, Cause.ADJUDICATION))
    return _told(payer.name, answered)


def let_lapse(request_id: int) -> str:
    """Nothing came by the due date: the payer denies what it waited for."""
    request = InformationRequest.objects.get(pk=request_id)
    submission = _submission(request.submission_id)
    claim, payer = submission.claim, payer_terms(submission.content["payer_id"])
    before = newest_remittance(claim)
    answered = lapse(scenario_sent(submission, without=before), codes=codebook())
    _move(claim, "let_lapse", request.pk, partial(_remit, submission, answered, Cause.LAPSE))
    wanted = WANTED[request.wanted]
    return f"The {wanted} did not reach {payer.name} in time. {_told(payer.name, answered)}"


def answer_authorization(request_id: int) -> str:
    """The payer answers a request for leave."""
    request = AuthorizationRequest.objects.select_related("coverage__attempt__case_version")
    answered = answer_request(request.get(pk=request_id))
    return f"Leave for {answered.procedure}: {answered.answer}"


def decide_appeal(appeal_id: int) -> str:
    """The payer decides an appeal: a new remittance when it is won, the old answer when not."""
    appeal = Appeal.objects.select_related("remittance__submission").get(pk=appeal_id)
    submission = _submission(appeal.remittance.submission_id)
    claim, payer = submission.claim, payer_terms(submission.content["payer_id"])
    weighed = decide(appeal, payer)
    answered = _answer_again(submission, appeal, weighed) if weighed.is_won else None
    outcome = Appeal.Outcome.OVERTURNED if answered else Appeal.Outcome.UPHELD
    said = weighed.detail if answered or not weighed.is_won else NO_RECORD_HELPS
    carc = "" if answered else weighed.carc or UPHELD
    Appeal.objects.filter(pk=appeal.pk).update(outcome=outcome, decision=said, carc=carc)
    if answered is None:
        _move(claim, "uphold", appeal.pk, partial(_keep, appeal, payer.id))
        return f"{payer.name} upheld its answer. {said}"
    effect = partial(_remit, submission, answered, Cause.APPEAL, level=appeal.level + 1)
    _move(claim, "overturn", appeal.pk, effect)
    return f"The appeal is won. {_told(payer.name, answered)}"


def claim_number(claim: Claim, *, payer_id: str, on: date) -> str:
    """The payer's number: its letters, year and day of the year of receipt, and the claim."""
    letters = "".join(char for char in payer_id if char.isalpha())
    return f"{letters}{on:%y%j}{claim.pk:06d}"


def _submission(submission_id: int) -> Submission:
    """The submission with its claim and its receipt, and with the case's rows; the attempt is
    locked until the transaction ends."""
    rows = Submission.objects.select_related("claim__attempt__case_version__case", "acknowledgment")
    rows = rows.select_for_update(of=("claim__attempt",))
    return rows.defer("claim__attempt__case_version__source").get(pk=submission_id)


def _move(claim: Claim, move: str, subject: object, effect: Effect) -> None:
    """One move of the payer's, named after what it answers so that it happens once."""
    advance(
        claim,
        move,
        actor=None,
        key=f"{move}:{subject}",
        expected_version=claim.version,
        effect=effect,
    )


def _turn_back(submission: Submission, answered: Answer, claim: Claim) -> Mapping[str, Any]:
    Acknowledgment.objects.create(
        submission=submission,
        accepted=False,
        on=claim.attempt.scenario_date,
        findings=[trace_json(finding) for finding in answered.findings],
    )
    return {"submission": submission.pk, "findings": len(answered.findings)}


def _let_in(submission: Submission, icn: str, on: date, claim: Claim) -> Mapping[str, Any]:
    """The receipt; the first one also opens the books."""
    Acknowledgment.objects.create(submission=submission, accepted=True, icn=icn, on=on)
    if not claim.ledger.exists():
        ledger.post_charges(claim, ClaimContent.from_json(submission.content))
    return {"submission": submission.pk, "icn": icn, "_call": {"icn": icn, "on": on}}


def _ask(submission: Submission, answered: Answer) -> InformationRequest:
    """The payer's question. A second one gets the full time again."""
    today = submission.claim.attempt.scenario_date
    days = payer_terms(submission.content["payer_id"]).information_days
    due = answered.due if answered.due and answered.due > today else today + timedelta(days=days)
    assert answered.wanted is not None
    return InformationRequest.objects.create(
        submission=submission, wanted=answered.wanted.value, asked_on=today, due_on=due
    )


def _remit(
    submission: Submission,
    answered: Answer,
    cause: Remittance.Cause,
    claim: Claim,
    *,
    level: int = 1,
) -> Mapping[str, Any]:
    """The remittance, the counters that it gives back and takes, and the windows that open."""
    restore_counters(claim, newest_remittance(claim))
    onward = crossover_to(submission) if answered.patient_responsibility else None
    if onward is not None:
        answered = replace(answered, rarcs=(*answered.rarcs, FORWARDED))
    remittance = add_remittance(submission, answered, cause=cause, received=complete_on(submission))
    take_counters(claim, remittance)
    _open_windows(claim, submission.content["payer_id"], level=level)
    if onward is not None:
        cross_over(claim, remittance, onward)
    return {
        "remittance": remittance.pk,
        "paid": str(answered.paid),
        "reasons": sorted(_reasons(answered)),
    }


def _leave_standing(submission: Submission, answered: Answer, claim: Claim) -> Mapping[str, Any]:
    """The refusal of a duplicate: number, boxes and codes are again those of the claim that
    stands."""
    refusal = add_remittance(
        submission, answered, cause=Cause.DUPLICATE, received=complete_on(submission)
    )
    claim.icn = standing_submission(claim).acknowledgment.icn
    put_back(claim)
    return {"remittance": refusal.pk, "reasons": sorted(_reasons(answered))}


def _open_windows(claim: Claim, payer_id: str, *, level: int) -> None:
    """Until when a corrected claim must be sent, so that it is received inside the window, and
    the next appeal filed (None: there is no further level)."""
    payer, today = payer_terms(payer_id), claim.attempt.scenario_date
    if level == 1:
        days = payer.correction_window_days - payer.ack_days
        claim.correct_until = today + timedelta(days=days)
    claim.appeal_until = appeal_deadline(payer, level=level, decided_on=today)


def _keep(appeal: Appeal, payer_id: str, claim: Claim) -> Mapping[str, Any]:
    """The earlier answer stands; the next level opens, if there is one."""
    _open_windows(claim, payer_id, level=appeal.level + 1)
    return {"appeal": appeal.pk}


def _answer_again(submission: Submission, appeal: Appeal, weighed: Weighed) -> Answer | None:
    """The answer with the appealed condition set aside, if it pays more than the one before."""
    before = appeal.remittance
    sent = scenario_sent(submission, without=before)
    scenario = set_aside(sent, carc=weighed.denial, lines=weighed.lines)
    answered = payer_answer(scenario, codes=codebook())
    worth = answered.paid + answered.patient_responsibility
    is_more = worth > before.paid + before.patient_responsibility or answered.paid > before.paid
    if answered.outcome is Outcome.PAID and is_more:
        return answered
    return None


def _reasons(answered: Answer) -> set[str]:
    return {f"{row.group}-{row.carc}" for line in answered.lines for row in line.adjustments}


def _told(payer: str, answered: Answer) -> str:
    if answered.outcome is Outcome.DENIED:
        return f"{payer} denied the claim. The remittance says why."
    patient = answered.patient_responsibility
    share = f" and left {dollars(patient)} to the patient" if patient else ""
    return f"{payer} paid {dollars(answered.paid)}{share}."
