"""What is on its way to the biller's desk, and when it arrives."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from claims.assemble import payer_terms
from claims.dunning import STATEMENTS, next_step_on
from claims.models import (
    Appeal,
    AuthorizationRequest,
    Claim,
    ClaimState,
    InformationRequest,
    Installment,
    LedgerEntry,
    Statement,
    Submission,
)
from claims.services.accounts import patient_balance, posted_remittance
from claims.services.submissions import questions_about
from coding.models import Attempt, ProviderQuery

S = ClaimState


class DueKind(StrEnum):
    """What the calendar brings."""

    ACKNOWLEDGMENT = "acknowledgment"
    REMITTANCE = "remittance"
    LAPSE = "lapse"
    AUTHORIZATION = "authorization"
    APPEAL = "appeal"
    PATIENT_PAYMENT = "patient_payment"
    INSTALLMENT = "installment"
    ASK_AGAIN = "ask_again"
    PROVIDER = "provider"


@dataclass(frozen=True, order=True)
class Due:
    """One thing that is on its way. `subject_id` is the row it concerns: a submission,
    an information request, an authorisation request, an appeal, a statement, an installment or a
    query to the provider. `sent` is that submission, with its claim."""

    on: date
    kind: DueKind
    subject_id: int
    claim_id: int | None
    what: str
    sent: Submission | None = field(default=None, compare=False, repr=False)


def list_dues(attempt: Attempt, *, beside: Iterable[Due] | None = None) -> tuple[Due, ...]:
    """All that is on its way for an attempt, soonest first. What a claim cannot wait for in its
    state is not asked of the database, nor is what `dues_beside` has said, where that is given."""
    claims, pk = attempt.claims.all(), attempt.pk
    states = {claim.state for claim in claims}
    dues = list(dues_beside(attempt) if beside is None else beside)
    if S.SUBMITTED in states:
        dues += _from_payers([claim for claim in claims if claim.state == S.SUBMITTED])
    if S.PENDED in states:
        dues += _lapses(pk)
    if S.APPEALED in states:
        dues += _appeals(pk)
    billed = _billed(pk) if any(claim.correct_until for claim in claims) else {}
    for claim, statements in billed.items():
        dues += [*_payments(statements), *_asking_again(claim, statements, attempt)]
    if billed:
        dues += _installments(pk)
    return tuple(sorted(dues))


def next_due(attempt: Attempt, *, beside: Iterable[Due] | None = None) -> Due | None:
    """The next thing on its way, or None when the learner waits for nobody; `beside` as above."""
    return next(iter(list_dues(attempt, beside=beside)), None)


def dues_beside(attempt: Attempt) -> list[Due]:
    """What is on its way beside the claims: the payer's leave, the provider's answers. Only the
    learner calls it up; no claim's move does."""
    return [*_authorizations(attempt.pk), *_from_provider(attempt.pk)]


def _from_payers(claims: Sequence[Claim]) -> Iterator[Due]:
    """Acknowledgments and answers of claims that are before a payer."""
    rows = Submission.objects.select_related("acknowledgment").order_by("number")
    prefetch_related_objects(claims, Prefetch("submissions", rows))
    for claim in claims:
        *_, last = claim.submissions.all()
        yield _from_payer(last)


def _from_payer(submission: Submission) -> Due:
    """The acknowledgment first; the answer so many days after it, or after information came."""
    payer = payer_terms(submission.content["payer_id"])
    is_known = hasattr(submission, "acknowledgment")
    if is_known:
        kind, on = DueKind.REMITTANCE, complete_on(submission) + timedelta(days=payer.remit_days)
    else:
        kind, on = DueKind.ACKNOWLEDGMENT, submission.sent_on + timedelta(days=payer.ack_days)
    does = "answers" if is_known else "acknowledges"
    return Due(
        on=on,
        kind=kind,
        subject_id=submission.pk,
        claim_id=submission.claim_id,
        what=f"{payer.name} {does} submission {submission.number}",
        sent=submission,
    )


def complete_on(submission: Submission) -> date:
    """When the payer had an accepted claim and all that it has asked for since."""
    answers = (row.answered_on for row in questions_about(submission))
    return max([submission.acknowledgment.on, *filter(None, answers)])


