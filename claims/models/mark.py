"""The marks of a biller, kept when a claim closes."""

from django.db import models
from django.db.models import Q

from claims.marking import LABELS
from claims.models.claim import Claim


class BillingMark(models.Model):
    """What a closed claim was worth to its biller: one for each time that it closed."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="marks")
    version = models.PositiveIntegerField(help_text="The claim's version that closed it")
    earned = models.DecimalField(max_digits=5, decimal_places=4, help_text="Before the cap")
    score = models.DecimalField(max_digits=5, decimal_places=4)
    failures = models.JSONField(default=list, help_text="Compliance failures: kind and sentence")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="one_mark_a_close"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="billing_score_from_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}"


class BillingMarkPart(models.Model):
    """One part of a mark: a row, so that a class's parts can be averaged."""

    mark = models.ForeignKey(BillingMark, on_delete=models.CASCADE, related_name="parts")
    skill = models.CharField(
        max_length=12, choices=[(skill.value, label) for skill, label in LABELS.items()]
    )
    weight = models.PositiveSmallIntegerField(help_text="Points of a hundred")
    reached = models.DecimalField(max_digits=5, decimal_places=4)
    sum = models.CharField(max_length=200)

    class Meta:
        ordering = ["mark_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["mark", "skill"], name="one_part_a_skill")]

    def __str__(self) -> str:
        return f"{self.get_skill_display()}: {self.reached}"
