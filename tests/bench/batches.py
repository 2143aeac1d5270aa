"""Adjudicating and storing a batch of claims against storing the same rows by `executemany`; and
marking 10,000 attempts again."""

from tests.bench.ours import NAME, QUICK, VENDOR  # isort: skip

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Adjustment, Claim, ClaimEvent, Remittance, RemittanceLine
from claims.services.calendar import move_calendar
from claims.services.sending import submit_claim
from coding.models import Attempt, Case, CaseVersion
from coding.services.remarking import remark_batch
from sandbox.accounts.models import User
from sandbox.classroom.cloning import Copy, copy_work
from sandbox.classroom.keys import apply_key, version_for
from sandbox.classroom.models import Course, Seat
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_assigned
from sandbox.factories import AssignmentFactory
from tests.bench.table import ROUNDS, Row, alone, tell
from tests.bench.world import make_class, ready_claims

BATCH = 10 if QUICK else 50
ATTEMPTS = 200 if QUICK else 10_000
LINES = "uti-e-coli"
"""A case whose claim has three lines."""
TABLES = (Remittance, RemittanceLine, Adjustment, ClaimEvent)
Stored = list[tuple[str, list[tuple[object, ...]]]]


def main() -> None:
    """Both, on the database that is asked for."""
    course = make_class(30, 1)
    tell(adjudicating(course))
    if VENDOR == "sqlite":
        tell(remarking(course))


def adjudicating(course: Course) -> Row:
    """A batch of claims answered, CPU ms a claim, in turn with their rows stored bare."""
    ready = iter(ready_claims(course, slug=LINES, count=(ROUNDS + 1) * BATCH))
    mine, theirs = [], []
    for round_ in range(ROUNDS + 1):
        attempts = [next(ready).attempt_id for _ in range(BATCH)]
        for attempt_id in attempts:
            send_and_acknowledge(attempt_id)
        steps = [next_step(attempt_id) for attempt_id in attempts]
        before = time.process_time()
        with transaction.atomic():
            for step in steps:
                step()
        ours = time.process_time() - before
        stored = rows_of(attempts)
        before = time.process_time()
        store(stored)
        if round_:
            mine.append(1000 * ours / BATCH)
            theirs.append(1000 * (time.process_time() - before) / BATCH)
    return Row(
        row=f"adjudicate and store, a claim of a batch of {BATCH}, {NAME}",
        unit="CPU ms",
        ours=statistics.median(mine),
        low=min(mine),
        high=max(mine),
        theirs=statistics.median(theirs),
        against="the same rows by executemany",
        limit=4,
        note="CPU of the web process",
    )


def biller_of(attempt_id: int) -> User:
    """Who sits at the biller's desk."""
    return User.objects.get(
        pk=Seat.objects.get(work__attempt=attempt_id, desk=Seat.Desk.BILLER).user_id
    )


def send_and_acknowledge(attempt_id: int) -> None:
    """Up to where the payer has the claim and has not answered."""
    claim = Claim.objects.get(attempt=attempt_id)
    submit_claim(
        claim.pk,
        actor=biller_of(attempt_id),
        key=f"bench-{attempt_id}",
        expected_version=claim.version,
    )
    next_step(attempt_id)()


def next_step(attempt_id: int) -> Callable[[], object]:
    """What moves the calendar to the next event; who moves it is known by then, as on a page."""
    today = Attempt.objects.values_list("scenario_date", flat=True).get(pk=attempt_id)
    actor = biller_of(attempt_id)
    return partial(move_calendar, attempt_id, actor=actor, step="event", from_date=today)


def rows_of(attempts: list[int]) -> Stored:
    """The rows that the answers made, as they stand in their tables, and where they go."""
    paths = {
        Remittance: "submission__claim__attempt__in",
        RemittanceLine: "remittance__submission__claim__attempt__in",
        Adjustment: "line__remittance__submission__claim__attempt__in",
        ClaimEvent: "claim__attempt__in",
    }
    found: Stored = []
    with connection.cursor() as cursor:
        for model, path in paths.items():
            rows = model.objects.filter(**{path: attempts})
            if model is ClaimEvent:
                rows = rows.filter(move__in=["pay", "deny"])
            columns = [
                field.column for field in model._meta.concrete_fields if not field.primary_key
            ]
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            keys = ", ".join(str(pk) for pk in rows.values_list("pk", flat=True))
            table = model._meta.db_table
            cursor.execute(f"SELECT {names} FROM {table} WHERE id IN ({keys})")
            listed = [tuple(_plain(row)) for row in cursor.fetchall()]
            marks = ", ".join(["%s"] * len(columns))
            found.append((f"INSERT INTO {twin_of(table)} ({names}) VALUES ({marks})", listed))
    return found


@cache
def twin_of(table: str) -> str:
    """An empty table with the same columns, constraints and indexes."""
    twin = f"bench_{table}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {twin} (LIKE {table} INCLUDING ALL)")
            return twin
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
            "AND type IN ('table', 'index') ORDER BY type DESC",
            [table],
        )
        for name, sql in cursor.fetchall():
            renamed = sql.replace(f'"{name}"', f'"bench_{name}"', 1)
            cursor.execute(renamed.replace(f'ON "{table}"', f'ON "{twin}"'))
    return twin


def _plain(row: tuple[object, ...]) -> Iterator[object]:
    """Values as the driver takes them back."""
    for value in row:
        if isinstance(value, dict | list):
            from psycopg.types.json import Jsonb

            yield Jsonb(value)
        else:
            yield value


def store(stored: Stored) -> None:
    """The same rows by `executemany`, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        for insert, rows in stored:
            cursor.executemany(insert, rows)


def remarking(course: Course) -> Row:
    """A mended key applied to so many finalised attempts."""
    case = Case.objects.get(slug=LINES)
    learners = [row.user for row in course.enrolments.filter(role="learner")]
    first = learners[0]
    while Attempt.objects.filter(case_version__case=case, coding_open=False).count() < ATTEMPTS:
        assignment = AssignmentFactory(course=course, cases=[case])
        seats = dict.fromkeys(Seat.Desk.values, first)
        work = start_assigned(assignment, case=case, seats=seats)
        play(work, goal=Goal.CODED)
        for _ in range(10):
            copy_work(
                [Copy(work.attempt_id, {first.pk: user.pk}, assignment.pk) for user in learners]
            )
    teacher = course.enrolments.get(role="instructor").user
    found, queries = [], 0
    for turn in range(2):
        base = version_for(course, case)
        before = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            run_to_the_end(course, base, teacher, turn)
        found.append(time.process_time() - before)
        queries = len(asked)
    count = Attempt.objects.filter(case_version__case=case, coding_open=False).count()
    return alone(f"mark {count:,} attempts again, {NAME}", found, unit="CPU s", queries=queries)


def run_to_the_end(course: Course, base: CaseVersion, teacher: User, turn: int) -> None:
    """The key with another rationale, applied to the class batch by batch."""
    key = base.parsed().key
    changed = replace(
        key,
        diagnoses=(
            replace(key.diagnoses[0], rationale=f"Looked at again, time {turn}."),
            *key.diagnoses[1:],
        ),
    )
    run = apply_key(
        course,
        base=version_for(course, base.case),
        key=changed,
        actor=teacher,
        reason="Looked at again.",
        never_lower=True,
    )
    while remark_batch(run.remarking.pk):
        pass


if __name__ == "__main__":
    main()
