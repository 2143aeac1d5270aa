"""Every column of every table sent along with every form: nothing but what the form is for changes.

The same valid post is made twice from the same state, once as it is and once with a value for each
column; both leave the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sandbox.accounts.models import User
from tests.claims.doors import DOORS as CLAIM_STEPS
from tests.claims.doors import opened
from tests.claims.pages import Door, client_of
from tests.sandbox.access_table import DOORS, arguments
from tests.sandbox.posts import POSTS, STEPS, Data, Post
from tests.sandbox.rows import Rows, changes, every_row
from tests.sandbox.world import World, undone

pytestmark = pytest.mark.django_db

HOSTILE = "hostile-value"
BESIDE = {"pk": "1", "id": "1", "role": "instructor", "is_staff": "on", "is_superuser": "on"}
CHANCE = frozenset(
    {"Enrolment.pseudonym", "JoinCode.code", "User.password", "AccessLog.session_hash"}
)
"""Columns in which a new random value is right each time; none of them may hold what was sent."""

READ_ONLY = {
    "authoring:preview": "shows what is typed",
    "claims:try": "shows what a payer would answer",
}
"""Posts that store nothing, and why."""

SHORT = {
    "sign_up", "account name", "coding:sheet", "coding:finalise", "coding:comment",
    "classroom:settings", "classroom:person", "classroom:roster", "classroom:assignment",
    "classroom:extend", "classroom:marking override", "authoring:edit",
    "claims:boxes", "claims:submit",
}  # fmt: skip
"""Tried whenever the tests are run; the others by `make prove`."""


def long(name: str) -> Any:
    """The mark of a post that is not tried each time."""
    return () if name in SHORT else pytest.mark.prove


def columns() -> dict[str, str]:
    """Each name that a column of any table has, with a value that such a column would take."""
    found: dict[str, str] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.Field):
                for name in {field.name, field.attname}:
                    found.setdefault(name, _value(field))
    return found | BESIDE


def _value(field: models.Field) -> str:
    if field.is_relation:
        return str(field.related_model._base_manager.values_list("pk", flat=True).last() or 1)
    if field.choices:
        return str(field.choices[-1][0])
    kinds = {
        models.BooleanField: "on",
        models.DateTimeField: "2031-01-01T10:00",
        models.DateField: "2031-01-01",
        models.DecimalField: "1.00",
        models.IntegerField: "1",
        models.JSONField: '{"hostile-value": 1}',
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), HOSTILE)


@dataclass(frozen=True)
class Done:
    """What a post did: the status, the rows that it changed, whether it changed any at all (also
    in a column of chance)."""

    status: int
    changed: Any
    is_something: bool


def made_twice(
    send: Callable[[Data], HttpResponse],
    body: Callable[[], Data],
    *,
    takes: frozenset[str] = frozenset(),
    chance: frozenset[str] = frozenset(),
) -> tuple[Done, Done]:
    """What the post does as it is, and with all the columns beside it."""
    before, told = every_row(), body()
    extra = {name: value for name, value in columns().items() if name not in {*told, *takes}}
    assert len(extra) > 150
    found = []
    for more in ({}, extra):
        with undone():
            response = send({**more, **body()})
            after = every_row()
            assert not smuggled(before, after, CHANCE | chance)
            changed = changes(before, after, but=CHANCE | chance)
            found.append(Done(response.status_code, changed, after != before))
    return found[0], found[1]


def smuggled(before: Rows, after: Rows, chance: frozenset[str]) -> bool:
    """What was sent stands in a column whose value is otherwise left to chance."""
    for (label, pk), row in after.items():
        if row == before.get((label, pk)):
            continue
        for column in chance:
            model, _, name = column.partition(".")
            if label.endswith(f".{model}") and HOSTILE in str(row[name]):
                return True
        if label == "accounts.User" and User.objects.get(pk=pk).check_password(HOSTILE):
            return True
    return False


def test_every_address_that_takes_a_post_has_a_valid_one() -> None:
    posted = {post.name for post in POSTS} | STEPS | {"claims:scrubber"}
    assert {name for name, door in DOORS.items() if door.post} == posted


@pytest.mark.parametrize(
    "post", [pytest.param(post, marks=long(str(post)), id=str(post)) for post in POSTS]
)
def test_post_takes_what_it_is_for_and_nothing_else(world: World, post: Post) -> None:
    client: Client = world.client(post.who)
    signed_in = client.cookies.copy()
    url = reverse(post.name, args=arguments(world, post.name, post.of))

    def send(data: Data) -> HttpResponse:
        client.cookies = signed_in.copy()
        return client.post(url, data)

    usual, crowded = made_twice(
        send, lambda: post.data(getattr(world, post.of)), takes=post.takes, chance=post.chance
    )
    assert usual.status in {200, 302}, "the post is a valid one"
    assert usual.is_something or post.name in READ_ONLY, "it does something"
    assert crowded == usual


@pytest.mark.parametrize(
    "door",
    [pytest.param(door, marks=long(f"claims:{door}"), id=door.name) for door in CLAIM_STEPS],
)
def test_step_takes_what_it_is_for_and_nothing_else(door: Door) -> None:
    hands = door.ready()
    url, data, client = door.url(hands), dict(door.data(hands)), client_of(hands.biller)
    takes = frozenset(TAKES.get(door.name, ()))
    usual, crowded = made_twice(lambda more: client.post(url, more), lambda: data, takes=takes)
    assert (usual.status, usual.is_something) == (302, True)
    assert crowded == usual


TAKES = {
    "check_coverage": ("payer_id", "member_id", "service_date"),
    "boxes": ("signature_on_file",),
    "open_correction": ("frequency",),
}
"""Names that these steps read and that the usual post leaves out."""


def test_scrubber_takes_its_strength_and_nothing_else() -> None:
    hands = opened()
    url, client = reverse("claims:scrubber", args=[hands.claim.pk]), client_of(hands.biller)
    body = {"strength": "basic"}
    usual, crowded = made_twice(lambda more: client.post(url, more), lambda: body)
    assert (usual.status, usual.is_something) == (302, True)
    assert crowded == usual
