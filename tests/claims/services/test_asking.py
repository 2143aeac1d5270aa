"""Where is my claim: the payer's answer in every state after sending."""

import pytest
from django.core.exceptions import PermissionDenied

from claims.services.advance import IllegalMove, StaleClaim
from claims.services.asking import ask_status, status_of
from claims.x12 import read_277
from tests.claims import doors
from tests.claims.bench import Hands, alone, pair

pytestmark = pytest.mark.django_db


def rejected() -> Hands:
    hands = alone().code().open().unscrubbed()
    hands.edit(member_id="SBX100200999")
    hands.send()
    hands.move()
    assert hands.claim.state == "rejected"
    return hands


def accepted() -> Hands:
    hands = doors.sent()
    hands.move()
    assert hands.claim.icn
    return hands


STATES = {
    "A1": doors.sent,
    "A4": rejected,
    "P1": accepted,
    "P3": doors.pended,
    "F1": doors.answered,
}


def ask(hands: Hands):
    return ask_status(hands.claim.pk, **hands.call())


@pytest.mark.parametrize(("category", "ready"), STATES.items(), ids=list(STATES))
def test_payer_says_where_the_claim_is(category, ready):
    hands = ready()
    before = hands.claim
    event = ask(hands)
    assert event.payload["category"] == category
    assert event.payload["says"].startswith(f"{category}: ")
    assert read_277(event.payload["answer"]).category == category
    after = hands.claim
    assert (after.state, after.content, after.version) == (
        before.state,
        before.content,
        before.version + 1,
    )


def test_denied_claim_is_finalised_without_payment():
    hands = doors.answered().post()
    hands.correct()
    hands.edit(rendering_npi="9990000059")
    hands.unscrubbed().resend()
    hands.answered()
    assert ask(hands).payload["category"] == "F2"
    assert status_of(hands.claim).paid == 0


def test_number_is_told_once_the_claim_has_one():
    hands = doors.sent()
    assert status_of(hands.claim).icn == ""
    hands.move()
    assert status_of(hands.claim).icn == hands.claim.icn


def test_draft_has_nothing_to_ask_about():
    with pytest.raises(IllegalMove):
        ask(doors.opened())


def test_question_of_a_stale_page_is_refused():
    hands = doors.sent()
    with pytest.raises(StaleClaim):
        ask_status(hands.claim.pk, **hands.call(expected_version=0))


def test_question_is_the_billers():
    hands = pair().code().open().check()
    hands.send()
    with pytest.raises(PermissionDenied):
        ask_status(hands.claim.pk, **hands.call(actor=hands.coder))


def test_same_key_asks_once():
    hands = doors.sent()
    call = hands.call()
    assert ask_status(hands.claim.pk, **call) == ask_status(hands.claim.pk, **call)
