"""People who work without a pause, for tests of what happens meanwhile; and what they left.

As a program: `python -m tests.sandbox.busy prepare`, `... work NAME FILE` until it is killed,
`... look` prints what is there.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Claims = dict[int, int]
"""The version of each claim by its number."""


def prepare() -> None:
    """Load the case that is worked."""
    from tests.claims.bench import CLEAN, ready

    ready(CLEAN)


def work(name: str, told: Callable[[str], object], *, goes_on: Callable[[], bool]) -> None:
    """Play the case from coding to posting, again and again, each time as somebody new. After
    each step that was answered `told` gets "claim version nanoseconds" by the machine's clock.
    Where so many write that a step is refused, it was not answered, and somebody new goes on."""
    from django.db import OperationalError

    from coding.models import Case
    from sandbox.classroom.services import start_practice
    from tests.claims.bench import CLEAN, hands_of
    from tests.factories import make_user

    case, turn = Case.objects.get(slug=CLEAN), 0
    while goes_on():
        turn += 1
        with suppress(OperationalError):
            hands = hands_of(start_practice(make_user(f"{name}-{turn}"), case=case)).code().open()
            for step in (hands.check, hands.send, hands.answered, hands.post):
                step()
                claim = hands.claim
                told(f"{claim.pk} {claim.version} {time.monotonic_ns()}\n")


def look() -> Claims:
    """Every claim with its version, once it is sure that its events have no gap and that its books
    are balanced."""
    from claims.models import Claim
    from tests.claims.books import check_books

    for claim in Claim.objects.all():
        versions = list(claim.events.order_by("version").values_list("version", flat=True))
        assert versions == list(range(1, claim.version + 1)), (claim.pk, versions)
        check_books(claim)
    return dict(Claim.objects.values_list("pk", "version"))


def answered_before(told: str, moment: int) -> Claims:
    """The newest version of each claim that was answered before a moment in nanoseconds."""
    rows = [tuple(map(int, line.split())) for line in told.splitlines() if line.count(" ") == 2]
    early = [(claim, version) for claim, version, at in rows if at < moment]
    return {claim: max(v for c, v in early if c == claim) for claim, _ in early}


def main() -> None:
    """Run as a program."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "sandbox.settings"
    import django

    django.setup()
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if sys.argv[1] == "prepare":
        prepare()
    elif sys.argv[1] == "work":
        with Path(sys.argv[3]).open("w", buffering=1) as file:
            work(sys.argv[2], file.write, goes_on=lambda: True)
    else:
        sys.stdout.write(json.dumps(look()))


if __name__ == "__main__":
    main()
