"""The leave to erase."""

from django.db import models


class ErasingLeave(models.Model):
    """While its row is there, the transaction that wrote it may erase rows that are otherwise never
    changed. It is taken away before the transaction ends, so that nobody else ever sees one."""

    def __str__(self) -> str:
        return f"leave {self.pk}"
