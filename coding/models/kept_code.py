"""Codes that a coder keeps at hand."""

from django.conf import settings
from django.db import models


class KeptCode(models.Model):
    """A code that one user wants to find again quickly."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_codes"
    )
    system = models.CharField(max_length=12)
    code = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "system", "code"], name="kept_once")]

    def __str__(self) -> str:
        return self.code
