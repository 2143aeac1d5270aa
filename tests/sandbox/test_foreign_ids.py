"""A number of something that is not part of what the address is about, wherever it may stand: as
the second number of an address, in a body, in a query. It is as good as no number at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from coding.queries import note_passages
from sandbox.authoring.services import save_draft_case
from sandbox.classroom.models import Work
from tests.sandbox.access_table import DOORS, OF_GROUP, arguments
from tests.sandbox.posts import BY_NAME, Data, body_of
from tests.sandbox.rows import changes, every_row
from tests.sandbox.test_access_matrix import ABSENT, plain
from tests.sandbox.world import Group, World, claim_of, undone

pytestmark = pytest.mark.django_db

NESTED = sorted(
    name
    for name, door in DOORS.items()
    if door.about in {
        "change", "challenge", "assigned case", "learner", "enrolment", "newcomer", "rostered",
        "moving", "key", "challenge of class", "run",
    }
)  # fmt: skip
"""Addresses of two numbers: the second is a part of what the first names."""

COUNTED = {
    "claims:submission", "claims:statement", "claims:statement_pdf", "authoring:save",
}  # fmt: skip
"""Here the second number counts from 1 within the first."""


def method_of(name: str) -> str:
    """How the address is asked."""
    return "get" if DOORS[name].get else "post"


def visitor_of(name: str) -> str:
    """Somebody who may, in our class as in the second."""
    door = DOORS[name]
    return min((door.get | door.post) & {"instructor", "coder"}, key="instructor coder".index)


def answer(world: World, visitor: str, name: str, args: list[object]) -> tuple[object, ...]:
    """What the visitor, who comes anew, is answered; taken back."""
    url = reverse(name, args=args)
    with undone():
        told = getattr(world.client(visitor), method_of(name))(url, body_of(world, name, "ours"))
        return plain(told, url)


def test_every_address_of_two_numbers_is_tried(world: World) -> None:
    two = {name for name in DOORS if len(arguments(world, name, "ours") or []) == 2}
    assert two - {"coding:code", "coding:keep"} == {*NESTED, *COUNTED}


@pytest.mark.parametrize("name", NESTED)
def test_part_of_another_is_not_found(world: World, name: str) -> None:
    """Also where the visitor may do the same with the other class's part, by its own address."""
    visitor = visitor_of(name)
    first, own = arguments(world, name, "ours") or []
    nothing = answer(world, visitor, name, [first, ABSENT])
    assert nothing[0] == 404
    assert answer(world, visitor, name, [first, own])[0] in {200, 302}
    for other in (world.second, world.foreign):
        assert answer(world, visitor, name, [first, part_of(other, name)]) == nothing


def part_of(other: Group, name: str) -> object:
    """The number of the other's part, and not one that ours has too."""
    if DOORS[name].about == "assigned case":
        return case_of(other.only)
    if DOORS[name].about == "learner":
        return other.newcomer.user_id
    return OF_GROUP[DOORS[name].about](other)[1]


def case_of(work: Work) -> int:
    """The case that is worked."""
    return work.attempt.case_version.case_id


def test_number_that_another_claim_reached_is_not_found(world: World) -> None:
    claim, other = claim_of(world.own), claim_of(world.ours.work)
    assert other.submissions.count() > claim.submissions.count() == 1
    assert answer(world, "alone", "claims:submission", [claim.pk, 1])[0] == 200
    nothing = answer(world, "alone", "claims:submission", [claim.pk, 99])
    assert nothing[0] == 404
    assert answer(world, "alone", "claims:submission", [claim.pk, 2]) == nothing


def test_version_that_another_draft_reached_is_not_found(world: World) -> None:
    draft, other = world.ours.draft, world.second.draft
    with undone():
        save_draft_case(other, source=f"{other.source} More.", expected_version=other.version)
        assert answer(world, "instructor", "authoring:save", [other.pk, 3])[0] == 200
        nothing = answer(world, "instructor", "authoring:save", [draft.pk, 99])
        assert nothing[0] == 404
        assert answer(world, "instructor", "authoring:save", [draft.pk, 3]) == nothing


def test_case_that_an_instructor_wrote_is_on_no_public_shelf(world: World) -> None:
    """Its slug is as good as one that no case has, also for its author."""
    slug = world.foreign.draft.case.slug
    for name in ("practice:start", "practice:audit"):
        for visitor in ("outsider", "other instructor"):
            told = []
            for asked in (slug, "no-such-case"):
                url = reverse(name, args=[asked])
                with undone():
                    told.append(plain(world.client(visitor).post(url), url))
            assert told[0] == told[1]
            assert told[0][0] == 404


# -- in a body ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stray:
    """A post to an address of ours with a number of the other's, sent by `who`."""

    name: str
    data: Callable[[Group, Group], Data]
    who: str = "instructor"

    def __str__(self) -> str:
        return self.name


def usual(name: str, **more: Callable[[Group], Any]) -> Callable[[Group, Group], Data]:
    """What is usually sent of ours, with these fields of the other's."""
    return lambda ours, other: {
        **BY_NAME[name].data(ours), **{field: value(other) for field, value in more.items()}
    }  # fmt: skip


