"""An appeal before the payer."""

from django.conf import settings
from django.db import models

from claims.models.remittance import Remittance
from claims.payer.appeals import Ground


class Appeal(models.Model):
    """A letter with evidence against one remittance, decided by the payer on its date."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        OVERTURNED = "overturned", "Overturned"
        UPHELD = "upheld", "Upheld"

    remittance = models.ForeignKey(Remittance, on_delete=models.CASCADE, related_name="appeals")
    level = models.PositiveSmallIntegerField()
    ground = models.CharField(
        max_length=16, blank=True, choices=[(g.value, g.value) for g in Ground]
    )
    letter = models.TextField(max_length=5000)
    evidence = models.JSONField(default=list, help_text="Passages of the note that are cited")
    filed_on = models.DateField(help_text="Scenario date")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decide_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    carc = models.CharField(max_length=4, blank=True, help_text="Why it was not won")
    decision = models.TextField(blank=True)

    class Meta:
        ordering = ["remittance_id", "level"]
        constraints = [
            models.UniqueConstraint(fields=["remittance", "level"], name="appeal_level_once")
        ]

    def __str__(self) -> str:
        return f"appeal {self.level}: {self.outcome}"
