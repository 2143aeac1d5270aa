"""The coder's sheet: save, finalise, reopen. One attempt, one draft, one integer version."""

import logging
from collections.abc import Mapping

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coding.answer import Answer
from coding.auditing import changes
from coding.models import Attempt, CodingReturn, CodingVersion
from coding.services.attempts import lock_attempt
from coding.services.marks import mark_coding
from coding.services.refusals import (
    AlreadyReturned,
    CodingClosed,
    EmptySheet,
    NoAuditReasons,
    NoReason,
    NothingCoded,
    StaleDraft,
)
from coding.signals import handed_over

logger = logging.getLogger(__name__)

MAX_REASON = 500
MAX_STEPS = 100


@transaction.atomic
def save_draft(
    attempt_id: int, *, actor: AbstractUser, answer: Answer, expected_version: int
) -> Attempt:
    """Store the whole sheet if nobody stored another one since `expected_version`.

    The sheet that is stored already changes nothing, whichever version the page had. Raises
    CodingClosed when the codes are finalised, StaleDraft when another tab was first.
    """
    attempt = lock_attempt(attempt_id)
    _require_open(attempt)
    draft = answer.to_json()
    if draft == attempt.draft_answer.to_json():
        return attempt
    before, place = attempt.draft, attempt.draft_place + 1
    _write_draft(attempt, draft=draft, expected_version=expected_version, place=place)
    _keep_step(attempt, before=before, place=place)
    logger.debug("draft %s of attempt %s by %s", attempt.draft_version, attempt.pk, actor.pk)
    return attempt


@transaction.atomic
def step_draft(
    attempt_id: int, *, actor: AbstractUser, by: int, expected_version: int
) -> Attempt | None:
    """Go one step back (`by` -1) or forth (1) in the history of the draft.

    None where there is no such step. Raises CodingClosed, StaleDraft.
    """
    attempt = lock_attempt(attempt_id)
    _require_open(attempt)
    step = attempt.steps.filter(place=attempt.draft_place + by).first()
    if step is None:
        return None
    _write_draft(attempt, draft=step.content, expected_version=expected_version, place=step.place)
    logger.debug("draft of attempt %s is step %s, by %s", attempt.pk, step.place, actor.pk)
    return attempt


@transaction.atomic
def finalise_coding(
    attempt_id: int,
    *,
    actor: AbstractUser,
    expected_version: int,
    reasons: Mapping[str, str] | None = None,
) -> CodingVersion:
    """Freeze the sheet as the next coding version, mark it, and close the sheet.

    An open return is answered by it. Asked again for the same draft, the version that it became is
    given. Of an audit, `reasons` say why each change was made, by the name of the change. Raises
    EmptySheet without a diagnosis or a service, NoAuditReasons, StaleDraft when the sheet changed
    since, CodingClosed when another draft was finalised.
    """
    attempt = lock_attempt(attempt_id)
    if not attempt.coding_open and attempt.draft_version == expected_version:
        return attempt.versions.latest("number")
    _require_open(attempt)
    if attempt.draft_version != expected_version:
        raise _stale(attempt)
    answer = attempt.draft_answer
    if not answer.diagnoses or not answer.procedures:
        raise EmptySheet("A claim needs at least one diagnosis and one service.")
    version = CodingVersion.objects.create(
        attempt=attempt,
        number=attempt.versions.count() + 1,
        content=answer.to_json(),
        reasons=_reasons(attempt, answer, reasons or {}),
        finalised_by_id=actor.pk,
        finalised_on=attempt.scenario_date,
    )
    mark_coding(version, case_version=attempt.case_version)
    attempt.returns.filter(answered_by=None).update(answered_by=version)
    attempt.coding_open = False
    attempt.touched_at = timezone.now()
    attempt.save(update_fields=["coding_open", "touched_at"])
    handed_over.send(sender=Attempt, attempt_id=attempt.pk)
    return version


@transaction.atomic
def return_to_coder(attempt_id: int, *, actor: AbstractUser, reason: str) -> CodingReturn:
    """Send the codes back: the sheet opens again with the last version on it.

    Raises NoReason for a missing or overlong reason, NothingCoded before the first version,
    AlreadyReturned when the coder has them already.
    """
    why = reason.strip()
    if not why or len(why) > MAX_REASON:
        raise NoReason(f"Say in at most {MAX_REASON} characters why the codes go back.")
    attempt = lock_attempt(attempt_id)
    version = attempt.versions.order_by("-number").first()
    if version is None:
        raise NothingCoded("Nothing has been coded yet.", url=_desk(attempt))
    if attempt.coding_open:
        raise AlreadyReturned("The coder has the codes already.", url=_desk(attempt))
    attempt.coding_open = True
    attempt.draft = version.content
    attempt.draft_version += 1
    attempt.draft_place = 0
    attempt.touched_at = timezone.now()
    attempt.save(
        update_fields=["coding_open", "draft", "draft_version", "draft_place", "touched_at"]
    )
    attempt.steps.all().delete()
    returned = CodingReturn.objects.create(
        attempt=attempt, reason=why, returned_by_id=actor.pk, returned_on=attempt.scenario_date
    )
    handed_over.send(sender=Attempt, attempt_id=attempt.pk)
    return returned


def _reasons(attempt: Attempt, answer: Answer, given: Mapping[str, str]) -> dict[str, str]:
    """Why each change of an audit was made; nothing where the attempt is none."""
    if not attempt.is_audit:
        return {}
    names = [change.name for change in changes(attempt.audited_answer, answer)]
    told = {name: given.get(name, "").strip()[:MAX_REASON] for name in names}
    if missing := [name for name, why in told.items() if not why]:
        raise NoAuditReasons(missing)
    return told


def _require_open(attempt: Attempt) -> None:
    if not attempt.coding_open:
        raise CodingClosed(
            "These codes are finalised, so the sheet can no longer be changed. The biller's desk "
            "can send them back with a reason.",
            url=_desk(attempt),
        )


def _keep_step(attempt: Attempt, *, before: object, place: int) -> None:
    """Remember the draft as a step: what was undone is forgotten, and what is long past."""
    attempt.steps.filter(place__gte=place).delete()
    attempt.steps.filter(place__lt=place - MAX_STEPS).delete()
    attempt.steps.get_or_create(place=place - 1, defaults={"content": before})
    attempt.steps.create(place=place, content=attempt.draft)


def _write_draft(attempt: Attempt, *, draft: object, expected_version: int, place: int) -> None:
    """Compare-and-swap on the draft's version, under the row lock."""
    written = Attempt.objects.filter(
        pk=attempt.pk, draft_version=expected_version, coding_open=True
    ).update(
        draft=draft,
        draft_version=expected_version + 1,
        draft_place=place,
        touched_at=timezone.now(),
    )
    if not written:
        raise _stale(attempt)
    attempt.draft, attempt.draft_version = draft, expected_version + 1
    attempt.draft_place = place


def _stale(attempt: Attempt) -> StaleDraft:
    return StaleDraft(
        "The sheet was changed in another tab since you opened this page. Nothing was saved.",
        url=_desk(attempt),
    )


def _desk(attempt: Attempt) -> str:
    return reverse("coding:workbench", args=[attempt.pk])
