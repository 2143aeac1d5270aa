"""Attempts, the codes as they were finalised, and codes that came back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coding.answer import Answer
from coding.cases import Case, Mess
from coding.models.case import CaseVersion


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts with what most pages need of them."""

    def with_case(self) -> Self:
        """With the case's rows; its long text stays where it is until somebody asks for it."""
        return self.select_related("case_version__case").defer("case_version__source")


class Attempt(models.Model):
    """One run of a case. It owns the scenario date and the coder's draft."""

    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="attempts")
    twin = models.PositiveSmallIntegerField(
        default=0, help_text="The seed that filled the case in; 0: the case as its author reads it"
    )
    mess = models.CharField(
        max_length=7,
        choices=[(mess.value, mess.value) for mess in Mess],
        default=Mess.TYPICAL.value,
        help_text="How untidy the note is",
    )
    scenario_date = models.DateField()
    coding_open = models.BooleanField(default=True)
    draft = models.JSONField(default=dict)
    draft_version = models.PositiveIntegerField(default=0)
    shares = models.JSONField(
        default=dict,
        blank=True,
        help_text="Weights of the parts of the mark; empty: the usual ones",
    )
    draft_place = models.PositiveIntegerField(
        default=0, help_text="Which step of its history the draft is"
    )
    audited = models.JSONField(
        default=dict, blank=True, help_text="The codes to be audited; empty: the attempt codes anew"
    )
    hints_used = models.PositiveSmallIntegerField(default=0)
    hints_allowed = models.BooleanField(default=False)
    feedback_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the learner sees the score without the key"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    touched_at = models.DateTimeField(
        default=timezone.now, help_text="When something was last done at the coder's desk"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("code_attempt", "Can code the encounter and finalise"),
            ("see_draft", "Can see the codes before they are finalised"),
            ("move_calendar", "Can move the scenario date"),
            ("release_marks", "Can release marks and key"),
            ("see_unreleased_marks", "Can see marks and key before release"),
            ("mend_key", "Can mend the key and mark again"),
            ("challenge_mark", "Can challenge a finding"),
            ("decide_challenge", "Can decide a challenge"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"

    def parsed(self, *, by: CaseVersion | None = None) -> Case:
        """The case as this attempt has it, with its key: for services and markers, never for a
        learner's template. `by` is another version of it, such as one whose key was mended."""
        return (by or self.case_version).parsed(twin=self.twin, mess=self.mess)

    @property
    def is_audit(self) -> bool:
        """Somebody else's codes are checked, nothing is coded anew."""
        return bool(self.audited)

    @property
    def audited_answer(self) -> Answer:
        """The codes that are audited."""
        return Answer.from_json(self.audited)

    @property
    def draft_answer(self) -> Answer:
        """The coder's unfinished answer."""
        return Answer.from_json(self.draft)


class DraftStep(models.Model):
    """The draft as it stood after one change, so that the coder can go back and forth."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        ordering = ["attempt_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="one_draft_a_step")
        ]

    def __str__(self) -> str:
        return f"step {self.place}"


class CodingVersion(models.Model):
    """The codes as finalised: numbered, never changed."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reasons = models.JSONField(
        default=dict, blank=True, help_text="Of an audit: why each change was made, by its name"
    )
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finalised_on = models.DateField(help_text="Scenario date")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="coding_version_once")
        ]

    def __str__(self) -> str:
        return f"codes v{self.number}"

    @property
    def answer(self) -> Answer:
        """The frozen answer."""
        return Answer.from_json(self.content)


class CodingReturn(models.Model):
    """The biller's desk sent the codes back, with a reason; the next version answers it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="returns")
    reason = models.CharField(max_length=500)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    returned_on = models.DateField(help_text="Scenario date")
    answered_by = models.OneToOneField(
        CodingVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(answered_by=None), name="one_open_return"
            )
        ]

    def __str__(self) -> str:
        return self.reason
