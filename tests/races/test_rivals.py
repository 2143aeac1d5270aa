"""Every step of a claim, met by a rival at each of its queries: one wins, the other is told."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims.lifecycle import all_moves
from claims.models import Claim, ClaimEvent
from tests.claims.bench import Hands, alone
from tests.claims.books import check_books
from tests.claims.doors import DOORS, automatic, opened
from tests.claims.pages import Door, client_of, step
from tests.copies import copied_database, new_database
from tests.crashes.claims_scenes import CALENDAR, SCENES, first_answered_anew, paid_then_mended
from tests.crashes.services import HELPERS, Watch, name_of
from tests.processes import connected
from tests.races.rivals import Met, meet
from tests.servers import VENDORS

CONFLICT = "Someone, or another tab, moved this first"
REASONS = (
    "This claim has moved on since you opened the page.",
    "cannot take this step now.",
    "The calendar already stands at",
    "Nothing is on its way: the next step is yours.",
    "The coder has the codes already.",
    "No write-off waits for approval on this claim.",
)
"""How the pages of 409 say what happened."""


@dataclass(frozen=True)
class Post:
    """A form that one can post from a page: by whom, where and what, as the page stood."""

    session: str
    url: str
    data: dict[str, Any]

    def send(self) -> HttpResponse:
        """Post it, in a browser of its own."""
        client = Client()
        client.cookies["sessionid"] = self.session
        return client.post(self.url, self.data)


def post(hands: Hands, url: str, data: Mapping[str, Any]) -> Post:
    """A form of the biller, who has signed in."""
    return Post(client_of(hands.biller).cookies["sessionid"].value, url, dict(data))


Make = Callable[[Hands], Post]


def by_door(door: Door) -> Make:
    """What the page of that door posts, with a key of its own each time."""
    return lambda hands: post(hands, door.url(hands), door.data(hands))


def next_event(hands: Hands) -> Post:
    """The calendar's button for the next event."""
    day = hands.attempt.scenario_date.isoformat()
    url = reverse("claims:calendar", args=[hands.attempt_id])
    return post(hands, url, {"step": "event", "from_date": day})


def open_claim(hands: Hands) -> Post:
    """The button that opens the claim."""
    return post(hands, reverse("claims:open", args=[hands.attempt_id]), {"key": "open"})


def choose_scrubber(hands: Hands) -> Post:
    """The choice of how strict the scrubber is."""
    url = reverse("claims:scrubber", args=[hands.claim.pk])
    return post(hands, url, step(hands.claim, strength="basic"))


BY_NAME = {door.name: door for door in DOORS}
ANOTHER = {
    "draft": by_door(BY_NAME["boxes"]),
    "rejected": by_door(BY_NAME["boxes"]),
    "submitted": by_door(BY_NAME["ask_status"]),
    "pended": by_door(BY_NAME["send_information"]),
    "paid": by_door(BY_NAME["open_correction"]),
    "denied": by_door(BY_NAME["open_correction"]),
    "corrected": by_door(BY_NAME["cancel_correction"]),
    "appealed": by_door(BY_NAME["ask_status"]),
    "closed": by_door(BY_NAME["reopen"]),
}
"""In each state of a claim a step that is open in it."""


@dataclass(frozen=True)
class Duel:
    """A step, where it is open, and whether a rival who takes it too is told so."""

    name: str
    ready: Callable[[], Hands]
    make: Make
    is_versioned: bool = True

    def __str__(self) -> str:
        return self.name


HARMLESS = {"check_coverage", "authorization", "posting_mode", "post", "post_lines"}
"""What may be done twice: questions, a choice, and posting a remittance that is posted."""

DUELS = (
    *(Duel(door.name, door.ready, by_door(door), door.name not in HARMLESS) for door in DOORS),
    *(
        Duel("post", partial(automatic, ready), by_door(BY_NAME["post"]), is_versioned=False)
        for ready in (paid_then_mended, first_answered_anew)
    ),
    *(Duel(name, ready, next_event) for name, ready in CALENDAR.items()),
    Duel("open", lambda: alone().code(), open_claim, is_versioned=False),
    Duel("scrubber", opened, choose_scrubber, is_versioned=False),
)
MOVES = {move.name for move in all_moves()}
ELSEWHERE = {
    "claims.services.commenting.comment_box",
    "claims.services.commenting.remove_box_comment",
    "claims.services.opening.set_up_billing",
}
"""Writing services that change no claim: an instructor's comments, and what an attempt begins
with."""

