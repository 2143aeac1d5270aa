"""Append the payer's answer as rows: remittance, lines, adjustments."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from claims.assemble import payer_terms
from claims.models import Adjustment, Claim, Remittance, RemittanceLine, Submission
from claims.money import ZERO, plain
from claims.payer import Answer, LineAnswer
from claims.payer.provider_level import settle
from claims.services.accounts import newest_remittance
from claims.services.findings import trace_json

Cause = Remittance.Cause


def add_remittance(
    submission: Submission, answer: Answer, *, cause: Remittance.Cause, received: date
) -> Remittance:
    """The answer as rows, on the scenario date, with the cheque that carries it.

    `received` is when the payer had all it waited for: interest counts from it. The refusal of a
    duplicate takes nothing back.
    """
    before = None if cause == Cause.DUPLICATE else newest_remittance(submission.claim)
    remittance = Remittance.objects.create(
        **_settled(submission, answer.paid, received=received, before=before),
        submission=submission,
        number=_next_number(submission.claim),
        cause=cause,
        outcome=answer.outcome.value,
        on=submission.claim.attempt.scenario_date,
        charge=answer.charge,
        paid=answer.paid,
        patient_responsibility=answer.patient_responsibility,
        deductible_taken=answer.deductible_taken,
        out_of_pocket_taken=answer.out_of_pocket_taken,
        rarcs=list(answer.rarcs),
        findings=[trace_json(finding) for finding in answer.findings],
    )
    _add_lines(remittance, answer.lines)
    return remittance


def add_void_remittance(claim: Claim, submission: Submission) -> Remittance:
    """The payer's word that a voided claim is taken back: nothing charged, nothing paid."""
    return Remittance.objects.create(
        **_settled(
            submission,
            ZERO,
            received=claim.attempt.scenario_date,
            before=newest_remittance(claim),
        ),
        submission=submission,
        number=_next_number(claim),
        cause=Cause.VOID,
        outcome=Remittance.Outcome.DENIED,
        on=claim.attempt.scenario_date,
        charge=ZERO,
        paid=ZERO,
        patient_responsibility=ZERO,
        deductible_taken=ZERO,
        out_of_pocket_taken=ZERO,
    )


def _settled(
    submission: Submission, paid: Decimal, *, received: date, before: Remittance | None
) -> dict[str, Any]:
    """The cheque's columns: what is paid, less what the same payer takes back or is owed. `before`
    is the answer whose place this one takes."""
    claim, payer_id = submission.claim, submission.content["payer_id"]
    same = before is not None and before.submission.content["payer_id"] == payer_id
    last = before if same else None
    transaction = settle(
        paid,
        payer=payer_terms(payer_id),
        received=received,
        remitted=claim.attempt.scenario_date,
        before=last.paid if last else ZERO,
        owed=last.owed if last else ZERO,
    )
    return {
        "cheque": transaction.cheque,
        "taken_back": last.paid if last else ZERO,
        "owed": transaction.owed,
        "provider_adjustments": [
            {"reason": row.reason.value, "amount": plain(row.amount), "detail": row.detail}
            for row in transaction.adjustments
        ],
    }


def _next_number(claim: Claim) -> int:
    if claim.correct_until is None:
        return 1
    return Remittance.objects.filter(submission__claim=claim).count() + 1


def _add_lines(remittance: Remittance, lines: Iterable[LineAnswer]) -> None:
    answers = {line.line: line for line in lines}
    rows = RemittanceLine.objects.bulk_create(
        RemittanceLine(
            remittance=remittance,
            number=line.line,
            procedure=line.procedure,
            charge=line.charge,
            allowed=line.allowed,
            paid=line.paid,
            rarcs=list(line.rarcs),
        )
        for line in answers.values()
    )
    Adjustment.objects.bulk_create(
        Adjustment(
            line=row,
            position=position,
            group=adjustment.group,
            carc=adjustment.carc,
            amount=adjustment.amount,
            rarcs=list(adjustment.rarcs),
        )
        for row in rows
        for position, adjustment in enumerate(answers[row.number].adjustments, start=1)
    )
