"""Sending a claim, and the day that brings the remittance, against a bare Django submit."""

from tests.bench.ours import NAME, QUICK, SCRATCH, VENDOR  # isort: skip

from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coding.models import Attempt
from tests.bench.ours import DATABASE_URL
from tests.bench.sides import Cost, Side, Visitor, bare_side, cost_of, our_side
from tests.bench.table import ROUNDS, Row, beside, tell
from tests.bench.world import Ready, make_class, ready_claims

AGAINST = "bare submit: a select, an insert and an update, with session and user"
CASES = {"flu-shot-senior": 2, "uti-e-coli": 3, "twelve-month-check": 5}
"""Cases by the lines of their claims."""
MANY = 5 if QUICK else 30
"""Requests in a round."""


def main() -> None:
    """Every case, in a class of 30; the middle one in a class of 300 too."""
    small = make_class(30, 1)
    jobs = [(slug, lines, 30, small) for slug, lines in CASES.items()]
    if not QUICK:
        jobs.append(("uti-e-coli", 3, 300, make_class(300, 1)))
    with our_side(DATABASE_URL) as ours, bare_side(VENDOR, SCRATCH) as (bare, visitor):
        for slug, lines, size, course in jobs:
            ready = ready_claims(course, slug=slug, count=(ROUNDS + 1) * MANY + 1)
            where = f"{lines} lines, class of {size}, {NAME}"
            for row in measure(where, ready, ours, bare, visitor):
                tell(row)


def measure(
    where: str, ready: list[Ready], ours: Side, bare: Side, visitor: Visitor
) -> tuple[Row, Row]:
    """The two moves, each claim sent once and answered once."""
    probe, *rest = ready
    counts = queries_of(probe)
    visitors = {row.session: ours.visitor(sessionid=row.session) for row in rest}
    to_send, to_answer = iter(rest), iter(rest)

    def send() -> Cost:
        some = [next(to_send) for _ in range(MANY)]
        return cost_of(
            ours, [(visitors[row.session], submit_url(row), step_of(row)) for row in some]
        )

    def answer() -> Cost:
        some = [next(to_answer) for _ in range(MANY)]
        cost_of(ours, [(visitors[r.session], calendar_url(r), day_of(r)) for r in some])
        return cost_of(ours, [(visitors[r.session], calendar_url(r), day_of(r)) for r in some])

    def bare_submit() -> Cost:
        return cost_of(bare, [(visitor, "/submit/1/", {})] * MANY)

    sent = beside(
        f"send the claim: {where}", send, bare_submit, against=AGAINST, limit=2, queries=counts[0]
    )
    paid = beside(
        f"the day of the remittance: {where}",
        answer,
        bare_submit,
        against=AGAINST,
        limit=2,
        queries=counts[1],
    )
    return sent, paid


def submit_url(row: Ready) -> str:
    """Where the claim is sent."""
    return reverse("claims:submit", args=[row.claim_id])


def calendar_url(row: Ready) -> str:
    """Where the calendar is moved."""
    return reverse("claims:calendar", args=[row.attempt_id])


def step_of(row: Ready) -> dict[str, object]:
    """The form that sends the claim."""
    return {"key": uuid4().hex, "version": row.version}


def day_of(row: Ready) -> dict[str, object]:
    """The form that moves the calendar to the next event."""
    today = Attempt.objects.values_list("scenario_date", flat=True).get(pk=row.attempt_id)
    return {"step": "event", "from_date": today.isoformat()}


def queries_of(row: Ready) -> tuple[int, int]:
    """Queries of the two moves, transaction control left out."""
    client = Client()
    client.cookies["sessionid"] = row.session
    counts = []
    for url, data in (
        (submit_url(row), step_of(row)),
        (calendar_url(row), day_of(row)),
        (calendar_url(row), None),
    ):
        with CaptureQueriesContext(connection) as asked:
            response = client.post(url, data or day_of(row))
        assert response.status_code == 302, (url, response.status_code)
        words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        extra = 0 if data else 1
        counts.append(sum(not q["sql"].startswith(words) for q in asked.captured_queries) - extra)
    return counts[0], counts[2]


if __name__ == "__main__":
    assert not transaction.get_connection().in_atomic_block
    main()