def queue(action: str, **more: Any) -> Callable[[Group, Group], Data]:
    """A button of the marking queue, pressed for the other's attempt."""
    return lambda ours, other: {"at": other.coded.attempt_id, "action": action, **more}


STRAYS = (
    Stray("classroom:marking", queue("release")),
    Stray("classroom:marking", queue("show")),
    Stray("classroom:marking", queue("override", desk="coder", percent="1", reason="Mine.")),
    Stray(
        "classroom:marking",
        lambda ours, other: {
            "at": other.work.attempt_id, "action": "comment", "text": "Mine.",
            "quote": note_passages(other.work.attempt)[0],
        },
    ),
    Stray(
        "classroom:marking",
        lambda ours, other: {
            "at": other.work.attempt_id, "action": "box", "field": "member_id", "text": "Mine.",
        },
    ),
    Stray("classroom:release", lambda ours, other: {"learner": other.newcomer.user_id}),
    Stray("classroom:tell", lambda ours, other: {"back": other.notice.pk}),
    Stray("classroom:join_code", lambda ours, other: {"revoke": other.code.pk}),
    Stray("classroom:kept_comments", lambda ours, other: {"forget": other.kept.pk}),
    Stray(
        "classroom:extend",
        usual("classroom:extend", learner=lambda other: other.newcomer.user_id),
    ),
    Stray(
        "classroom:pairs",
        lambda ours, other: {"coder-0": other.newcomer.user.display_name, "biller-0": ""},
    ),
    Stray(
        "classroom:assignment", usual("classroom:assignment", cases=lambda o: [o.draft.case_id])
    ),
    Stray(
        "classroom:new_assignment",
        usual("classroom:new_assignment", cases=lambda other: [other.draft.case_id]),
    ),
    Stray("authoring:cases", usual("authoring:cases", copied=lambda other: other.draft.case_id)),
    Stray("coding:comment", lambda ours, other: {"remove": other.passage_comment.pk}),
    Stray("claims:comment", lambda ours, other: {"remove": other.box_comment.pk}),
    Stray("coding:comment", lambda ours, o: {"remove": ours.passage_comment.pk}, "assistant"),
    Stray("claims:comment", lambda ours, other: {"remove": ours.box_comment.pk}, "assistant"),
    Stray("coding:comment", lambda ours, other: {"quote": "Words of no note.", "text": "Mine."}),
    Stray(
        "coding:challenge", lambda o, other: {**BY_NAME["coding:challenge"].data(o), "place": 99},
        "coder",
    ),
    Stray(
        "coding:challenge", lambda o, other: {**BY_NAME["coding:challenge"].data(o), "version": 99},
        "coder",
    ),
    Stray("coding:query", lambda o, t: {**BY_NAME["coding:query"].data(o), "number": 99}, "coder"),
)  # fmt: skip
OWN_CASES = {"classroom:assignment", "classroom:new_assignment"}
"""A case that the instructor wrote is theirs in each of their classes."""


@pytest.mark.parametrize("stray", STRAYS, ids=str)
def test_number_in_a_body_that_is_of_another_does_nothing(world: World, stray: Stray) -> None:
    for other in (world.second, world.foreign):
        if other is world.second and stray.name in OWN_CASES:
            continue
        url = reverse(stray.name, args=arguments(world, stray.name, "ours"))
        with undone():
            client, before = world.client(stray.who), every_row()
            response = client.post(url, stray.data(world.ours, other))
            assert response.status_code in {302, 400, 404, 409, 422}
            assert changes(before, every_row()) == {}


# -- in a query -----------------------------------------------------------------------------------

ASKED = (
    ("classroom:marking", "at", lambda other: other.coded.attempt_id),
    ("classroom:marking", "case", lambda other: case_of(other.only)),
    ("classroom:course", "assignment", lambda other: other.assignment.pk),
    ("classroom:board", "assignment", lambda other: other.assignment.pk),
    ("classroom:figures", "assignment", lambda other: other.assignment.pk),
    ("classroom:misses", "assignment", lambda other: other.assignment.pk),
    ("classroom:behind", "assignment", lambda other: other.assignment.pk),
    ("classroom:behind", "case", lambda other: case_of(other.only)),
    ("classroom:log", "person", lambda other: other.newcomer.user_id),
)


@pytest.mark.parametrize(
    ("name", "field", "number"), ASKED, ids=[" ".join(asked[:2]) for asked in ASKED]
)
def test_number_in_a_query_that_is_of_another_tells_nothing(
    world: World, name: str, field: str, number: Callable[[Group], int]
) -> None:
    """The page is the same as for a number of nothing."""
    client = world.client("instructor")
    url = reverse(name, args=arguments(world, name, "ours"))

    def page(asked: int) -> tuple[object, ...]:
        with undone():
            status, headers, _, text = plain(client.get(url, {field: asked}), url)
        return status, headers.get("Location"), str(text).replace(str(asked), "NUMBER")

    for other in (world.second, world.foreign):
        told, nothing = page(number(other)), page(ABSENT)
        assert told[:2] == nothing[:2]
        assert same_words(str(told[2]), str(nothing[2]), number(other))


def same_words(told: str, nothing: str, number: int) -> bool:
    """The two pages are the same, wherever the short number happens to stand."""
    return told == nothing.replace(str(number), "NUMBER")
