"""Begin an attempt, move its date, reveal its hints."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse

from coding.cases import Mess
from coding.cases.answers import audited_answer
from coding.conflicts import lock_row
from coding.models import Attempt, CaseVersion
from coding.services.refusals import DateBack, NoHint, NothingToAudit


def lock_attempt(attempt_id: int) -> Attempt:
    """The attempt with its case as it stands, locked until the transaction ends. Raises Gone."""
    return lock_row(Attempt.objects.with_case(), pk=attempt_id)


@transaction.atomic
def start_attempt(
    case_version: CaseVersion,
    *,
    twin: int = 0,
    mess: str = Mess.TYPICAL,
    hints_allowed: bool = False,
    shares: Mapping[str, int] | None = None,
) -> Attempt:
    """A fresh run of a case; its calendar begins on the day of the encounter. `twin` is the seed
    that fills the case in and `mess` the note to take, where the case has them; `shares` are the
    weights of its mark's parts in percent, the usual ones without."""
    case = case_version.parsed(twin=twin, mess=mess)
    return Attempt.objects.create(
        case_version=case_version,
        twin=case.twin,
        mess=case.mess,
        scenario_date=case.encounter.date,
        hints_allowed=hints_allowed,
        shares=dict(shares or {}),
    )


@transaction.atomic
def start_audit(
    case_version: CaseVersion,
    *,
    turn: int = 0,
    twin: int = 0,
    mess: str = Mess.TYPICAL,
    shares: Mapping[str, int] | None = None,
) -> Attempt:
    """A run of a case in which codes with one or two of its pitfalls are checked.

    `turn` counts the audits that the learner has done of the case: each has other pitfalls, in
    their order. Raises NothingToAudit for a case whose pitfalls are not the coder's.
    """
    case = case_version.parsed(twin=twin, mess=mess)
    seeded = audited_answer(case, turn=turn)
    if seeded is None:
        raise NothingToAudit("This case has no slip of a coder to find.")
    attempt = start_attempt(case_version, twin=twin, mess=mess, shares=shares)
    attempt.audited = attempt.draft = seeded.to_json()
    attempt.save(update_fields=["audited", "draft"])
    return attempt


def set_scenario_date(attempt: Attempt, *, day: date) -> None:
    """Move the calendar of an attempt that is locked; the same day again changes nothing.

    Raises DateBack for a day that has passed.
    """
    if day < attempt.scenario_date:
        raise DateBack("The scenario date only moves forward.", url=_desk(attempt))
    if day > attempt.scenario_date:
        attempt.scenario_date = day
        Attempt.objects.filter(pk=attempt.pk).update(scenario_date=day)


@transaction.atomic
def use_hint(attempt_id: int, *, shown: int) -> Attempt:
    """Reveal the hint after the `shown` ones that the page had; asked twice, it is revealed once.

    Raises NoHint when hints are not allowed, the codes are finalised, or all have been shown.
    """
    attempt = lock_attempt(attempt_id)
    if attempt.hints_used > shown:
        return attempt
    hints = attempt.parsed().hints
    if not attempt.hints_allowed or not attempt.coding_open or attempt.hints_used >= len(hints):
        raise NoHint("There is no further hint for this case.", url=_desk(attempt))
    attempt.hints_used += 1
    attempt.save(update_fields=["hints_used"])
    return attempt


def _desk(attempt: Attempt) -> str:
    return reverse("coding:workbench", args=[attempt.pk])
