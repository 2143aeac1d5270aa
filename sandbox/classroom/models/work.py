"""Whose work an attempt is, and what its two desks say to each other."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coding.models import Attempt
from sandbox.classroom.models.assignment import Assignment


class Work(models.Model):
    """One learner's or pair's attempt; without an assignment it is practice."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="work"
    )
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="work")
    is_preview = models.BooleanField(
        default=False, help_text="Staff try the assignment as a learner: it counts nowhere"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"work on attempt {self.attempt_id}"

    @property
    def is_practice(self) -> bool:
        """Nobody set it: the learner chose it."""
        return self.assignment_id is None


class Seat(models.Model):
    """Who sits at which desk of a piece of work. Alone, one user sits at both."""

    class Desk(models.TextChoices):
        CODER = "coder", "Coder"
        BILLER = "biller", "Biller"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    desk = models.CharField(max_length=6, choices=Desk.choices)

    class Meta:
        ordering = ["work_id", "desk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "desk"], name="one_user_a_desk"),
            models.CheckConstraint(condition=Q(desk__in=["coder", "biller"]), name="desk_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.desk} of {self.work_id}"


class Message(models.Model):
    """What one desk says to the other about their case."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["work_id", "pk"]

    def __str__(self) -> str:
        return self.text
