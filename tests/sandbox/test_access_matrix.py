"""Every address, every kind of visitor, every method, every kind of thing: who is let in, who is
told that it is not theirs, and who is not even told that it exists.

Who may do what stands in `access_table.DOORS`; a new address that is not listed there fails.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sandbox.classroom.models import Assignment, Course
from tests.sandbox.access_table import (
    DOORS,
    LIBRARY,
    METHODS,
    OF_GROUP,
    PART,
    SIGNED_IN,
    addresses,
    arguments,
    has,
    is_about_something,
)
from tests.sandbox.posts import body_of
from tests.sandbox.world import VISITORS, World, undone

pytestmark = pytest.mark.django_db

OPEN, SIGN_IN, HIDDEN, FORBIDDEN, WRONG_METHOD = "open", "sign in", 404, 403, 405
KINDS = tuple(PART)
ABSENT = 10**9
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def wanted(name: str, method: str, visitor: str, kind: str) -> object:
    """What the table says that the visitor meets."""
    door = DOORS[name]
    may = door.post if method == "post" else door.get
    is_public = "everyone" in door.get | door.post
    if visitor in ("nobody", "gone") and not is_public:
        return SIGN_IN
    if not has(name, method):
        return WRONG_METHOD
    if is_public or may == SIGNED_IN or (name, method) in LIBRARY:
        return OPEN
    if not is_about_something(name):
        return OPEN if visitor in may else FORBIDDEN
    part = PART[kind].get(visitor, "nothing")
    if part in may:
        return OPEN
    return FORBIDDEN if part in door.seen_by else HIDDEN


def outcome(response: HttpResponse) -> object:
    """What the visitor met, in the words of this module."""
    if response.status_code == 302 and response.url.startswith(reverse("login")):
        return SIGN_IN
    if "403_signed_out.html" in {template.name for template in response.templates}:
        return SIGN_IN
    refusals = {HIDDEN, FORBIDDEN, WRONG_METHOD}
    return response.status_code if response.status_code in refusals else OPEN


class Writes:
    """Counts the statements that write; used as a wrapper of the database's."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if WRITING.match(sql):
            self.statements.append(sql)
        return execute(sql, params, many, context)


def ask(client: Client, method: str, url: str, body: dict[str, object], **headers: str):
    """The answer, and what was written for it; it is taken back."""
    writes = Writes()
    with undone(), connection.execute_wrapper(writes):
        data = {"data": body} if method == "post" else {}
        response = getattr(client, method)(url, **data, headers=headers)
    return response, writes.statements


def places(world: World) -> Iterator[tuple[str, str, str]]:
    """Every address of every kind of thing: its name, the kind, the address itself."""
    for name in sorted(DOORS):
        for kind in KINDS if is_about_something(name) else ("ours",):
            args = arguments(world, name, kind)
            if args is not None:
                yield name, kind, reverse(name, args=args)


def test_every_address_is_listed() -> None:
    assert addresses() - {"styleguide"} == set(DOORS)


def check(
    world: World, visitor: str, *, kinds: tuple[str, ...], every_method: bool, **headers: str
) -> None:
    """The visitor meets what the table says, at every address; nothing is written for who is not
    let in, and nothing breaks. A method that an address has not is refused before it is looked up
    what the address is about: tried for one kind of thing."""
    client, met, told = world.client(visitor), {}, {}
    signed_in = client.cookies.copy()
    for name, kind, url in places(world):
        if kind not in kinds:
            continue
        usual = [method for method in ("get", "post") if has(name, method)]
        for method in METHODS if every_method and kind == "ours" else usual:
            client.cookies = signed_in.copy()
            body = body_of(world, name, kind) if method == "post" else {}
            response, written = ask(client, method, url, body, **headers)
            where = f"{method} {name} of {kind}"
            assert response.status_code < 500, where
            met[where], told[where] = outcome(response), wanted(name, method, visitor, kind)
            assert met[where] == OPEN or written == [], where
    assert met == told


@pytest.mark.parametrize("visitor", ["nobody", "biller", "classmate", "assistant"])
def test_visitor_meets_what_the_table_says(world: World, visitor: str) -> None:
    check(world, visitor, kinds=("ours",), every_method=False)


def test_foreign_things_do_not_exist_for_an_instructor(world: World) -> None:
    check(world, "instructor", kinds=("foreign",), every_method=False)


@pytest.mark.prove
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "partial"])
@pytest.mark.parametrize("visitor", VISITORS)
def test_every_visitor_meets_what_the_table_says(
    world: World, visitor: str, headers: dict[str, str]
) -> None:
    check(world, visitor, kinds=KINDS, every_method=not headers, **headers)


# -- nothing tells a thing of others from one that is not there -----------------------------------


OF_ITS_OWN = {"Content-Length", "X-Request-ID"}
"""Headers that differ from one answer to the next."""


def plain(response: HttpResponse, url: str) -> tuple[object, ...]:
    """An answer without what differs from one asking to the next."""
    text = TOKEN.sub("TOKEN", response.content.decode(errors="replace")).replace(url, "URL")
    headers = {name: told for name, told in response.headers.items() if name not in OF_ITS_OWN}
    return response.status_code, headers, sorted(response.cookies), text


def absent(name: str, args: list[object]) -> str:
    """The same address with numbers of nothing."""
    return reverse(name, args=[ABSENT if isinstance(arg, int) else arg for arg in args])


@pytest.mark.parametrize(
    ("visitor", "kind"),
    [("classmate", "ours"), ("instructor", "foreign"), ("outsider", "own")],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "partial"])
def test_hidden_is_answered_as_absent_is(
    world: World, visitor: str, kind: str, headers: dict[str, str]
) -> None:
    Course.objects.update(paused_at=timezone.now())
    Assignment.objects.update(time_limit=5)
    client, compared = world.client(visitor), 0
    for name, of_kind, url in places(world):
        for method in ("get", "post"):
            if of_kind != kind or wanted(name, method, visitor, kind) != HIDDEN:
                continue
            nowhere = absent(name, arguments(world, name, kind) or [])
            body = body_of(world, name, kind) if method == "post" else {}
            hidden, _ = ask(client, method, url, body, **headers)
            missing, _ = ask(client, method, nowhere, body, **headers)
            assert plain(hidden, url) == plain(missing, nowhere), (method, name)
            compared += 1
    assert compared > 10


def test_forbidden_page_tells_nothing_of_the_thing(world: World) -> None:
    """Two things that one sees and may not change answer alike, but for their number."""
    client = world.client("coder")
    for name in ("claims:boxes", "claims:void", "coding:comment", "coding:release"):
        answers = []
        for group in (world.ours, world.second):
            url = reverse(name, args=OF_GROUP[DOORS[name].about](group))
            answers.append(plain(ask(client, "post", url, {})[0], url))
        assert answers[0] == answers[1], name
        assert answers[0][0] == FORBIDDEN


@pytest.mark.parametrize("visitor", ["nobody", "coder", "assistant"])
def test_head_gives_no_more_than_get_and_options_nothing(world: World, visitor: str) -> None:
    client = world.client(visitor)
    for name, kind, url in places(world):
        if kind != "ours" or not has(name, "get"):
            continue
        got, head, options = (ask(client, how, url, {})[0] for how in ("get", "head", "options"))
        assert (head.status_code, head.content) == (got.status_code, b""), name
        assert set(head.headers) <= set(got.headers) | {"Content-Length"}, name
        assert set(head.cookies) <= set(got.cookies), name
        assert options.content == b"", name
        assert outcome(options) in {SIGN_IN, WRONG_METHOD} or (name, "options") in LIBRARY, name
