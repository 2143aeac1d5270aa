"""How strict the scrubber is: chosen while nothing was sent, and told where it shows."""

import pytest
from django.urls import reverse

from claims.models import BillingSetup
from tests.claims import doors
from tests.claims.bench import Hands, alone, pair
from tests.claims.pages import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def choose(hands: Hands, strength: str, *, user=None):
    url = reverse("claims:scrubber", args=[hands.claim.pk])
    return client_of(user or hands.biller).post(url, {"strength": strength})


def page(hands: Hands) -> str:
    url = reverse("claims:claim", args=[hands.claim.pk])
    return client_of(hands.biller).get(url).content.decode()


@pytest.mark.parametrize(
    ("strength", "said"),
    [("off", "is off"), ("basic", "only form and codes are checked")],
)
def test_learner_alone_chooses_while_nothing_was_sent(strength, said):
    hands = alone().code().open()
    assert choose(hands, strength).status_code == 302
    setup = BillingSetup.objects.get(attempt=hands.attempt_id)
    assert (hands.claim.scrubber, setup.scrubber) == (strength, strength)
    assert said in page(hands)


def test_full_says_what_it_finds():
    assert "S06" in page(alone().code().open())


def test_claim_that_was_sent_keeps_its_strength():
    hands = doors.sent()
    assert choose(hands, "off").status_code == 409
    assert hands.claim.scrubber == "full"
    assert reverse("claims:scrubber", args=[hands.claim.pk]) not in page(hands)


def test_word_that_is_no_strength_comes_back():
    hands = alone().code().open()
    assert choose(hands, "relaxed").status_code == 422
    assert hands.claim.scrubber == "full"


def test_in_a_class_it_is_the_instructors_choice():
    hands = pair().code().open()
    people = ["biller", "coder", "outsider", "teacher"]
    answers = {name: choose(hands, "off", user=make_user(name)).status_code for name in people}
    assert answers == {"biller": 403, "coder": 403, "outsider": 404, "teacher": 302}
    assert hands.claim.scrubber == "off"


def test_page_of_a_class_shows_no_choice_to_a_learner():
    hands = pair().code().open()
    assert reverse("claims:scrubber", args=[hands.claim.pk]) not in page(hands)
