"""Memory of a worker and cold start, against a bare Django project's."""

from tests.bench.ours import NAME, QUICK, SCRATCH, VENDOR  # isort: skip

import statistics
import time
from contextlib import AbstractContextManager

from tests.bench.ours import DATABASE_URL
from tests.bench.sides import BARE, Side, bare_side, our_side
from tests.bench.table import ROUNDS, Row, tell
from tests.bench.world import make_class, session_of
from tests.servers import Served, fresh_database, serving

VISITS = 40


def main() -> None:
    """After the same number of pages; then how long until the first answer."""
    course = make_class(5, 1)
    learner = course.enrolments.exclude(role="instructor")[0].user
    with our_side(DATABASE_URL, workers=2) as ours, bare_side(VENDOR, SCRATCH, workers=2) as other:
        bare, visitor = other
        own = ours.visitor(sessionid=session_of(learner))
        for _ in range(VISITS):
            for path in ("/coder/", "/biller/", "/coding/codes/search/?q=diabetes"):
                assert own.get(path)[0] == 200
            visitor.get("/rows/25/")
        tell(memory(ours, bare))
    with fresh_database(VENDOR, SCRATCH, more=BARE) as bare_url:
        tell(cold(bare_url))


def memory(ours: Side, bare: Side) -> Row:
    """PSS of the mean worker after the same number of visits."""
    mine, theirs = ours.pss() / 2**20, bare.pss() / 2**20
    return Row(
        row=f"memory of a worker, {NAME}",
        unit="MiB PSS",
        ours=mine,
        low=mine,
        high=mine,
        theirs=theirs,
        against="a bare Django project's worker",
        limit=1.5,
    )


def cold(bare_url: str) -> Row:
    """CPU from the start of the server to its first answer."""
    rounds = 2 if QUICK else ROUNDS
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(start(serving(DATABASE_URL, workers=1), DATABASE_URL))
        served = serving(bare_url, app="tests.bench.bare.wsgi", workers=1, more=BARE)
        theirs.append(start(served, bare_url))
    return Row(
        row=f"cold start to the first answer, {NAME}",
        unit="CPU ms",
        ours=statistics.median(mine),
        low=min(mine),
        high=max(mine),
        theirs=statistics.median(theirs),
        against="a bare Django project's",
        limit=2,
    )


def start(server: AbstractContextManager[Served], url: str) -> float:
    """CPU ms of the server's processes until `/health/` has answered; the database's left out."""
    with server as served:
        time.sleep(0.2)
        return 1000 * Side(served, "").cpu()


if __name__ == "__main__":
    main()
