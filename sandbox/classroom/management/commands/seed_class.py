"""Make a class of any size, at work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coding.models import Case
from sandbox.classroom.management.progress import Bar
from sandbox.classroom.models import Enrolment
from sandbox.classroom.seeding import seed_class


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
        available = Case.objects.filter(is_listed=True).count()
        if not available:
            raise CommandError("No cases are loaded. Run: python manage.py load_cases")
        if options["learners"] < 1:
            raise CommandError("--learners: give a number of 1 or more.")
        if not 1 <= options["cases"] <= available:
            raise CommandError(
                f"--cases: give a number from 1 to {available}, the cases that are loaded."
            )
        course = seed_class(
            learners=options["learners"],
            cases=options["cases"],
            seed=options["seed"],
            progress=Bar(self.stderr, label="Class"),
        )
        teacher = course.enrolments.get(role=Enrolment.Role.INSTRUCTOR).user.username
        self.stdout.write(f"{course}: sign in as {teacher} with the password `password`.")
