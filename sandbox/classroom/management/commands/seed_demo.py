"""Make the demo class once, and print its sign-ins."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sandbox.classroom.demo import sign_in_lines
from sandbox.classroom.management.progress import Bar
from sandbox.classroom.seeding import CasesMissing, find_demo_course, seed_demo


class Command(BaseCommand):
    """Idempotent: a demo class that stands is left as it is."""

    help = "Makes the demo class if it is not there, and prints its sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to print the sign-ins."""
        parser.add_argument("--quiet", action="store_true", help="do not print the sign-ins")

    def handle(self, *args: Any, quiet: bool, **options: Any) -> None:
        """Seed and print."""
        if find_demo_course() is None:
            try:
                seed_demo(Bar(self.stderr, label="Demo class"))
            except CasesMissing as error:
                raise CommandError(f"{error} Run: python manage.py load_cases") from error
        if not quiet:
            self.stdout.write("\n".join(sign_in_lines()))