SAMPLE = {"submit"}
"""What is met by who does the same each time; the rest by `make prove`."""


def _every() -> list[Any]:
    return [
        pytest.param(
            duel,
            against,
            id=f"{duel}-against-{against}",
            marks=() if against == "same" and duel.name in SAMPLE else pytest.mark.prove,
        )
        for duel in DUELS
        for against in ("same", "another", "calendar")
    ]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(("duel", "against"), _every())
def test_rival_at_every_query(
    duel: Duel, against: str, vendor: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), new_database(vendor, tmp_path) as base:
        with connected(base), transaction.atomic():
            hands = duel.ready()
            mine, theirs = duel.make(hands), _rival(duel, against, hands)(hands)
        with copied_database(base, tmp_path) as url, connected(url):
            queries = meet(mine.send, theirs.send, at=0).queries
            alone_steps = steps_of(hands)
        wins = set()
        for at in range(1, queries + 1):
            with copied_database(base, tmp_path) as url, connected(url):
                met = meet(mine.send, theirs.send, at=at)
                wins.add(_check(met, is_duel=_is_duel(duel, against)))
                _check_claims(hands)
                assert against != "same" or steps_of(hands) == alone_steps
        assert not _is_duel(duel, against) or wins == {"request", "rival"}


def _rival(duel: Duel, against: str, hands: Hands) -> Make:
    """What the rival does where the claim stands."""
    claim = Claim.objects.filter(attempt=hands.attempt_id).order_by("sequence").last()
    if against == "same" or claim is None:
        return duel.make
    return next_event if against == "calendar" else ANOTHER[claim.state]


def _is_duel(duel: Duel, against: str) -> bool:
    """Only one of the two can be served. What the payer does on a date is done whatever was done
    before, and so is what is harmless; sending the codes back leaves the claim as it is."""
    if against == "another":
        return duel.is_versioned and duel.name not in {*CALENDAR, "return_codes"}
    return duel.is_versioned and against == "same"


def _check(met: Met, *, is_duel: bool) -> str:
    """One of the two is served; who is not gets the page that says why. Who won, or "both"."""
    answers = {"request": met.request, "rival": met.rival}
    served = [name for name, answer in answers.items() if answer.status_code == 302]
    assert served
    assert len(served) == 1 or not is_duel
    for answer in answers.values():
        if answer.status_code == 422:
            assert not is_duel, "a question about what is there no more"
        elif answer.status_code != 302:
            page = unescape(answer.content.decode())
            assert answer.status_code == 409
            assert CONFLICT in page
            assert any(reason in page for reason in REASONS)
    return served[0] if len(served) == 1 else "both"


def _check_claims(hands: Hands) -> None:
    """Nothing is half done: the books hold, and each version has its event."""
    for claim in Claim.objects.filter(attempt=hands.attempt_id):
        check_books(claim)
        versions = list(claim.events.order_by("version").values_list("version", flat=True))
        assert versions == list(range(1, claim.version + 1))


def steps_of(hands: Hands) -> Counter[str]:
    """How often each step stands in the logs of the encounter's claims."""
    events = ClaimEvent.objects.filter(claim__attempt=hands.attempt_id)
    return Counter(events.values_list("move", flat=True))


def test_every_move_of_the_lifecycle_is_met_by_a_rival() -> None:
    assert {duel.name for duel in DUELS} >= MOVES


@pytest.mark.prove
def test_every_writing_service_of_the_claim_is_met_by_a_rival(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    """The steps make the moves that they are named after, and reach every service."""
    reached: set[str] = set()
    for duel in DUELS:
        with (
            django_db_blocker.unblock(),
            new_database("sqlite", tmp_path) as url,
            connected(url),
        ):
            with transaction.atomic():
                form = duel.make(hands := duel.ready())
            before, watch = steps_of(hands), Watch()
            with connection.execute_wrapper(watch):
                assert form.send().status_code == 302
            made = steps_of(hands) - before
            assert made[duel.name] == 1 or duel.name not in MOVES
            reached.update(name for _, at_work in watch.writes for name in at_work)
    services = {name_of(scene.service) for scene in SCENES} | HELPERS
    claims = {name for name in services if name.startswith("claims.")}
    assert claims - reached == ELSEWHERE