def _from_provider(attempt_id: int) -> Iterator[Due]:
    """Answers of the provider to the coder's queries."""
    waiting = ProviderQuery.objects.filter(attempt=attempt_id, answered_on=None)
    for pk, number, on in waiting.order_by().values_list("pk", "number", "answer_on"):
        if on is not None:
            yield Due(
                on=on,
                kind=DueKind.PROVIDER,
                subject_id=pk,
                claim_id=None,
                what=f"the provider answers query {number}",
            )


def _lapses(attempt_id: int) -> Iterator[Due]:
    """Requests that nobody answered lapse the day after they were due, once: one that has lapsed
    has its answer, and waits no more when a later submission is asked something."""
    waiting = InformationRequest.objects.filter(
        submission__claim__attempt=attempt_id,
        submission__claim__state=S.PENDED,
        submission__remittances=None,
        answered_on=None,
    ).select_related("submission")
    for request in waiting:
        yield Due(
            on=request.due_on + timedelta(days=1),
            kind=DueKind.LAPSE,
            subject_id=request.pk,
            claim_id=request.submission.claim_id,
            what=f"the request for {request.wanted} lapses",
        )


def _authorizations(attempt_id: int) -> Iterator[Due]:
    waiting = AuthorizationRequest.objects.filter(
        coverage__attempt=attempt_id, status=AuthorizationRequest.Status.WAITING
    )
    for pk, procedure, on in waiting.order_by().values_list("pk", "procedure", "answer_on"):
        yield Due(
            on=on,
            kind=DueKind.AUTHORIZATION,
            subject_id=pk,
            claim_id=None,
            what=f"the payer answers the authorization request for {procedure}",
        )


def _appeals(attempt_id: int) -> Iterator[Due]:
    waiting = Appeal.objects.filter(
        remittance__submission__claim__attempt=attempt_id, outcome=Appeal.Outcome.WAITING
    ).select_related("remittance__submission")
    for appeal in waiting:
        yield Due(
            on=appeal.decide_on,
            kind=DueKind.APPEAL,
            subject_id=appeal.pk,
            claim_id=appeal.remittance.submission.claim_id,
            what=f"the payer decides the level {appeal.level} appeal",
        )


def _billed(attempt_id: int) -> dict[Claim, list[Statement]]:
    """The claims whose patient was billed, with their statements in order and whether the patient
    `has_paid` each; one query. Without a statement nobody pays, has a plan, or is asked again."""
    found: dict[Claim, list[Statement]] = {}
    rows = Statement.objects.filter(claim__attempt=attempt_id).select_related("claim")
    paid = Exists(LedgerEntry.objects.filter(statement=OuterRef("pk")))
    for row in rows.annotate(has_paid=paid).order_by("claim", "number"):
        found.setdefault(row.claim, []).append(row)
    return found


def _payments(statements: Iterable[Statement]) -> Iterator[Due]:
    for statement in statements:
        if statement.payment_on is not None and not getattr(statement, "has_paid", False):
            yield Due(
                on=statement.payment_on,
                kind=DueKind.PATIENT_PAYMENT,
                subject_id=statement.pk,
                claim_id=statement.claim_id,
                what=f"the patient pays statement {statement.number}",
            )


def _installments(attempt_id: int) -> Iterator[Due]:
    """The next installment of each running plan."""
    promised = Installment.objects.filter(
        plan__claim__attempt=attempt_id, plan__ended_on=None, postings=None
    ).select_related("plan")
    for row in promised.order_by("-number"):
        yield Due(
            on=row.on,
            kind=DueKind.INSTALLMENT,
            subject_id=row.pk,
            claim_id=row.plan.claim_id,
            what=f"the patient pays installment {row.number}",
        )


def _asking_again(claim: Claim, statements: Sequence[Statement], attempt: Attempt) -> Iterator[Due]:
    """When a patient who did not pay may be asked again, or the debt be given to an agency: a day
    in the future only, since it brings nothing but the right to act."""
    if claim.state not in (S.PAID, S.DENIED) or any(_payments(statements)):
        return
    posted = posted_remittance(claim)
    days = [row.on for row in statements if row.remittance_id == (posted.pk if posted else None)]
    on = next_step_on(days)
    if on is None or on <= attempt.scenario_date:
        return
    if claim.payment_plans.filter(ended_on=None).exists() or not patient_balance(claim):
        return
    last = len(days) >= STATEMENTS
    yield Due(
        on=on,
        kind=DueKind.ASK_AGAIN,
        subject_id=claim.pk,
        claim_id=claim.pk,
        what="collections may have the balance" if last else "the next statement may go",
    )
