"""What the page of a submission says of the front door's two steps."""

import pytest
from django.urls import reverse

from tests.claims import doors
from tests.claims.bench import Hands, alone
from tests.claims.pages import client_of

pytestmark = pytest.mark.django_db


def page(hands: Hands) -> str:
    url = reverse("claims:submission", args=[hands.claim.pk, 1])
    return client_of(hands.biller).get(url).content.decode()


def turned_back(**boxes: str) -> Hands:
    hands = alone().code().open().unscrubbed()
    hands.edit(**boxes)
    hands.send()
    hands.move()
    assert hands.claim.state == "rejected"
    return hands


def test_submission_without_an_answer_says_so():
    assert "not answered yet" in page(doors.sent())


def test_claim_that_was_taken_shows_both_answers_with_its_number():
    hands = doors.answered()
    html = page(hands)
    assert "the proof of timely filing" in html
    assert "IK5*A~" in html
    assert f"REF*1K*{hands.claim.icn}~" in html


def test_broken_form_is_turned_back_before_anybody_reads_the_claim():
    html = page(turned_back(member_id=""))
    assert "nobody looked at the claim" in html
    assert "IK4*9**1~" in html
    assert "STC*" not in html


def test_claim_with_a_wrong_member_is_read_and_turned_back():
    html = page(turned_back(member_id="SBX100200999"))
    assert "The form was read; the claim was turned back." in html
    assert "STC*A7:164*" in html
    assert "REF*1K" not in html
