"""Copied work is like what it was copied from, and belongs to somebody else."""

from typing import Any

import pytest
from django.db.models import Sum
from django.urls import reverse

from claims.models import Claim, ClaimEvent, LedgerEntry
from claims.queries.books import books_of
from claims.services.marking import report_of
from coding.models import Attempt
from sandbox.attempt_rows import erase_rows, rows_of
from sandbox.classroom import player
from sandbox.classroom.cloning import Copy, copy_work
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import create_assignment
from tests.claims.pages import client_of
from tests.factories import make_case, make_course, make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db


def copied(goal: Goal, slip: int) -> tuple[Work, Work]:
    """A played work and its copy for bob in another assignment."""
    ann, bob = make_user("ann"), make_user("bob")
    work = make_pair(ann, ann, course=make_course(ann, bob))
    pitfalls = work.attempt.parsed().pitfalls
    play(work, goal=goal, slip=pitfalls[slip - 1] if slip else None)
    assert work.assignment is not None
    other = create_assignment(work.assignment.course, title="Week 2", cases=[make_case()])
    copy_work([Copy(work.attempt_id, {ann.pk: bob.pk}, other.pk)])
    return work, Work.objects.get(assignment=other)


def shape(attempt_id: int) -> list[tuple[str, int]]:
    return [(model._meta.label, len(keys)) for model, keys in rows_of([attempt_id])]


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("slip", [0, 1])
def test_copy_has_the_same_rows_and_another_person(goal: Goal, slip: int) -> None:
    work, copy = copied(goal, slip)
    assert shape(copy.attempt_id) == shape(work.attempt_id)
    assert {seat.user.username for seat in copy.seats.all()} == {"bob"}
    for event in ClaimEvent.objects.filter(claim__attempt=copy.attempt_id, actor__isnull=False):
        assert str(event.actor_id) == str(make_user("bob").pk)


def test_copy_goes_on_and_counts_like_the_original() -> None:
    work, copy = copied(Goal.CLOSED, 1)
    claims = [Claim.objects.get(attempt=one.attempt_id) for one in (work, copy)]
    first, second = (report_of(claim) for claim in claims)
    assert first is not None
    assert first == second
    books = books_of([claim.pk for claim in claims])
    assert books[claims[0].pk].lines == books[claims[1].pk].lines
    sums = [LedgerEntry.objects.filter(claim=claim).aggregate(Sum("amount")) for claim in claims]
    assert sums[0] == sums[1]
    page = client_of(make_user("bob")).get(reverse("claims:claim", args=[claims[1].pk]))
    assert page.status_code == 200


def test_copy_of_an_open_claim_is_played_on() -> None:
    _, copy = copied(Goal.OPENED, 0)
    play_on(copy)
    assert Claim.objects.get(attempt=copy.attempt_id).state == "closed"


def play_on(work: Work) -> None:
    seats = {seat.desk: seat.user for seat in work.seats.select_related("user")}
    run = player.Run(
        attempt_id=work.attempt_id,
        coder=seats["coder"],
        biller=seats["biller"],
        case=work.attempt.parsed(),
        slip=None,
    )
    for step in (player.send, player.wait_for_answer, player.settle, player.bill_rest):
        step(run)
    player.close_out(run)


def test_erasing_takes_every_row_and_nobody_elses() -> None:
    work, copy = copied(Goal.CLOSED, 1)
    other = make_practice(make_user("lone"))
    before = shape(work.attempt_id)
    gone = erase_rows([copy.attempt_id])
    assert gone == {label: count for label, count in before if count}
    assert shape(work.attempt_id) == before
    assert set(Attempt.objects.values_list("pk", flat=True)) == {work.attempt_id, other.attempt_id}


def test_log_names_the_copied_rows() -> None:
    work, copy = copied(Goal.CLOSED, 1)

    def named(one: Work) -> dict[str, set[Any]]:
        found: dict[str, set[Any]] = {}
        for event in ClaimEvent.objects.filter(claim__attempt=one.attempt_id):
            for name in ("submission", "remittance", "coding_version"):
                if name in event.payload:
                    found.setdefault(name, set()).add(event.payload[name])
        return found

    first, second = named(work), named(copy)
    assert first.keys() == second.keys()
    for name, rows in first.items():
        assert not rows & second[name], name
        assert len(rows) == len(second[name])
