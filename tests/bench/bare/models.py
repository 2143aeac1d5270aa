"""Rows to list and to move, and what was done to them."""

from django.conf import settings
from django.db import models


class Row(models.Model):
    """One thing of a list."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default="draft")
    day = models.DateField()
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One move of a row."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    move = models.CharField(max_length=12)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.move
