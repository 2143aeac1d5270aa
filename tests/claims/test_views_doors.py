"""What holds for every step that a page can post: who may, when, and only once."""

import pytest
from django.urls import reverse

from claims.models import ClaimEvent
from claims.urls import urlpatterns
from claims.views import answers, asking, boxes, calendar, codes, money, patient, sending
from tests.claims.bench import pair
from tests.claims.doors import DOORS, UNVERSIONED, state_of
from tests.claims.pages import Door, client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
every_door = pytest.mark.parametrize("door", DOORS, ids=str)
KEYLESS = UNVERSIONED | {"post", "post_lines", "posting_mode", "return_codes"}
ELSEWHERE = {"open", "calendar", "scrubber"}  # about an attempt; tested in files of their own


def test_every_address_that_takes_a_post_is_tested_here():
    desks = {
        module.__name__
        for module in (answers, asking, boxes, calendar, codes, money, patient, sending)
    }
    posts = {url.name for url in urlpatterns if url.callback.__module__ in desks}
    assert posts == {door.name for door in DOORS} | ELSEWHERE


@every_door
def test_step_has_its_effect_and_leads_back_to_the_claim(door: Door):
    hands = door.ready()
    before = door.seen(hands)
    response = door.post(hands, door.data(hands))
    assert response.status_code == 302
    newest = hands.attempt.claims.order_by("sequence").last()
    assert newest is not None
    assert response["Location"].startswith(reverse("claims:claim", args=[newest.pk]))
    assert door.seen(hands) != before


@every_door
def test_step_refuses_a_get(door: Door):
    hands = pair().code().open()
    assert client_of(hands.biller).get(door.url(hands)).status_code == 405


@every_door
def test_step_is_hidden_from_an_outsider(door: Door):
    hands = pair().code().open()
    assert client_of(make_user("outsider")).post(door.url(hands), {}).status_code == 404


@every_door
def test_step_is_forbidden_to_the_other_desk(door: Door):
    hands = pair().code().open()
    before = state_of(hands)
    assert client_of(hands.coder).post(door.url(hands), {}).status_code == 403
    assert state_of(hands) == before


@pytest.mark.parametrize("door", [door for door in DOORS if door.closed], ids=str)
def test_step_in_the_wrong_state_is_a_conflict(door: Door):
    assert door.closed
    hands = door.closed()
    before = state_of(hands)
    response = door.post(hands, door.data(hands))
    assert response.status_code == 409
    assert state_of(hands) == before


@pytest.mark.parametrize("door", [door for door in DOORS if door.name not in UNVERSIONED], ids=str)
def test_step_from_a_page_that_is_too_old_is_a_conflict(door: Door):
    hands = door.ready()
    before = door.seen(hands)
    response = door.post(hands, {**door.data(hands), "version": hands.claim.version - 1})
    assert response.status_code == 409
    assert door.seen(hands) == before


@every_door
def test_step_posted_twice_is_made_once(door: Door):
    hands = door.ready()
    data = door.data(hands)
    first = door.post(hands, data)
    after = door.seen(hands)
    door.post(hands, data)
    assert first.status_code == 302
    assert door.seen(hands) == after


@pytest.mark.parametrize("age", [0, 1])
@pytest.mark.parametrize("door", [door for door in DOORS if door.name not in KEYLESS], ids=str)
def test_step_with_the_key_of_another_step_is_a_conflict(door: Door, age: int):
    hands = door.ready()
    before, data = door.seen(hands), door.data(hands)
    spent = ClaimEvent.objects.get(claim=hands.claim, move="open").key
    response = door.post(hands, {**data, "key": spent, "version": data["version"] - age})
    assert response.status_code == 409
    assert door.seen(hands) == before


def test_step_without_its_key_comes_back_with_the_page():
    hands = DOORS[0].ready()
    response = client_of(hands.biller).post(
        reverse("claims:bill_patient", args=[hands.claim.pk]), {"version": hands.claim.version}
    )
    assert response.status_code == 422
