"""Erase what is otherwise never changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from coding.models import ErasingLeave


@contextmanager
def erasing() -> Iterator[None]:
    """Inside it, and inside this transaction alone, rows that the database guards may be deleted or
    blanked: for the erasure of a person and of what is kept no longer, and for nothing else."""
    with transaction.atomic():
        leave = ErasingLeave.objects.create()
        yield
        leave.delete()
