"""Make a class of any size, at work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.models import Case
from sandbox.classroom.management.progress import Bar
from sandbox.classroom.models import Enrolment
from sandbox.classroom.seeding import seed_class

MOST = 200
"""More than are loaded are set again, in further assignments."""


class Command(BaseCommand):
    """The same seed makes the same class."""

    help = "Makes a class at work: every learner somewhere in every case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and which dice."""
        parser.add_argument("--learners", type=int, required=True)
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the numbers, then play."""
        if not Case.objects.filter(is_listed=True).exists():
            raise CommandError("No cases are loaded. Run: python manage.py load_cases")
        if options["learners"] < 1:
            raise CommandError("--learners: give a number of 1 or more.")
        if not 1 <= options["cases"] <= MOST:
            raise CommandError(f"--cases: give a number from 1 to {MOST}.")
        course = seed_class(
            learners=options["learners"],
            cases=options["cases"],
            seed=options["seed"],
            progress=Bar(self.stderr, label="Class"),
        )
        teacher = course.enrolments.get(role=Enrolment.Role.INSTRUCTOR).user.username
        self.stdout.write(f"{course}: sign in as {teacher} with the password `password`.")
