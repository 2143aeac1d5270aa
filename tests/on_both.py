"""Run the tests on SQLite and then on PostgreSQL: `python tests/on_both.py [what pytest takes]`.

PostgreSQL runs the tests that open the database; tests of the pure core run once, and those of
`PAGES` on SQLite, unless the first word is `everything`: then PostgreSQL runs them all, and it
alone. Where there is no PostgreSQL its half is left out and the last line says so. The server is
stopped at the end.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import postgres

PAGES = (
    "tests/claims/test_views_doors.py",
    "tests/claims/test_walk.py",
    "tests/sandbox/test_access_matrix.py",
    "tests/sandbox/test_bad_claim_input.py",
    "tests/sandbox/test_bad_input.py",
    "tests/sandbox/test_foreign_ids.py",
    "tests/sandbox/test_fuzz.py",
    "tests/sandbox/test_hardening.py",
    "tests/sandbox/test_marks_of_others.py",
    "tests/sandbox/test_mass_assignment.py",
    "tests/sandbox/test_player.py",
    "tests/sandbox/test_secrets.py",
    "tests/sandbox/test_typed_text.py",
)
"""Long tests of what pages let in and tell, and of long plays: on PostgreSQL by `make prove`."""

NO_TESTS = 5
"""What pytest ends with when the arguments name none; on PostgreSQL that is fine."""


def main(arguments: list[str]) -> int:
    """Run both halves, the second one only if the first is well; 0 when both are."""
    try:
        if arguments[:1] == ["everything"]:
            return on_postgres(arguments[1:])
        first = run("SQLite", arguments, url=None)
        return first or on_postgres([*arguments, *(f"--ignore={path}" for path in PAGES)])
    finally:
        postgres.stop()


def on_postgres(arguments: list[str]) -> int:
    """The tests that open the database, on PostgreSQL."""
    try:
        postgres.start()
    except postgres.Missing as missing:
        say(f"NOT RUN ON POSTGRESQL. {missing}")
        return 0
    marked = [*arguments, "-m", "django_db and not prove"]
    ended = run("PostgreSQL", marked, url=postgres.url())
    return 0 if ended == NO_TESTS else ended


def run(name: str, arguments: list[str], *, url: str | None) -> int:
    """Run pytest with the database of that URL; what it ends with."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if url is not None:
        environment["DATABASE_URL"] = url
    say(f"Tests on {name}")
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], env=environment, check=False
    ).returncode
    say(f"Tests on {name} took {time.monotonic() - begun:.0f} s")
    return ended


def say(line: str) -> None:
    """A line among pytest's own."""
    sys.stdout.write(f"== {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
