"""Cases that are being written, as the Markdown files that they are."""

from django.conf import settings
from django.db import models

from coding.models import Case


class DraftCase(models.Model):
    """A case that its author writes. Published, it is a case that its author's classes may set;
    the public shelf never has it."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="draft_cases"
    )
    name = models.SlugField(max_length=80, help_text="The slug of the file when it was saved")
    source = models.TextField()
    version = models.PositiveIntegerField(default=1)
    problems = models.PositiveSmallIntegerField(default=0, help_text="When it was saved")
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    trial = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="trial_of"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class DraftSave(models.Model):
    """A draft as it was saved: never changed."""

    draft = models.ForeignKey(DraftCase, on_delete=models.CASCADE, related_name="saves")
    number = models.PositiveIntegerField()
    source = models.TextField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["draft_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_save_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.number}"
