"""A learner's challenge of a finding, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coding.models.attempt import CodingVersion


class Challenge(models.Model):
    """The coder holds a finding to be wrong, with words of the note and a guideline."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    coding_version = models.ForeignKey(
        CodingVersion, on_delete=models.CASCADE, related_name="challenges"
    )
    category = models.CharField(max_length=60)
    code = models.CharField(max_length=12, blank=True, help_text="The key's code")
    chosen = models.CharField(max_length=12, blank=True, help_text="The coder's code")
    message = models.TextField(help_text="What the finding said")
    quote = models.CharField(max_length=400)
    guideline = models.CharField(max_length=200)
    argument = models.CharField(max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_seen = models.BooleanField(default=False, help_text="Who made it has read the decision")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coding_version", "category", "code", "chosen"], name="one_challenge"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at=None)
                | (~Q(status="waiting") & Q(decided_at__isnull=False) & ~Q(reason="")),
                name="decision_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status"], condition=Q(status="waiting"), name="challenge_waits")
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.code or self.chosen}"
