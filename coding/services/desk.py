"""One press of a button on the code sheet, from what was posted to what is stored."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser

from coding.codebook.default import codebook
from coding.models import Attempt
from coding.services.coding import save_draft, step_draft
from coding.services.querying import record_of
from coding.services.refusals import StaleDraft
from coding.sheet import Checked, Sheet, check_sheet, sheet_of
from coding.sheet.actions import Edit, Posted, act

STEPS = {"step-back": (-1, "Undone.", "undo"), "step-forth": (1, "Done again.", "redo")}
"""Buttons that go through the history of the sheet: which way, what is said, what it is called."""


@dataclass(frozen=True)
class Outcome:
    """What became of the posted sheet: stored, refused with remarks, or too late.

    `version` is the draft version that the page should hold from now on.
    """

    edit: Edit
    checked: Checked
    version: int
    is_stale: bool = False

    @property
    def is_refused(self) -> bool:
        """Something must be mended first; nothing was stored."""
        return self.edit.refusal is not None or bool(self.checked.errors)

    @property
    def is_stored(self) -> bool:
        """The sheet is stored as it stands on the page."""
        return not self.is_refused and not self.is_stale

    @property
    def status(self) -> int:
        """The status of the answer: 200, 409 or 422."""
        if self.is_refused:
            return 422
        return 409 if self.is_stale else 200


def work_sheet(attempt: Attempt, *, actor: AbstractUser, posted: Posted) -> Outcome:
    """Do what the button says and store the sheet, unless something on it must be mended first.

    What was typed is in the outcome whether it was stored or not. Raises CodingClosed when the
    codes were finalised meanwhile.
    """
    if posted.verb in STEPS:
        return _step(attempt, actor=actor, posted=posted)
    parsed, book = attempt.parsed(), codebook()
    on = parsed.encounter.date
    edit = act(posted, book=book, on=on)
    checked = check_sheet(edit.sheet, book=book, on=on, note=record_of(attempt))
    if edit.refusal is not None or checked.answer is None:
        return Outcome(edit, checked, posted.version)
    try:
        saved = save_draft(
            attempt.pk, actor=actor, answer=checked.answer, expected_version=posted.version
        )
    except StaleDraft:
        return Outcome(edit, checked, posted.version, is_stale=True)
    return Outcome(edit, checked, saved.draft_version)


def _step(attempt: Attempt, *, actor: AbstractUser, posted: Posted) -> Outcome:
    """The sheet as it was a step before, or after; what was typed and not saved is dropped."""
    by, says, name = STEPS[posted.verb]
    try:
        stored = step_draft(attempt.pk, actor=actor, by=by, expected_version=posted.version)
    except StaleDraft:
        return Outcome(Edit(posted.sheet), _checked(attempt, posted.sheet), posted.version, True)
    fresh = stored or Attempt.objects.select_related("case_version__case").get(pk=attempt.pk)
    sheet = sheet_of(fresh.draft_answer)
    said = says if stored else f"There is nothing to {name}."
    return Outcome(Edit(sheet, said=said), _checked(attempt, sheet), fresh.draft_version)


def _checked(attempt: Attempt, sheet: Sheet) -> Checked:
    on = attempt.parsed().encounter.date
    return check_sheet(sheet, book=codebook(), on=on, note=record_of(attempt))
