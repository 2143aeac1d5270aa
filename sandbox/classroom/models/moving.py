"""The class's calendars, moved on together."""

from django.conf import settings
from django.db import models

from coding.models import Attempt
from sandbox.classroom.models.course import Course


class ClassMove(models.Model):
    """One move of all calendars of a class, done batch by batch. `waiting` are the attempts that
    are still to be moved."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="moves")
    step = models.CharField(max_length=5, choices=[("day", "a day"), ("week", "a week")])
    total = models.PositiveIntegerField()
    waiting = models.ManyToManyField(Attempt, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.course_id} by {self.get_step_display()}"
