"""What an instructor says about words of the note, in one attempt."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coding.models.attempt import Attempt


class PassageComment(models.Model):
    """A comment that hangs on a passage of the record; the learner reads it with the marks."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="comments")
    start = models.PositiveIntegerField(help_text="Where the words begin in the record")
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=600)
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt_id", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="comment_has_words"),
            models.UniqueConstraint(
                fields=["attempt", "start", "written_by", "text"], name="comment_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
