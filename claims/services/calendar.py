"""The scenario calendar: the only thing that moves the date, and makes what falls due happen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from claims.models import Claim, ClaimState, Installment, Statement, Submission
from claims.money import dollars
from claims.services import payer_moves
from claims.services.dues import Due, DueKind, dues_beside, list_dues, next_due
from claims.services.patient import receive_installment, receive_payment
from claims.services.refusals import Refused, StaleCalendar
from coding.models import Attempt
from coding.services import answer_query, set_scenario_date
from coding.services.attempts import lock_attempt

__all__ = ["Due", "DueKind", "Happening", "Step", "list_dues", "move_calendar", "next_due"]

Step = Literal["day", "week", "event"]
DAYS = {"day": 1, "week": 7}
SETBACKS = (ClaimState.REJECTED, ClaimState.DENIED, ClaimState.PENDED)


@dataclass(frozen=True)
class Happening:
    """One thing that came about, in a plain sentence for the page; a setback wants something of the
    biller."""

    on: date
    kind: DueKind
    claim_id: int | None
    sentence: str
    is_setback: bool = False


@transaction.atomic
def move_calendar(
    attempt_id: int, *, actor: AbstractUser, step: Step, from_date: date
) -> tuple[Happening, ...]:
    """Move the scenario date on a day, a week, or to the next event, and let what falls due happen.

    `from_date` is the date that the page showed. Raises StaleCalendar (409) when the date is
    another by now, Refused("step", ...) when there is no next event, PermissionDenied without
    `coding.move_calendar`.
    """
    attempt = lock_attempt(attempt_id)
    if not actor.has_perm("coding.move_calendar", attempt):
        raise PermissionDenied("This calendar is not yours to move")
    if attempt.scenario_date != from_date:
        raise StaleCalendar(
            f"The calendar already stands at {attempt.scenario_date}; it was not moved again.",
            url=_page_of(attempt),
        )
    beside = dues_beside(attempt)
    dues = list_dues(attempt, beside=beside)
    until = _target(attempt, dues, step=step)
    happened = tuple(_run(attempt, dues, beside=beside, until=until))
    set_scenario_date(attempt, day=until)
    return happened


def _page_of(attempt: Attempt) -> str:
    """Where to look at it as it stands: the claim, or the coder's desk before there is one."""
    claim = attempt.claims.order_by("sequence").first()
    if claim is None:
        return reverse("coding:workbench", args=[attempt.pk])
    return reverse("claims:claim", args=[claim.pk])


def _target(attempt: Attempt, dues: Sequence[Due], *, step: Step) -> date:
    """The date to move to; an event that is overdue comes about today."""
    if step in DAYS:
        return attempt.scenario_date + timedelta(days=DAYS[step])
    if step != "event":
        raise Refused("step", "Move on a day, a week, or to the next event.")
    if not dues:
        raise Refused("step", "Nothing is on its way: the next step is yours.")
    return max(dues[0].on, attempt.scenario_date)


def _run(
    attempt: Attempt, dues: Sequence[Due], *, beside: Sequence[Due], until: date
) -> Iterator[Happening]:
    """Let everything up to a date happen on its day, in order, the next thing first. One event may
    call up another of the claims', on a later day: what is on its way is asked for anew unless this
    was the last thing of the last day."""
    while dues and dues[0].on <= until:
        due, *rest = dues
        today = max(attempt.scenario_date, due.on)
        set_scenario_date(attempt, day=today)
        yield Happening(
            on=today,
            kind=due.kind,
            claim_id=due.claim_id,
            sentence=HAPPEN[due.kind](due),
            is_setback=_is_setback(due),
        )
        if today == until and all(row.on > until for row in rest):
            return
        beside = [row for row in beside if row != due]
        dues = list_dues(attempt, beside=beside)


def _is_setback(due: Due) -> bool:
    """Whether what came leaves the claim turned back, denied or waiting for the biller."""
    if due.sent is not None:
        return due.sent.claim.state in SETBACKS
    if due.claim_id is None or due.kind not in (DueKind.LAPSE, DueKind.APPEAL):
        return False
    return Claim.objects.filter(pk=due.claim_id, state__in=SETBACKS).exists()


def _sent(due: Due) -> Submission:
    assert due.sent is not None, f"{due.kind} is about what was sent"
    return due.sent


def _patient_pays(due: Due) -> str:
    came = receive_payment(Statement.objects.get(pk=due.subject_id))
    return f"The patient paid {dollars(came)}." if came else "The patient owes nothing any more."


def _installment_comes(due: Due) -> str:
    came = receive_installment(Installment.objects.select_related("plan").get(pk=due.subject_id))
    return f"An installment came: {dollars(came)}." if came else "The plan has nothing left to pay."


HAPPEN: dict[DueKind, Callable[[Due], str]] = {
    DueKind.ACKNOWLEDGMENT: lambda due: payer_moves.acknowledge(_sent(due)),
    DueKind.REMITTANCE: lambda due: payer_moves.adjudicate(_sent(due)),
    DueKind.LAPSE: lambda due: payer_moves.let_lapse(due.subject_id),
    DueKind.AUTHORIZATION: lambda due: payer_moves.answer_authorization(due.subject_id),
    DueKind.APPEAL: lambda due: payer_moves.decide_appeal(due.subject_id),
    DueKind.PATIENT_PAYMENT: _patient_pays,
    DueKind.INSTALLMENT: _installment_comes,
    DueKind.PROVIDER: lambda due: answer_query(due.subject_id),
    DueKind.ASK_AGAIN: lambda due: f"The patient has not paid: {due.what}.",
}
"""What each kind of due thing does; each returns the sentence to show."""
