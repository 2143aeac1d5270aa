"""Any number of claims that are ready to be sent: one is played, the rest are copies of it."""

from dataclasses import dataclass

from django.db import transaction

from claims.models import Claim
from coding.models import Case
from sandbox.accounts.models import User
from sandbox.classroom.cloning import Copy, copy_work
from sandbox.classroom.models import Enrolment, Seat
from sandbox.classroom.services import start_assigned
from sandbox.factories import AssignmentFactory
from tests.claims.bench import CLEAN, hands_of, ready
from tests.factories import make_course, make_user

BATCH = 500


@dataclass(frozen=True)
class Ready:
    """A claim in draft that the scrubber lets through, and who sits at both desks of it."""

    claim: int
    version: int
    actor: int


@transaction.atomic
def ready_claims(count: int) -> list[Ready]:
    """So many claims of a class, each of a learner of its own."""
    first = make_user("first")
    course = make_course(first)
    case = Case.objects.get(slug=ready(CLEAN))
    assignment = AssignmentFactory.create(course=course, cases=[case])
    seats = dict.fromkeys(Seat.Desk.values, first)
    played = hands_of(start_assigned(assignment, case=case, seats=seats)).code().open().check()
    people = User.objects.bulk_create(
        User(username=f"racer{number}", password="!") for number in range(1, count)
    )
    Enrolment.objects.bulk_create(
        Enrolment(course=course, user=user, pseudonym=user.username) for user in people
    )
    for start in range(0, len(people), BATCH):
        copy_work(
            [
                Copy(played.attempt_id, {first.pk: user.pk}, assignment.pk)
                for user in people[start : start + BATCH]
            ]
        )
    rows = Claim.objects.order_by("pk").values_list("pk", "version", "attempt__work__seats__user")
    return [Ready(*row) for row in rows.distinct()]
