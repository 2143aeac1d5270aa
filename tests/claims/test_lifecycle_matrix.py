"""Every state, every move, every role: generated from the model and the table of roles.

What is expected is read from the transitions' own declarations; what happens is asked of `advance`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from claims.models import Claim, ClaimState, Disposition
from claims.services.advance import IllegalMove, advance
from sandbox.accounts.models import User
from sandbox.classroom.models import Enrolment
from sandbox.classroom.roles import ASSISTANT, BILLER, CODER, INSTRUCTOR, MANAGER
from sandbox.classroom.services import enrol
from tests.claims.bench import SCAN, WOUND, Hands, pair
from tests.factories import make_user

TRANSITIONS = tuple(Claim._meta.get_field("state").get_all_transitions(Claim))
MOVES = sorted({transition.name for transition in TRANSITIONS})
STATES = ClaimState.values
ROLES = {
    "coder": CODER,
    "biller": BILLER,
    "instructor": INSTRUCTOR,
    "assistant": ASSISTANT,
    "classmate": frozenset[str](),
    "outsider": frozenset[str](),
}
CALLS: dict[str, dict[str, Any]] = {
    "accept": {"icn": "SBX26001000009", "on": None},
    "close": {"disposition": Disposition.PAID_IN_FULL},
}
"""What a transition is called with, where it takes something."""


def declared(move: str, state: str) -> Any:
    """The transition of that name from that state; None when the table has none."""
    rows = (row for row in TRANSITIONS if row.name == move and row.source == state)
    return next(rows, None)


def reach(state: str) -> Hands:
    """A pair whose claim stands in a state, reached through the services alone."""
    hands = pair(WOUND if state == "pended" else SCAN).code().open()
    if state == "draft":
        return hands
    if state == "rejected":
        hands.edit(member_id="SBX200000000")
    hands.unscrubbed().send()
    if state == "submitted":
        hands.move()
        return hands
    hands.answered()
    REACH.get(state, lambda _: None)(hands)
    return hands


def _denied(hands: Hands) -> None:
    hands.post().correct()
    hands.edit(rendering_npi="9990000059")
    hands.resend()
    hands.answered()


REACH: dict[str, Any] = {
    "denied": _denied,
    "corrected": lambda hands: hands.post().correct(),
    "appealed": lambda hands: hands.post().appeal(
        "It was needed.", ["MRI brain without contrast, our scanner, read by me"]
    ),
    "closed": lambda hands: hands.post().void(),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """One claim in each state, and everybody; all of it is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = {state: reach(state).claim.pk for state in STATES}
        for claim in Claim.objects.select_related("attempt__work__assignment__course"):
            course = claim.attempt.work.assignment.course
            enrol(course, user=make_user("helper"), role=Enrolment.Role.ASSISTANT)
            enrol(course, user=make_user("classmate"), role=Enrolment.Role.LEARNER)
        yield found
        transaction.set_rollback(True)


PEOPLE = {"instructor": "teacher", "assistant": "helper"}


def person(role: str) -> User:
    return make_user(PEOPLE.get(role, role))


def attempt_move(claim: Claim, move: str, actor: User | None) -> str:
    """What comes of a move, which is undone again."""
    call = dict(CALLS.get(move, {}))
    if "on" in call:
        call["on"] = claim.attempt.scenario_date
    with transaction.atomic():
        try:
            advance(
                claim.pk,
                move,
                actor=actor,
                key="matrix",
                expected_version=claim.version,
                effect=lambda _: {"_call": call},
            )
        except IllegalMove:
            return "illegal"
        except PermissionDenied:
            return "forbidden"
        finally:
            transaction.set_rollback(True)
    return "made"


def expected(claim: Claim, move: str, allowed: frozenset[str] | None) -> str:
    """What the table says; `allowed` None is the system."""
    row = declared(move, claim.state)
    if row is None or not all(condition(claim) for condition in row.conditions):
        return "illegal"
    if allowed is None:
        return "made"
    return "made" if isinstance(row.permission, str) and row.permission in allowed else "forbidden"


def test_every_state_is_reached(world: dict[str, int]) -> None:
    assert {state: Claim.objects.get(pk=pk).state for state, pk in world.items()} == {
        state: state for state in STATES
    }


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", STATES)
def test_move_by_every_role(world: dict[str, int], db: None, state: str, move: str) -> None:
    claim = Claim.objects.get(pk=world[state])
    found = {role: attempt_move(claim, move, person(role)) for role in ROLES}
    assert found == {role: expected(claim, move, allowed) for role, allowed in ROLES.items()}
    assert attempt_move(claim, move, None) == expected(claim, move, None)


def test_nobody_alone_holds_every_move() -> None:
    """The payer's moves and the calendar's are nobody's, whatever one's permissions."""
    nobodys = {row.name for row in TRANSITIONS if not isinstance(row.permission, str)}
    assert nobodys == {row.name for row in TRANSITIONS if row.custom["by"] in {"payer", "system"}}
    wanted = {row.permission for row in TRANSITIONS if isinstance(row.permission, str)}
    assert wanted <= BILLER | MANAGER


def test_every_persons_move_has_a_label() -> None:
    unlabelled = [
        row.name
        for row in TRANSITIONS
        if isinstance(row.permission, str) and not row.custom["label"]
    ]
    assert unlabelled == []
