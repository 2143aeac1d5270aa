"""What was sent, the front door's answer, and what the payer asks for. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim


class Submission(models.Model):
    """An immutable, numbered snapshot of the claim as sent."""

    class Frequency(models.IntegerChoices):
        ORIGINAL = 1, "Original"
        REPLACEMENT = 7, "Replacement"
        VOID = 8, "Void"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveIntegerField()
    frequency = models.PositiveSmallIntegerField(choices=Frequency.choices)
    original_reference = models.CharField(max_length=20, blank=True)
    is_reopening = models.BooleanField(
        default=False, help_text="A change asked for as a reopening, not sent as a replacement"
    )
    content = models.JSONField()
    charge = models.DecimalField(max_digits=9, decimal_places=2)
    sent_on = models.DateField(help_text="Scenario date")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    scrub_findings = models.JSONField(default=list)
    warning_reasons = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="submission_once"),
            models.CheckConstraint(
                condition=Q(frequency=1, original_reference="")
                | (Q(frequency__in=[7, 8]) & ~Q(original_reference="")),
                name="replacement_names_its_original",
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.number}"


class Acknowledgment(models.Model):
    """The front door's answer: accepted with a claim number, or turned back."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="acknowledgment"
    )
    accepted = models.BooleanField()
    icn = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(accepted=True) & ~Q(icn="")) | Q(accepted=False, icn=""),
                name="claim_number_when_accepted",
            )
        ]

    def __str__(self) -> str:
        return self.icn or "rejected"


class InformationRequest(models.Model):
    """The payer waits for something until a date."""

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="information_requests"
    )
    wanted = models.CharField(max_length=40)
    asked_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.JSONField(default=dict)

    class Meta:
        ordering = ["submission_id", "pk"]

    def __str__(self) -> str:
        return f"{self.wanted} by {self.due_on}"
