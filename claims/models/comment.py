"""What an instructor says about a box of a claim."""

from django.conf import settings
from django.db import models

from claims.models.claim import Claim


class BoxComment(models.Model):
    """A comment that hangs on a box of the claim; the learner reads it with the marks."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=30, help_text="The box, as claims.boxes names its field")
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "field", "written_by", "text"], name="box_comment_once"
            )
        ]

    def __str__(self) -> str:
        return self.text
