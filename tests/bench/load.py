"""A class at work: each learner does three searches, one post and one page a minute."""

from tests.bench.ours import NAME, QUICK, VENDOR  # isort: skip

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.urls import reverse

from coding.models import Case
from sandbox.classroom.cloning import Copy, copy_work
from sandbox.classroom.models import Course, Seat
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_assigned
from sandbox.factories import AssignmentFactory
from tests.bench.ours import DATABASE_URL
from tests.bench.sides import Side, Visitor, our_side
from tests.bench.table import Row, share, tell
from tests.bench.world import make_class, session_of

SEARCHES = ("urin", "diabetes 2", "htn", "sprain ankle", "J44", "cough", "knee pain", "asthma")
MINUTE = 60.0
VERSION = re.compile(rb'name="version" [^>]*value="(\d+)"')


@dataclass(frozen=True)
class Load:
    """So many learners, each acting once in `spread` seconds, for `seconds`."""

    name: str
    learners: int
    spread: float
    seconds: float
    limit: float = 0


LOADS = (
    (Load("steady", 6, 3, 3), Load("burst", 6, 1, 1))
    if QUICK
    else (
        Load("steady", 300, MINUTE, MINUTE, 100),
        Load("in 10 seconds", 300, 10, 10, 400),
        Load("steady", 3000, MINUTE, MINUTE),
    )
)


def main() -> None:
    """The loads one after another on two web processes; on PostgreSQL on one and on four too."""
    most = max(load.learners for load in LOADS)
    sessions = learners_at_work(make_class(most, 1))
    for workers in (2,) if VENDOR == "sqlite" else (2, 1, 4):
        with our_side(DATABASE_URL, workers=workers) as ours:
            warm(ours, sessions)
            for load in LOADS if workers == 2 else LOADS[1:2]:
                tell(run(load, ours, sessions, workers))


@dataclass(frozen=True)
class AtWork:
    """A learner's session, the attempt that is coded, and the version of its draft."""

    session: str
    attempt_id: int


def learners_at_work(course: Course) -> list[AtWork]:
    """Each learner of the class with a case that is being coded."""
    case = Case.objects.get(slug="uti-e-coli")
    assignment = AssignmentFactory(course=course, cases=[case])
    learners = [row.user for row in course.enrolments.filter(role="learner").select_related("user")]
    first, others = learners[0], learners[1:]
    work = start_assigned(assignment, case=case, seats=dict.fromkeys(Seat.Desk.values, first))
    play(work, goal=Goal.CODING)
    copy_work([Copy(work.attempt_id, {first.pk: user.pk}, assignment.pk) for user in others])
    seats = Seat.objects.filter(work__assignment=assignment, desk=Seat.Desk.CODER)
    attempts = dict(seats.values_list("user_id", "work__attempt_id"))
    return [AtWork(session_of(user), attempts[user.pk]) for user in learners]


def warm(ours: Side, sessions: list[AtWork]) -> None:
    """What is read once is read: every worker has drawn the pages."""
    for learner in sessions[:40]:
        act(ours.visitor(sessionid=learner.session), learner, random.Random(1), [], [])


def run(load: Load, ours: Side, sessions: list[AtWork], workers: int) -> Row:
    """The learners act, spread evenly; each waits for its answers, nobody for another."""
    waits: list[float] = []
    errors: list[str] = []
    before, begun = ours.cpu(), time.monotonic()
    actions = int(load.seconds / load.spread * load.learners)
    dice = random.Random(7)
    with ThreadPoolExecutor(min(load.learners, 200)) as pool:
        for number in range(actions):
            due = begun + load.seconds * number / actions
            time.sleep(max(0.0, due - time.monotonic()))
            learner = sessions[number % load.learners]
            visitor = ours.visitor(sessionid=learner.session)
            pool.submit(act, visitor, learner, dice, waits, errors)
    took, used = time.monotonic() - begun, ours.cpu() - before
    waits.sort()
    return Row(
        row=f"{load.learners:,} learners {load.name}, {workers} web processes, {NAME}: p95",
        unit="wall ms",
        ours=share(waits, 0.95),
        low=waits[0],
        high=waits[-1],
        limit=0,
        p50=share(waits, 0.5),
        p95=share(waits, 0.95),
        note=(
            f"{len(waits):,} requests, {len(waits) / took:.0f} a second, "
            f"{1000 * used / len(waits):.1f} CPU ms each, errors {len(errors)}"
            + (f", at most {load.limit:g} ms promised" if load.limit else "")
            + (f": {errors[0]}" if errors else "")
        ),
    )


def act(
    visitor: Visitor,
    learner: AtWork,
    dice: random.Random,
    waits: list[float],
    errors: list[str],
) -> None:
    """Three searches, one page, one change of the sheet that it shows."""
    for _ in range(3):
        asked = dice.choice(SEARCHES).replace(" ", "+")
        ask(visitor, f"{reverse('coding:search')}?q={asked}", None, waits, errors)
    page = ask(visitor, reverse("coding:workbench", args=[learner.attempt_id]), None, waits, errors)
    found = VERSION.search(page)
    code = dice.choice(("I10", "E11.9", "R30.0"))
    data = {"version": found[1].decode() if found else "0", "action": "add-d", "new-d": code}
    ask(visitor, reverse("coding:sheet", args=[learner.attempt_id]), data, waits, errors)


def ask(
    visitor: Visitor,
    url: str,
    data: dict[str, object] | None,
    waits: list[float],
    errors: list[str],
) -> bytes:
    """The body of one answer; what is no page, no redirect and no refused sheet is an error."""
    start = time.perf_counter()
    try:
        status, body = visitor.get(url) if data is None else visitor.post(url, data)
    except OSError as error:
        errors.append(repr(error))
        return b""
    waits.append(1000 * (time.perf_counter() - start))
    if status not in {200, 302, 422}:
        errors.append(f"{url}: {status}")
    return body


if __name__ == "__main__":
    main()
