"""What the payer holds about the member in this attempt, and what the biller asked it."""

from django.conf import settings
from django.db import models

from coding.models import Attempt


class Coverage(models.Model):
    """One plan that covers the patient, with the counters as the attempt opened.

    What is left of them is the opening amount less the `CounterEntry` rows.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="coverages")
    order = models.PositiveSmallIntegerField(help_text="1 is primary")
    payer_id = models.CharField(max_length=12)
    plan_id = models.CharField(max_length=40)
    member_id = models.CharField(max_length=20)
    effective = models.DateField()
    terminated = models.DateField(null=True, blank=True)
    opening_deductible = models.DecimalField(max_digits=9, decimal_places=2)
    opening_out_of_pocket = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["attempt_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "order"], name="coverage_order_once"),
            models.CheckConstraint(
                condition=models.Q(opening_deductible__gte=0, opening_out_of_pocket__gte=0),
                name="counters_never_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer_id} {self.member_id}"


class CounterEntry(models.Model):
    """A movement of the member's counters: append-only, taken back by a negative one."""

    coverage = models.ForeignKey(Coverage, on_delete=models.CASCADE, related_name="movements")
    on = models.DateField(help_text="Scenario date from which it counts")
    remittance = models.ForeignKey(
        "claims.Remittance",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="movements",
        help_text="Empty: another practice's claim",
    )
    what = models.CharField(max_length=120)
    deductible = models.DecimalField(max_digits=9, decimal_places=2)
    out_of_pocket = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["coverage_id", "on", "pk"]
        verbose_name_plural = "counter entries"

    def __str__(self) -> str:
        return f"{self.what}: {self.deductible}, {self.out_of_pocket}"


class Authorization(models.Model):
    """Leave from the payer for a service, on file."""

    coverage = models.ForeignKey(Coverage, on_delete=models.CASCADE, related_name="authorizations")
    number = models.CharField(max_length=20)
    procedure = models.CharField(max_length=12)
    units = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    provider_npi = models.CharField(max_length=10, blank=True, help_text="Empty: any provider")
    refused = models.BooleanField(default=False, help_text="The payer said no beforehand")

    class Meta:
        ordering = ["coverage_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["coverage", "number", "procedure"], name="authorization_once"
            )
        ]

    def __str__(self) -> str:
        return self.number


class AuthorizationRequest(models.Model):
    """A request for leave, answered by the payer on its date."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"

    coverage = models.ForeignKey(
        Coverage, on_delete=models.CASCADE, related_name="authorization_requests"
    )
    procedure = models.CharField(max_length=12)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_on = models.DateField()
    answer_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    authorization = models.ForeignKey(
        Authorization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["coverage_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coverage", "procedure"],
                condition=models.Q(status="waiting"),
                name="one_waiting_authorization_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.status}"


class EligibilityCheck(models.Model):
    """A coverage question to a payer and its answer as a biller reads it."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="eligibility_checks"
    )
    payer_id = models.CharField(max_length=12)
    member_id = models.CharField(max_length=20)
    service_date = models.DateField()
    checked_on = models.DateField(help_text="Scenario date")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField()
    answer = models.JSONField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.payer_id} {self.checked_on} {'active' if self.is_active else 'inactive'}"
