"""What a person who marks adds to the automatic mark."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sandbox.classroom.models.course import Course
from sandbox.classroom.models.work import Seat, Work


class MarkOverride(models.Model):
    """A person's mark for one desk of a piece of work, in the place of the automatic one. Rows are
    only added: the newest of a desk counts, and one without a score gives the automatic mark back.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="overrides")
    desk = models.CharField(max_length=6, choices=Seat.Desk.choices)
    automatic = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, help_text="The automatic mark at that time"
    )
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["work_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1),
                name="override_from_0_to_1",
            )
        ]

    def __str__(self) -> str:
        return f"{self.desk}: {self.score}"


class KeptComment(models.Model):
    """A comment that a course's staff use again and again."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="kept_comments")
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["course_id", "text"]
        constraints = [
            models.UniqueConstraint(fields=["course", "text"], name="one_kept_comment_a_text")
        ]

    def __str__(self) -> str:
        return self.text
