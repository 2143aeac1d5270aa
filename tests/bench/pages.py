"""Every page that people work on, in a class of 300 at 40 cases, beside a bare page of 25 rows.

Prints a table and writes `build/bench.json`. Each figure is CPU time in this process (wall clock
drifts on a shared machine), the median of interleaved warm rounds, with the queries beside it.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = ROOT / "build" / "bench.sqlite3"
LEARNERS, CASES, ROUNDS = 300, 40, 7


def main() -> None:
    """Make the class once, then measure."""
    DATABASE.parent.mkdir(exist_ok=True)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATABASE}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")
    os.environ["LOG_LEVEL"] = "ERROR"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "tests.bench.bare"
    make_class()
    rows = measure()
    (ROOT / "build" / "bench.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


def make_class() -> None:
    """The seeded class, made the first time."""
    from django.core.management import call_command

    from sandbox.classroom.models import Course

    call_command("build_codebook", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_cases", quiet=True)
    if not Course.objects.exists():
        call_command("seed_class", "--learners", str(LEARNERS), "--cases", str(CASES))


def pages() -> dict[str, tuple[str, str]]:
    """The name of each page with its visitor and its address."""
    from django.urls import reverse

    from claims.models import Claim
    from coding.models import Attempt
    from sandbox.classroom.models import Course, Enrolment

    course = Course.objects.latest("pk")
    teacher = course.enrolments.get(role=Enrolment.Role.INSTRUCTOR).user.username
    learner = course.enrolments.filter(role=Enrolment.Role.LEARNER).first()
    assert learner is not None
    own = Attempt.objects.filter(work__seats__user=learner.user)
    coding = own.filter(coding_open=True).first() or own.first()
    claim = Claim.objects.filter(attempt__in=own).exclude(state="closed").first()
    assert coding is not None
    assert claim is not None
    name = learner.user.username
    found = {
        "coder's dashboard": (name, reverse("classroom:coder")),
        "biller's dashboard": (name, reverse("classroom:biller")),
        "own marks": (name, reverse("classroom:own_marks")),
        "practice": (name, reverse("practice:home")),
        "coder's workbench": (name, reverse("coding:workbench", args=[coding.pk])),
        "biller's workbench": (name, reverse("claims:claim", args=[claim.pk])),
        "instructor's dashboard": (teacher, reverse("classroom:instructor")),
    }
    for view in (
        "course", "board", "assignments", "marking", "gradebook", "attempts", "misses", "people",
        "log", "figures",
    ):  # fmt: skip
        found[f"class: {view}"] = (teacher, reverse(f"classroom:{view}", args=[course.pk]))
    return found


def measure() -> list[dict[str, Any]]:
    """CPU milliseconds and queries of each page, the bare page measured in every round too."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from sandbox.accounts.models import User

    wanted = pages()
    clients: dict[str, Client] = {}
    for name, _ in wanted.values():
        clients[name] = Client()
        clients[name].force_login(
            User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
    times: dict[str, list[float]] = {page: [] for page in wanted}
    bare: list[float] = []
    queries: dict[str, int] = {}
    for page, (name, url) in wanted.items():
        with CaptureQueriesContext(connection) as asked:
            response = clients[name].get(url)
        assert response.status_code == 200, (page, response.status_code)
        queries[page] = len(asked)
    any_client = next(iter(clients.values()))
    for _ in range(ROUNDS):
        bare.append(cpu(lambda: any_client.get("/rows/")))
        for page, (name, url) in wanted.items():
            times[page].append(cpu(lambda name=name, url=url: clients[name].get(url)))  # type: ignore[misc]
    theirs = statistics.median(bare)
    sys.stdout.write(f"{'page':<26}{'CPU ms':>8}{'range':>16}{'queries':>9}{'x bare':>8}\n")
    sys.stdout.write(f"{'bare page of 25 rows':<26}{theirs:>8.1f}\n")
    rows = []
    for page, found in times.items():
        ours = statistics.median(found)
        span = f"{min(found):.0f} to {max(found):.0f}"
        sys.stdout.write(
            f"{page:<26}{ours:>8.1f}{span:>16}{queries[page]:>9}{ours / theirs:>8.1f}\n"
        )
        rows.append(
            {
                "row": page,
                "ours": round(ours, 2),
                "against": "a bare Django page of 25 rows",
                "theirs": round(theirs, 2),
                "ratio": round(ours / theirs, 2),
                "unit": "CPU ms",
                "queries": queries[page],
            }
        )
    return rows


def cpu(call: Callable[[], Any]) -> float:
    """CPU milliseconds of this process for one call."""
    before = time.process_time()
    call()
    return 1000 * (time.process_time() - before)


if __name__ == "__main__":
    main()
