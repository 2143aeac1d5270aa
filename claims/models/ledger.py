"""The money of a claim: an append-only ledger, and the statements sent to the patient."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.remittance import Remittance


class Statement(models.Model):
    """A bill to the patient for what the payer left to the patient, never more."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    on = models.DateField(help_text="Scenario date")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    lines = models.JSONField(default=list)
    aging = models.JSONField(default=list, help_text="Dollars by age, the youngest first")
    remittance = models.ForeignKey(
        Remittance,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text="The answer that was posted when it went out",
    )
    payment_on = models.DateField(null=True, blank=True, help_text="When the patient will pay")
    payment_amount = models.DecimalField(max_digits=9, decimal_places=2, default=0)

    class Meta:
        ordering = ["claim_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="statement_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="statement_asks_for_money"),
        ]

    def __str__(self) -> str:
        return f"statement {self.number}: {self.amount}"


class PaymentPlan(models.Model):
    """The patient's part in installments, as agreed; it ends when it is paid or overtaken."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="payment_plans")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    agreed_on = models.DateField(help_text="Scenario date")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["claim_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(ended_on=None), name="one_running_plan"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_asks_for_money"),
        ]

    def __str__(self) -> str:
        return f"plan of {self.amount}"


class Installment(models.Model):
    """One payment that a plan promises."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.CASCADE, related_name="installments")
    number = models.PositiveSmallIntegerField()
    on = models.DateField(help_text="When the patient pays it")
    amount = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="installment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="installment_is_money"),
        ]

    def __str__(self) -> str:
        return f"installment {self.number}: {self.amount}"


class LedgerEntry(models.Model):
    """One posting. Charges are positive; what reduces the balance is negative; a mistake is
    mended by a counter-entry that names what it reverses. The balance is the sum."""

    class Kind(models.TextChoices):
        CHARGE = "charge", "Charge"
        PAYER_PAYMENT = "payer_payment", "Payer payment"
        ADJUSTMENT = "adjustment", "Contract adjustment"
        PATIENT_PAYMENT = "patient_payment", "Patient payment"
        WRITE_OFF = "write_off", "Write-off"
        PATIENT_REFUND = "patient_refund", "Refund to the patient"
        PAYER_REFUND = "payer_refund", "Refund to the payer"
        TRANSFER = "transfer", "Moved between payers"

    class WriteOff(models.TextChoices):
        CONTRACTUAL = "contractual", "Contractual: the contract does not pay it"
        AVOIDABLE = "avoidable", "Avoidable: it could have been paid"
        SMALL_BALANCE = "small_balance", "Small balance: not worth a statement"
        COLLECTIONS = "collections", "Collections: given to an agency"
        VOID = "void", "Claim voided"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="ledger")
    line = models.PositiveSmallIntegerField(help_text="Line of the claim")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    on = models.DateField(help_text="Scenario date")
    group = models.CharField(max_length=2, blank=True)
    carc = models.CharField(max_length=4, blank=True)
    write_off = models.CharField(max_length=14, choices=WriteOff.choices, blank=True)
    memo = models.CharField(max_length=200, blank=True)
    remittance = models.ForeignKey(
        Remittance, on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    installment = models.ForeignKey(
        Installment, on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "pk"]
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
