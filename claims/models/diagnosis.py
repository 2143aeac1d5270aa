"""The biller's own explanation of an answer, given before the payer's trace is shown."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.remittance import Remittance
from claims.models.submission import Submission


class Diagnosis(models.Model):
    """Which rule the biller held for the cause of what was not paid, and which rules it was."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="diagnoses")
    remittance = models.ForeignKey(
        Remittance,
        on_delete=models.CASCADE,
        null=True,
        related_name="diagnoses",
        help_text="The answer that it explains; none for the front door's",
    )
    chosen = models.CharField(max_length=60, blank=True, help_text="Empty: asked to be told")
    right = models.JSONField(default=list, help_text="Every rule that stopped money")
    is_right = models.BooleanField()
    on = models.DateField(help_text="Scenario date")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "diagnoses"
        ordering = ["submission_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["remittance"],
                condition=Q(remittance__isnull=False),
                name="one_diagnosis_a_remittance",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(remittance=None),
                name="one_diagnosis_a_front_door",
            ),
        ]

    def __str__(self) -> str:
        return self.chosen or "not known"
