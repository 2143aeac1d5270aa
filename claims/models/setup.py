"""How the biller's desk of one attempt is set up."""

from django.db import models

from claims.scrubber import Strength
from coding.models import Attempt


class BillingSetup(models.Model):
    """What was decided when the attempt began, before there is a claim."""

    class Posting(models.TextChoices):
        MANUAL = "manual", "Typed line by line"
        AUTOMATIC = "automatic", "Posted as the remittance says"

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="billing")
    scrubber = models.CharField(
        max_length=6, choices=[(s.value, s.value) for s in Strength], default=Strength.FULL.value
    )

    posting = models.CharField(
        max_length=9,
        choices=Posting.choices,
        default=Posting.MANUAL,
        help_text="Whether remittances are typed line by line or posted in one step",
    )

    def __str__(self) -> str:
        return f"billing of attempt {self.attempt_id}"
