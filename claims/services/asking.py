"""Ask the payer where a claim is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.assemble import payer_terms
from claims.models import Claim, ClaimEvent, ClaimState, Remittance, Submission
from claims.money import ZERO, plain
from claims.services.accounts import newest_remittance
from claims.services.advance import revise
from claims.services.dues import complete_on
from claims.services.submissions import current_submission
from claims.x12 import Category, StatusAnswer, write_276, write_277
from claims.x12.status import WORDS

ASK = "ask_status"
SENT = tuple(state for state in ClaimState if state is not ClaimState.DRAFT)
"""The states in which there is something to ask about."""


def ask_status(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Ask for the status of what was sent last; the payer answers at once, for the scenario date.

    The event's payload is what came: `category`, `effective` (ISO), `says` (a sentence), and the
    texts of the question and the answer. It changes nothing but the log: asking is the step before
    billing again. Raises StaleClaim, IllegalMove (409) for a draft, PermissionDenied.
    """
    return revise(
        claim_id,
        ASK,
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.prepare_claim",
        states=SENT,
        effect=_ask,
    )


def status_of(claim: Claim) -> StatusAnswer:
    """Where the claim stands for its payer on the scenario date."""
    submission = current_submission(claim)
    category, effective = _standing(claim, submission)
    answered = newest_remittance(claim)
    is_final = category in {Category.PAID, Category.DENIED}
    return StatusAnswer(
        control=submission.pk,
        payer_id=submission.content["payer_id"],
        account=f"SBX-{claim.pk}",
        category=category,
        on=claim.attempt.scenario_date,
        effective=effective,
        icn="" if category in {Category.NOT_FOUND, Category.RECEIVED} else claim.icn,
        charge=submission.charge,
        paid=answered.paid if answered and is_final else ZERO,
    )


def _ask(claim: Claim) -> Mapping[str, Any]:
    submission, answer = current_submission(claim), status_of(claim)
    question = write_276(
        control=submission.pk,
        payer_id=answer.payer_id,
        account=answer.account,
        member_id=submission.content["member_id"],
        on=answer.on,
    )
    return {
        "category": answer.category.value,
        "effective": answer.effective.isoformat() if answer.effective else "",
        "says": _sentence(answer),
        "question": question,
        "answer": write_277(answer),
    }


def _standing(claim: Claim, submission: Submission) -> tuple[Category, date | None]:
    """The category and the date that it speaks of."""
    acknowledgment = getattr(submission, "acknowledgment", None)
    if acknowledgment is None:
        return Category.RECEIVED, submission.sent_on
    if not acknowledgment.accepted:
        return Category.NOT_FOUND, acknowledgment.on
    remittance = submission.remittances.order_by("-number").first()
    if claim.state == ClaimState.PENDED:
        request = submission.information_requests.get(answered_on=None)
        return Category.INFORMATION_WANTED, request.due_on
    if remittance is None or claim.state == ClaimState.APPEALED:
        return Category.IN_PROCESS, _expected(submission)
    paid = remittance.outcome == Remittance.Outcome.PAID
    return (Category.PAID if paid else Category.DENIED), remittance.on


def _expected(submission: Submission) -> date:
    terms = payer_terms(submission.content["payer_id"])
    return complete_on(submission) + timedelta(days=terms.remit_days)


def _sentence(answer: StatusAnswer) -> str:
    """The answer in words, with its date."""
    ending = {
        Category.RECEIVED: f" Sent on {answer.effective}; it has no claim number yet.",
        Category.NOT_FOUND: " It was turned back at the front door and has no claim number.",
        Category.IN_PROCESS: f" An answer is expected by {answer.effective}.",
        Category.INFORMATION_WANTED: f" It waits until {answer.effective}.",
        Category.PAID: f" Remittance of {answer.effective}: ${plain(answer.paid)}.",
        Category.DENIED: f" Remittance of {answer.effective}.",
    }
    return f"{answer.category.value}: {WORDS[answer.category]}{ending[answer.category]}"
