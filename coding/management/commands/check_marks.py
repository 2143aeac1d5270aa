"""Compute every mark again and say which do not come out to the same report."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.models import Mark
from coding.services import differing_marks


class Command(BaseCommand):
    """`manage.py check_marks`"""

    help = "Compute every stored mark again, from its coding, its key and its weights."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many marks were checked; fails with the marks that differ."""
        marks = Mark.objects.select_related("coding_version__attempt", "case_version__case")
        count = 0

        def counted() -> Any:
            nonlocal count
            for mark in marks.iterator(chunk_size=500):
                count += 1
                yield mark

        differing = [str(mark.pk) for mark in differing_marks(counted())]
        if differing:
            raise CommandError(f"These marks differ: {', '.join(differing)}")
        self.stdout.write(f"{count} marks, all computed again to the same report.")
