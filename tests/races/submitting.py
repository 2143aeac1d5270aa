"""Many people send at the same moment: who calls what, what each is told, and what must be true."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import Error

from claims.models import Claim, Submission
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.sending import submit_claim
from sandbox.accounts.models import User
from tests.claims.books import check_books
from tests.races.pool import Ready

PATTERNS = (("a",), ("a", "b", "c"), ("a", "a", "a"), ("a", "b", "a", "b"))
"""The keys with which one claim is sent: by one, by rivals, by one who repeats, by both kinds."""

CALLS_A_ROUND = sum(map(len, PATTERNS))
TOO_LATE = (StaleClaim.__name__, IllegalMove.__name__)


@dataclass(frozen=True)
class Call:
    """One sending of one claim."""

    claim: int
    version: int
    actor: int
    key: str


@dataclass(frozen=True)
class Told:
    """What the caller was told: the event that the call made or had made, or the error."""

    call: Call
    event: int | None
    error: str = ""


def claims_for(calls: int) -> int:
    """How many claims it takes for at least so many calls."""
    return len(PATTERNS) * -(-calls // CALLS_A_ROUND)


def calls_on(claims: Sequence[Ready], *, dice: random.Random) -> Iterator[Call]:
    """The calls on each claim, one after another and shuffled, so that dealt out to processes in
    turn they meet at the claim."""
    for number, claim in enumerate(claims):
        keys = [f"{name}-{claim.claim}" for name in PATTERNS[number % len(PATTERNS)]]
        dice.shuffle(keys)
        for key in keys:
            yield Call(claim.claim, claim.version, claim.actor, key)


def submit_all(calls: Sequence[Call]) -> list[Told]:
    """Send these, one after another, as one process does."""
    return [_submit(call) for call in calls]


def _submit(call: Call) -> Told:
    try:
        event = submit_claim(
            call.claim,
            actor=User.objects.get(pk=call.actor),
            key=call.key,
            expected_version=call.version,
        )
    except (StaleClaim, IllegalMove) as late:
        return Told(call, None, type(late).__name__)
    except Error as broken:
        return Told(call, None, f"{type(broken).__name__}: {broken}")
    return Told(call, event.pk)


def problems(claims: Sequence[Ready], told: Sequence[Told]) -> list[str]:
    """Whatever is lost, doubled, half done or wrongly answered; nothing when all is well."""
    about: defaultdict[int, list[Told]] = defaultdict(list)
    for row in told:
        about[row.call.claim].append(row)
    return [
        *_wrong_answers(told),
        *(problem for claim in claims for problem in _wrong_rows(claim, about[claim.claim])),
    ]


def _wrong_answers(told: Sequence[Told]) -> Iterator[str]:
    """An error that is none of the two that mean "too late", such as "database is locked"."""
    for row in told:
        if row.event is None and row.error not in TOO_LATE:
            yield f"{row.call.key} was answered {row.error}"


def _wrong_rows(ready: Ready, told: Sequence[Told]) -> Iterator[str]:
    """What one claim's rows say beside what its callers were told."""
    claim = Claim.objects.get(pk=ready.claim)
    events = list(claim.events.order_by("pk"))
    sent = [event for event in events if event.move == "submit"]
    numbers = list(claim.submissions.values_list("number", flat=True))
    if len(sent) != 1 or numbers != [1]:
        yield f"{claim}: {len(sent)} events and {len(numbers)} submissions"
    versions = [event.version for event in events]
    if versions != list(range(1, claim.version + 1)) or claim.state != "submitted":
        yield f"{claim} is {claim.state}, version {claim.version}, with events {versions}"
    if [event.payload["submission"] for event in sent] != [
        row.pk for row in Submission.objects.filter(claim=claim)
    ]:
        yield f"{claim}: the log names another submission"
    winners = {(event.key, event.pk) for event in sent}
    if (acknowledged := {(row.call.key, row.event) for row in told if row.event}) != winners:
        yield f"{claim}: acknowledged {acknowledged}, stored {winners}"
    keys = {key for key, _ in winners}
    if turned_away := [row.call.key for row in told if row.event is None and row.call.key in keys]:
        yield f"{claim}: {turned_away} won and was turned away"
    try:
        check_books(claim)
    except AssertionError as wrong:
        yield f"{claim}: the books: {wrong}"
