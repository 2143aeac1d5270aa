"""Sending: what the scrubber holds comes back with the places to mend and the reasons to give."""

from html import unescape

import pytest

from tests.claims.bench import Hands
from tests.claims.doors import DOORS, correcting, opened, pended
from tests.claims.pages import step

pytestmark = pytest.mark.django_db
SUBMIT, RESUBMIT, INFORMATION = (
    next(door for door in DOORS if door.name == name)
    for name in ("submit", "resubmit", "send_information")
)


def html_of(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_error_holds_the_claim_and_leads_to_its_box():
    hands = opened()
    hands.edit(member_id="SBX12")
    response = SUBMIT.post(hands, step(hands.claim))
    html = html_of(response)
    assert response.status_code == 422
    assert "The scrubber holds this claim back" in html
    assert 'href="#box-member-id"' in html
    assert hands.claim.submissions.count() == 0


def test_warning_wants_a_reason_at_its_own_field():
    hands = opened()
    response = SUBMIT.post(hands, step(hands.claim))
    html = html_of(response)
    assert response.status_code == 422
    assert 'name="reason_S06"' in html
    assert "Say why the claim is right as it is, or mend it." in html
    assert hands.claim.state == "draft"


def test_warning_with_a_reason_lets_the_claim_go_and_keeps_the_reason():
    hands = opened()
    response = SUBMIT.post(hands, step(hands.claim, reason_S06="The clearing house is down."))
    assert response.status_code == 302
    assert hands.claim.submissions.get().warning_reasons == {"S06": "The clearing house is down."}


def test_reasons_that_were_typed_stay_when_an_error_stands():
    hands = opened()
    hands.edit(member_id="SBX12")
    response = SUBMIT.post(hands, step(hands.claim, reason_S06="It is down."))
    assert response.status_code == 422
    assert "It is down." in html_of(response)


def test_correction_that_changes_nothing_is_refused_in_words():
    hands = _unchanged()
    response = RESUBMIT.post(hands, step(hands.claim))
    assert response.status_code == 422
    assert "Nothing differs from the claim that was answered." in html_of(response)


def _unchanged() -> Hands:
    hands = correcting()
    hands.cancel()
    hands.correct()
    return hands


def test_no_document_is_refused_at_its_field_and_the_note_is_kept():
    hands = pended()
    data = step(hands.claim, note="Here it is.")
    response = INFORMATION.post(hands, data)
    html = html_of(response)
    assert response.status_code == 422
    assert 'href="#information-document_0"' in html
    assert "Here it is." in html
    assert hands.claim.state == "pended"
