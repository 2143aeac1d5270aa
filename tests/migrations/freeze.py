"""`python -m tests.migrations.freeze 0.2.0`: keep the schema of a release, with a class at work in it,
for `test_released.py`. Once for each release, when it is tagged; both databases at once."""

import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")


def main(release: str) -> None:
    """Write the dumps of both databases; refuses to write one again."""
    from tests.migrations.places import bare, migrate_to_newest
    from tests.migrations.released import dump, path_of
    from tests.servers import VENDORS

    for vendor in VENDORS:
        if path_of(release, vendor).exists():
            sys.exit(f"{path_of(release, vendor)} is there: a release is frozen once.")
        with tempfile.TemporaryDirectory() as directory, bare(vendor, Path(directory)):
            migrate_to_newest()
            play_a_class()
            sys.stdout.write(f"{dump(release)}\n")


def play_a_class() -> None:
    """People at both desks of two cases, as far as they come: claims in several states, money,
    marks that are released, a claim that is closed."""
    from coding.services import release_marks
    from sandbox.classroom.player import Goal, play
    from tests.factories import make_pair, make_practice, make_user

    pair = make_pair()
    play(pair, goal=Goal.CLOSED, slip=pair.attempt.parsed().pitfalls[0])
    release_marks(pair.attempt_id, actor=make_user("teacher"))
    for name, goal in (
        ("ada", Goal.CODING),
        ("ben", Goal.OPENED),
        ("cleo", Goal.SENT),
        ("dan", Goal.ANSWERED),
        ("eve", Goal.BILLED),
    ):
        play(make_practice(make_user(name), "strep-throat-age-8"), goal=goal)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
