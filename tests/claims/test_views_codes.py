"""Opening the claim of an attempt."""

import pytest
from django.urls import reverse

from claims.models import Claim
from tests.claims.bench import WOUND, alone, pair
from tests.claims.pages import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def url(attempt_id: int) -> str:
    return reverse("claims:open", args=[attempt_id])


def test_open_builds_the_claim_once_and_leads_to_it():
    hands = alone().code()
    client = client_of(hands.biller)
    first = client.post(url(hands.attempt_id), {"key": "k1"})
    again = client.post(url(hands.attempt_id), {"key": "k1"})
    another = client.post(url(hands.attempt_id), {"key": "k2"})
    claim = Claim.objects.get()
    assert {first["Location"], again["Location"], another["Location"]} == {f"/claims/{claim.pk}/"}
    assert [event.move for event in claim.events.all()] == ["open"]


def test_open_refuses_a_get_an_outsider_and_the_other_desk():
    hands = pair().code()
    assert client_of(hands.biller).get(url(hands.attempt_id)).status_code == 405
    assert client_of(make_user("outsider")).post(url(hands.attempt_id)).status_code == 404
    assert client_of(hands.coder).post(url(hands.attempt_id), {"key": "k"}).status_code == 403
    assert Claim.objects.count() == 0


def test_open_before_the_codes_are_finalised_is_a_conflict():
    hands = alone()
    response = client_of(hands.biller).post(url(hands.attempt_id), {"key": "k"})
    assert response.status_code == 409


def test_open_without_a_key_is_a_bad_request():
    hands = alone().code()
    assert client_of(hands.biller).post(url(hands.attempt_id)).status_code == 400


def test_open_with_the_key_of_another_claim_is_a_conflict_that_leads_back():
    hands = alone().code()
    other = alone(WOUND, hands.biller).code()
    client = client_of(hands.biller)
    client.post(url(other.attempt_id), {"key": "k1"})
    response = client.post(url(hands.attempt_id), {"key": "k1"})
    assert response.status_code == 409
    assert reverse("coding:workbench", args=[hands.attempt_id]) in response.content.decode()
    assert not Claim.objects.filter(attempt=hands.attempt_id).exists()
    assert client.post(url(hands.attempt_id), {"key": "k2"}).status_code == 302
