"""The payer's answers. A remittance is never changed; a later one takes its place."""

from django.db import models
from django.db.models import Q

from claims.models.submission import Submission


class RemittanceQuerySet(models.QuerySet["Remittance"]):
    """Remittances as a set."""

    def standing(self) -> "RemittanceQuerySet":
        """Those that take the place of the ones before them: all but the refusals of duplicates."""
        return self.exclude(cause=Remittance.Cause.DUPLICATE)


class Remittance(models.Model):
    """The payer's answer to a submission; money in US dollars. The refusal of a duplicate leaves
    the answer before it standing; every other takes the place of the one before."""

    class Cause(models.TextChoices):
        ADJUDICATION = "adjudication", "Adjudication"
        LAPSE = "lapse", "Information not received"
        APPEAL = "appeal", "Appeal decision"
        VOID = "void", "Void"
        DUPLICATE = "duplicate", "Refused as a duplicate"

    class Outcome(models.TextChoices):
        PAID = "paid", "Paid"
        DENIED = "denied", "Denied"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remittances")
    number = models.PositiveIntegerField(help_text="Counts the claim's remittances")
    cause = models.CharField(max_length=12, choices=Cause.choices, default=Cause.ADJUDICATION)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    on = models.DateField(help_text="Scenario date")
    charge = models.DecimalField(max_digits=9, decimal_places=2)
    paid = models.DecimalField(max_digits=9, decimal_places=2)
    patient_responsibility = models.DecimalField(max_digits=9, decimal_places=2)
    deductible_taken = models.DecimalField(max_digits=9, decimal_places=2)
    out_of_pocket_taken = models.DecimalField(max_digits=9, decimal_places=2)
    rarcs = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    cheque = models.DecimalField(
        max_digits=9, decimal_places=2, default=0, help_text="What came: never below zero"
    )
    taken_back = models.DecimalField(
        max_digits=9, decimal_places=2, default=0, help_text="Paid on the answer before this one"
    )
    provider_adjustments = models.JSONField(
        default=list, help_text="Beside the claims: reason, amount (positive lowers), detail"
    )
    owed = models.DecimalField(
        max_digits=9, decimal_places=2, default=0, help_text="Owed to the payer afterwards"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RemittanceQuerySet.as_manager()

    class Meta:
        ordering = ["submission_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="remittance_once"),
            models.CheckConstraint(
                condition=Q(outcome="paid") | Q(outcome="denied", paid=0),
                name="denied_pays_nothing",
            ),
            models.CheckConstraint(
                condition=Q(cheque__gte=0, owed__gte=0), name="cheque_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"remittance {self.number}: {self.outcome} {self.paid}"


class RemittanceLine(models.Model):
    """The payer's answer to one line."""

    remittance = models.ForeignKey(Remittance, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    procedure = models.CharField(max_length=12)
    charge = models.DecimalField(max_digits=9, decimal_places=2)
    allowed = models.DecimalField(max_digits=9, decimal_places=2)
    paid = models.DecimalField(max_digits=9, decimal_places=2)
    rarcs = models.JSONField(default=list)

    class Meta:
        ordering = ["remittance_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["remittance", "number"], name="remittance_line_once")
        ]

    def __str__(self) -> str:
        return f"line {self.number}: {self.paid}"


class Adjustment(models.Model):
    """Why a line's charge and payment differ: group, reason number, amount."""

    class Group(models.TextChoices):
        CO = "CO", "Contract"
        OA = "OA", "Other"
        PI = "PI", "Payer"
        PR = "PR", "Patient"

    line = models.ForeignKey(RemittanceLine, on_delete=models.CASCADE, related_name="adjustments")
    position = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=2, choices=Group.choices)
    carc = models.CharField(max_length=4)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    rarcs = models.JSONField(default=list)

    class Meta:
        ordering = ["line_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["line", "position"], name="adjustment_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.group}-{self.carc} {self.amount}"
