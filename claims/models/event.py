"""The log of moves: one row a move, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim


class ClaimEvent(models.Model):
    """Who moved the claim, from where to where, on which scenario date, with what."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="events")
    version = models.PositiveIntegerField(help_text="The claim's version after the move")
    move = models.CharField(max_length=24)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    by = models.CharField(max_length=10, help_text="Desk that moved: biller, payer, system ...")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    key = models.CharField(max_length=64)
    on = models.DateField(help_text="Scenario date")
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="one_event_a_version"),
            models.UniqueConstraint(fields=["actor", "key"], name="one_event_a_key"),
            models.UniqueConstraint(
                fields=["claim", "key"], condition=Q(actor=None), name="one_event_a_key_of_nobodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move}: {self.from_state} -> {self.to_state}"
