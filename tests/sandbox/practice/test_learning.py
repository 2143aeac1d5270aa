"""The learning path at the screen, and as a syllabus to print."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from coding.learning_path import learning_path
from coding.models import Case
from sandbox.classroom.player import Goal, play
from sandbox.practice.learning import path_of, syllabus
from sandbox.practice.queries import next_choice, shelf
from tests.factories import make_case, make_practice, make_user

FIRST, SECOND = "strep-throat-age-8", "uti-e-coli"


@pytest.fixture
def learner(db, client):
    user = make_user("ada")
    client.force_login(user)
    return user


def steps(user):
    return [step for stage in path_of(shelf(user)) for step in stage.steps]


def test_only_cases_that_are_there_stand_on_the_path(learner):
    make_case(SECOND)
    assert [(step.number, step.choice.slug, step.missing) for step in steps(learner)] == [
        (1, SECOND, [])
    ]


def test_a_case_waits_for_what_should_come_first(learner):
    make_case(FIRST)
    make_case(SECOND)
    assert [step.missing for step in steps(learner)] == [[], [1]]
    work = make_practice(learner, FIRST)
    assert [step.missing for step in steps(learner)] == [[], [1]]
    play(work, goal=Goal.CLOSED)
    assert [step.missing for step in steps(learner)] == [[], []]
    stage = path_of(shelf(learner))[0]
    assert (stage.done, stage.minutes) == (1, sum(step.choice.minutes for step in stage.steps))


def test_the_next_case_is_what_is_begun_and_then_the_next_on_the_path(learner):
    for slug in (FIRST, SECOND, "prostate-nocturia"):
        make_case(slug)
    assert next_choice(shelf(learner)) == FIRST
    make_practice(learner, "prostate-nocturia")
    assert next_choice(shelf(learner)) == "prostate-nocturia"


def test_a_case_that_is_not_on_the_path_is_next_when_the_path_is_done(learner):
    Case.objects.filter(pk=make_case(SECOND).pk).update(slug="not-on-it")
    assert next_choice(shelf(learner)) == "not-on-it"


def test_path_page_starts_a_case(learner, client):
    make_case(FIRST)
    page = client.get(reverse("practice:path")).content.decode()
    assert learning_path()[0].name in page
    assert learning_path()[1].name not in page
    assert reverse("practice:start", args=[FIRST]) in page
    assert "0 of 1 done" in page


def test_path_page_without_cases_says_where_to_go(learner, client):
    page = client.get(reverse("practice:path")).content.decode()
    assert "No learning path yet" in page


def test_path_and_shelf_do_not_say_what_is_to_be_found(learner, client):
    case = make_case(FIRST)
    for name in ("practice:path", "practice:home"):
        page = client.get(reverse(name)).content.decode()
        assert case.teaches_coder not in page
        assert case.teaches_biller not in page


def test_syllabus_is_for_instructors(learner, client):
    assert client.get(reverse("practice:syllabus")).status_code == 403


def test_syllabus_has_what_each_case_teaches_and_a_page_to_hand_out_has_not(learner, client):
    call_command("make_instructor", learner.username, stdout=io.StringIO())
    case = make_case(FIRST)
    make_case(SECOND)
    whole = client.get(reverse("practice:syllabus")).content.decode()
    handed = client.get(reverse("practice:syllabus"), {"for": "learners"}).content.decode()
    assert case.teaches_coder.split(";")[0].replace("'", "&#x27;") in whole
    assert case.teaches_coder.split(";")[0].replace("'", "&#x27;") not in handed
    assert case.title in whole
    assert case.title in handed


def test_syllabus_follows_the_path(learner, django_assert_num_queries):
    make_case(FIRST)
    make_case(SECOND)
    with django_assert_num_queries(1):
        rows = [row for stage in syllabus() for row in stage.rows]
    assert [(row.number, row.title, row.after) for row in rows] == [
        (1, Case.objects.get(slug=FIRST).title, []),
        (2, Case.objects.get(slug=SECOND).title, [1]),
    ]
