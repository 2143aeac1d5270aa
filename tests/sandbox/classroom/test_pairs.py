"""Who sits at which desk of a pair: proposed and set by name, begun from either desk."""

from typing import Any

import pytest
from django.urls import reverse

from coding.models import Attempt
from sandbox.accounts.models import User
from sandbox.classroom.models import Assignment, Enrolment, Mode, Pair, Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.queries import assigned_to_start
from sandbox.classroom.services import begin_assigned
from tests.claims.pages import client_of
from tests.factories import make_case, make_user
from tests.sandbox.classroom.test_assignments import assigned, text

pytestmark = pytest.mark.django_db


def pair_up(assignment: Assignment, **told: str) -> Any:
    url = reverse("classroom:pairs", args=[assignment.pk])
    return client_of(make_user("teacher")).post(url, told, follow=True)


def test_pairs_are_set_by_name_and_dealt() -> None:
    ann, bob = (make_user(name, display_name="") for name in ("ann", "bob"))
    assignment = assigned(mode=Mode.PAIRS)
    dealt = client_of(make_user("teacher")).get(
        reverse("classroom:pairs", args=[assignment.pk]), {"deal": "1"}
    )
    assert dealt.context["form"]["coder-0"].value() == "ann"
    pair_up(assignment, **{"coder-0": "ann", "biller-0": "BOB", "swaps": "on"})
    pair = Pair.objects.get()
    assert (pair.coder, pair.biller, pair.swaps) == (ann, bob, True)
    work = begin_assigned(assignment, case=assignment.cases.get(), user=bob)
    assert work.seats.get(desk="coder").user == ann


def test_proposed_pairs_are_said_to_be_not_set_yet() -> None:
    make_user("ann", display_name="")
    make_user("bob", display_name="")
    assignment = assigned(mode=Mode.PAIRS)
    teacher, url = client_of(make_user("teacher")), reverse("classroom:pairs", args=[assignment.pk])
    said = "Proposed, not set yet"
    assert said in text(teacher.get(url, {"deal": "1"}))
    assert said not in text(teacher.get(url))
    pair_up(assignment, **{"coder-0": "ann", "biller-0": "bob"})
    assert said not in text(teacher.get(url, {"deal": "1"}))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"coder-0": "nobody"}, "No learner of the class"),
        ({"coder-0": "ann", "biller-0": "ann"}, "two pairs"),
        ({"coder-0": "ann", "biller-1": "ann"}, "two pairs"),
    ],
)
def test_pairs_that_cannot_be_say_why(told: dict[str, str], why: str) -> None:
    for name in ("ann", "bob"):
        make_user(name, display_name="")
    page = pair_up(assigned(mode=Mode.PAIRS), **told)
    assert (page.status_code, why in text(page)) == (422, True)
    assert not Pair.objects.exists()


# -- the clock --------------------------------------------------------------------------------


def test_biller_of_a_pair_who_begins_waits_at_the_note_for_the_coder() -> None:
    bob = make_user("bob", display_name="Bob Beech")
    assignment = assigned(mode=Mode.PAIRS)
    Pair.objects.create(assignment=assignment, coder=bob, biller=make_user("ann"), swaps=False)
    case = assignment.cases.get()
    begin = reverse("classroom:start", args=[assignment.pk, case.pk])
    ann = client_of(make_user("ann"))
    answer = ann.post(begin, follow=True)
    assert answer.redirect_chain == [
        (reverse("coding:workbench", args=[Attempt.objects.get().pk]), 302)
    ]
    assert "You bill this one. Bob Beech codes it first." in text(answer)
    assert "Still being coded" in text(answer)
    play(Work.objects.get(), goal=Goal.CODED)
    assert ann.post(begin)["Location"] == reverse("classroom:biller")


def test_list_of_what_is_set_says_who_codes_and_who_bills_in_a_pair() -> None:
    cases = [make_case(), make_case("strep-throat-age-8")]
    assignment = assigned(mode=Mode.PAIRS, cases=cases, attempts_allowed=2)
    ann, bob = make_user("ann"), make_user("bob")
    Pair.objects.create(assignment=assignment, coder=ann, biller=bob)

    def tasks(user: User) -> dict[int, str]:
        return {row.case_id: row.task for row in assigned_to_start(user)}

    first, second = (case.pk for case in cases)
    assert tasks(ann) == {first: "Pair: you code", second: "Pair: you bill"}
    assert tasks(bob) == {first: "Pair: you bill", second: "Pair: you code"}
    alone = make_user("cem")
    Enrolment.objects.create(course=assignment.course, user=alone, role="learner")
    assert tasks(alone) == tasks(ann), "the scripted partner has the other desk"
    work = begin_assigned(assignment, case=cases[0], user=ann)
    play(work, goal=Goal.CLOSED)
    Pair.objects.update(swaps=False, coder=bob, biller=ann)
    assert tasks(ann)[first] == "Pair: you code", "trying again, they sit as before"
