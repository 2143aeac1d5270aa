"""Marks with their findings, and what marking again changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coding.models.attempt import CodingVersion
from coding.models.case import CaseVersion


class Mark(models.Model):
    """What marking said of one coding version against one version of the key. The mark that
    `stands` is the one that counts; the others are its history."""

    coding_version = models.ForeignKey(
        CodingVersion, on_delete=models.CASCADE, related_name="marks"
    )
    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=4)
    strict = models.DecimalField(max_digits=5, decimal_places=4)
    capped = models.BooleanField()
    report = models.JSONField()
    stands = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["coding_version_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coding_version"], condition=Q(stands=True), name="one_mark_stands"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="score_from_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}"


class MarkFinding(models.Model):
    """One thing that marking found: a row, so that a class's errors can be counted."""

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=12, blank=True)
    chosen = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=60)
    credit = models.DecimalField(max_digits=5, decimal_places=4)
    message = models.TextField()

    class Meta:
        ordering = ["mark_id", "pk"]

    def __str__(self) -> str:
        return f"{self.category}: {self.code or self.chosen}"


class Remarking(models.Model):
    """Marking many codings again, batch by batch: with a mended key, or with other weights."""

    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    never_lower = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason


class MarkChange(models.Model):
    """One coding in a remarking: the mark that stood before, and the one that was made."""

    remarking = models.ForeignKey(Remarking, on_delete=models.CASCADE, related_name="changes")
    coding_version = models.ForeignKey(
        CodingVersion, on_delete=models.CASCADE, related_name="mark_changes"
    )
    before = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(
        Mark, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    seen_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        ordering = ["remarking_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["remarking", "coding_version"], name="one_change_a_coding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
