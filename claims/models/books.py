"""What goes before a posting: a write-off that waits for leave, and slips made while posting."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.ledger import LedgerEntry
from claims.models.remittance import Remittance


class WriteOffRequest(models.Model):
    """An amount above the limit that a biller wants to give up; a manager decides."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        OVERTAKEN = "overtaken", "Overtaken"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="write_off_requests")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    kind = models.CharField(max_length=14, choices=LedgerEntry.WriteOff.choices)
    reason = models.CharField(max_length=200)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_on = models.DateField(help_text="Scenario date")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True, help_text="Scenario date")
    decision = models.CharField(max_length=200, blank=True, help_text="Why it was refused")

    class Meta:
        ordering = ["claim_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(status="waiting"), name="one_waiting_write_off"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="write_off_asks_for_money"),
        ]
        indexes = [
            models.Index(fields=["status"], condition=Q(status="waiting"), name="write_off_waits")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}: {self.status}"


class PostingSlip(models.Model):
    """An amount that was typed while posting and differs from the remittance. Append-only."""

    class Field(models.TextChoices):
        PAID = "paid", "Payment"
        ADJUSTED = "adjusted", "Contract adjustment"

    remittance = models.ForeignKey(
        Remittance, on_delete=models.CASCADE, related_name="posting_slips"
    )
    line = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=8, choices=Field.choices)
    typed = models.DecimalField(max_digits=9, decimal_places=2)
    wanted = models.DecimalField(max_digits=9, decimal_places=2)
    message = models.CharField(max_length=300)
    on = models.DateField(help_text="Scenario date")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["remittance_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["remittance", "key", "line", "field"], name="posting_slip_once"
            )
        ]

    def __str__(self) -> str:
        return f"line {self.line} {self.field}: {self.typed} for {self.wanted}"
