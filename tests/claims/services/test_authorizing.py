"""Ask for leave, and get an answer on its date."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Authorization, AuthorizationRequest
from claims.services.authorizing import request_authorization
from claims.services.refusals import Refused
from tests.claims.bench import CLEAN, SCAN, Hands, alone, pair

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 21)


@pytest.fixture
def hands() -> Hands:
    return alone(SCAN).code().open()


def ask(hands: Hands, procedure: str = "IM-314") -> AuthorizationRequest:
    return request_authorization(hands.claim.pk, actor=hands.biller, procedure=procedure)


def test_request_waits_for_its_day_and_is_then_granted(hands: Hands):
    request = ask(hands)
    assert (request.status, request.requested_on, request.answer_on) == (
        "waiting",
        DAY,
        date(2026, 4, 23),
    )
    assert hands.move("day") == []
    assert hands.move("day") == ["Leave for IM-314: Granted: AUTH-260421-73 for 1 of IM-314."]
    request = AuthorizationRequest.objects.get()
    assert (request.status, request.authorization) == ("granted", Authorization.objects.get())


def test_request_asked_twice_is_one_request(hands: Hands):
    assert ask(hands) == ask(hands)
    hands.move()
    assert ask(hands).status == "granted"
    assert AuthorizationRequest.objects.count() == 1


def test_request_after_the_service_is_granted_in_arrears_where_the_plan_does(hands: Hands):
    hands.move("day")
    ask(hands)
    assert hands.move() == ["Leave for IM-314: Granted: AUTH-260421-73 for 1 of IM-314."]


def test_request_after_the_service_is_refused_where_nothing_is_granted_in_arrears():
    hands = alone(SCAN, swaps={"retroactive: true": "retroactive: false"}).code().open()
    hands.move("day")
    ask(hands)
    assert hands.move() == [
        "Leave for IM-314: Refused: asked after the service, and this plan grants nothing in "
        "arrears."
    ]
    assert Authorization.objects.count() == 0


def test_request_that_the_case_knows_nothing_of_is_refused_with_a_reason():
    hands = alone(SCAN, swaps={"procedure: IM-314, units": "procedure: IM-316, units"})
    ask(hands.code().open())
    assert hands.move() == [
        "Leave for IM-314: Refused: nothing on file shows that the service is needed."
    ]


def test_request_for_leave_on_file_names_it_at_once():
    on_file = "authorizations:\n      - {number: AUTH-9, procedure: IM-314, units: 1}"
    hands = alone(SCAN, swaps={"authorizations: []": on_file}).code().open()
    request = ask(hands)
    assert (request.status, request.answer) == ("granted", "Already on file: AUTH-9.")


@pytest.mark.parametrize("unfit", ["refused: true", 'provider_npi: "9990000066"'])
def test_leave_on_file_that_is_not_good_for_the_claim_does_not_stop_the_request(unfit: str):
    on_file = f"authorizations:\n      - {{number: AUTH-9, procedure: IM-314, units: 1, {unfit}}}"
    hands = alone(SCAN, swaps={"authorizations: []": on_file}).code().open()
    request = ask(hands)
    assert (request.status, request.authorization) == ("waiting", None)


def test_request_that_is_answered_on_the_day_needs_no_waiting():
    hands = alone(SCAN, swaps={"answer_days: 2": "answer_days: 0"}).code().open()
    assert ask(hands).status == "granted"


def test_request_for_what_needs_no_leave_is_answered_at_once(hands: Hands):
    request = ask(hands, "OV-334")
    assert (request.status, request.answer, request.answer_on) == (
        "refused",
        "Not required for this procedure by this plan.",
        DAY,
    )


def test_request_for_a_procedure_that_is_not_billed_is_refused(hands: Hands):
    with pytest.raises(Refused) as refused:
        ask(hands, "LB-110")
    assert refused.value.field == "procedure"


def test_request_about_an_unknown_member_is_refused(hands: Hands):
    hands.edit(member_id="SBX200000000")
    with pytest.raises(Refused):
        ask(hands)


def test_request_is_the_billers():
    hands = pair(CLEAN).code().open()
    with pytest.raises(PermissionDenied):
        request_authorization(hands.claim.pk, actor=hands.coder, procedure="OV-324")
