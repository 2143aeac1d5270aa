"""Make the demo class once, and print its sign-ins."""

from typing import Any

from django.core.management.base import BaseCommand

from sandbox.classroom.demo import DEMO_PASSWORD, INSTRUCTOR, LEARNERS
from sandbox.classroom.management.progress import Bar
from sandbox.classroom.seeding import find_demo_course, seed_demo


class Command(BaseCommand):
    """Idempotent: a demo class that stands is left as it is."""

    help = "Makes the demo class if it is not there, and prints its sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and print."""
        if find_demo_course() is None:
            seed_demo(Bar(self.stderr, label="Demo class"))
        self.stdout.write(f"Sign in with the password {DEMO_PASSWORD} as:")
        for person in (INSTRUCTOR, *LEARNERS):
            self.stdout.write(f"  {person.username:<8}{person.name:<16}{person.what}")
        self.stdout.write("Or sign up on the first page and practise alone.")
