"""Everything between installed packages and a sandbox that serves, in one process."""

from typing import Any

from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from sandbox.classroom.demo import DEMO_COURSE, sign_in_lines
from sandbox.classroom.models import Course

STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Codebook", "build_codebook", {}),
    ("Database", "migrate", {"verbosity": 0}),
    ("Cases", "load_cases", {"quiet": True}),
    ("Pages", "collectstatic", {"interactive": False, "verbosity": 0}),
)


class Command(BaseCommand):
    """Does what is missing and leaves alone what is there; `make run` calls it at every start."""

    help = "Builds the codebook and the database, loads the cases, makes the demo class."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask whether the database is safe, then take the steps one by one, saying which."""
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        last = len(STEPS) + 2
        for number, (label, command, arguments) in enumerate(STEPS, start=2):
            self.stdout.write(f"[{number}/{last}] {label}")
            call_command(command, **arguments)
        self.stdout.write(f"[{last}/{last}] Demo class")
        if not Course.objects.filter(name=DEMO_COURSE).exists():
            call_command("seed_demo", quiet=True)
        self.stdout.write("\n".join(sign_in_lines()))
