"""What the measurements are made on: classes at work, and claims that are ready to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from django.core.management import call_command
from django.test import Client

from claims.models import Claim
from claims.services.checking import check_coverage
from coding.models import Case
from sandbox.accounts.models import User
from sandbox.classroom.cloning import Copy, copy_work
from sandbox.classroom.models import Course, Enrolment, Seat
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_assigned
from sandbox.factories import AssignmentFactory

BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_class(learners: int, cases: int) -> Course:
    """A class of that size at work, and the cases that it needs."""
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    call_command("load_cases", quiet=True)
    call_command("seed_class", "--learners", str(learners), "--cases", str(cases), **quiet)
    return Course.objects.latest("pk")


def session_of(user: User) -> str:
    """The session cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies["sessionid"].value


@dataclass(frozen=True)
class Ready:
    """A claim that can be sent as it stands, and its biller's session."""

    claim_id: int
    attempt_id: int
    version: int
    session: str


def ready_claims(course: Course, *, slug: str, count: int) -> list[Ready]:
    """So many claims of that case whose coverage was checked and which the scrubber lets pass, one
    a learner of the class and assignment; made once by the services, then copied."""
    case = Case.objects.get(slug=slug)
    learners = [
        row.user
        for row in course.enrolments.filter(role=Enrolment.Role.LEARNER).select_related("user")
    ]
    sessions = {user.pk: session_of(user) for user in learners[: min(count, len(learners))]}
    found: list[Ready] = []
    while len(found) < count:
        assignment = AssignmentFactory(course=course, cases=[case])
        first = learners[0]
        work = start_assigned(assignment, case=case, seats=dict.fromkeys(Seat.Desk.values, first))
        play(work, goal=Goal.OPENED)
        check_coverage(work.attempt.claims.get().pk, actor=first)
        others = learners[1 : count - len(found)]
        copy_work([Copy(work.attempt_id, {first.pk: user.pk}, assignment.pk) for user in others])
        found += _of(assignment.work.values_list("attempt_id", flat=True), sessions)
    return found[:count]


def _of(attempts: Sequence[int], sessions: dict[int, str]) -> list[Ready]:
    rows = Claim.objects.filter(attempt__in=list(attempts)).order_by("pk")
    billers = dict(
        Seat.objects.filter(desk=Seat.Desk.BILLER, work__attempt__in=list(attempts)).values_list(
            "work__attempt_id", "user_id"
        )
    )
    return [
        Ready(row.pk, row.attempt_id, row.version, sessions[billers[row.attempt_id]])
        for row in rows
    ]
