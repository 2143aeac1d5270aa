"""Open a claim, take newer codes, send codes back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from claims.content import ClaimContent, ContentLine
from claims.models import BillingSetup, Claim, Coverage
from claims.scrubber import Strength
from claims.services.advance import IllegalMove, StaleClaim
from claims.services.opening import open_claim, return_codes, set_up_billing, take_codes
from claims.services.refusals import NotFinalised, Refused
from coding.cases.answers import right_answer
from tests.claims.bench import SCAN, VIDEO, WOUND, alone, pair

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def line(procedure: str, charge: str, pointers: tuple[int, ...]) -> ContentLine:
    return ContentLine(procedure, (), 1, Decimal(charge), pointers, DAY)


def test_set_up_billing_writes_the_payers_file_once():
    hands = alone(SCAN)
    set_up_billing(hands.attempt_id, scrubber=Strength.OFF)
    coverage = Coverage.objects.get(attempt=hands.attempt_id)
    held = (coverage.order, coverage.payer_id, coverage.member_id, coverage.opening_out_of_pocket)
    assert held == (1, "SBX02", "SBX200477935", Decimal("1640.00"))
    assert BillingSetup.objects.get(attempt=hands.attempt_id).scrubber == "full"


def test_open_claim_builds_the_claim_from_codes_registration_and_price_list():
    hands = alone().code().open()
    assert hands.claim.boxes == ClaimContent(
        payer_id="SBX01",
        member_id="SBX100200301",
        patient_name="Rowan Ashdown",
        patient_born=date(1971, 6, 4),
        patient_sex="F",
        accident="none",
        accident_date=None,
        place_of_service="11",
        rendering_npi="9990000025",
        billing_npi="9990000017",
        ordering_npi="",
        authorization="",
        referral="",
        diagnoses=("N39.0", "B96.20"),
        lines=(
            line("OV-324", "185.00", (1, 2)),
            line("LB-422", "24.00", (1, 2)),
            line("LB-325", "12.00", (1,)),
        ),
        tax_id="00-0000101",
        billing_street="100 Sandbox Way",
        billing_zip="999990001",
    )
    event = hands.claim.events.get()
    seen = (event.move, event.from_state, event.to_state, event.version, event.by)
    assert seen == ("open", "", "draft", 1, "system")


def test_open_claim_carries_the_slips_of_the_front_desk():
    knife = alone(WOUND).code().open().claim.boxes
    assert (knife.accident, knife.accident_date) == ("unanswered", None)
    video = alone(VIDEO).code().open().claim.boxes
    assert video.place_of_service == "11"


def test_open_claim_leaves_leave_to_the_biller():
    assert alone(SCAN).code().open().claim.boxes.authorization == ""


def test_open_claim_twice_gives_the_same_claim():
    hands = alone().code()
    first = open_claim(hands.attempt_id, actor=hands.biller, key="one")
    again = open_claim(hands.attempt_id, actor=hands.biller, key="two")
    assert again == first
    assert Claim.objects.count() == 1


def test_open_claim_needs_finalised_codes():
    hands = alone()
    with pytest.raises(NotFinalised):
        open_claim(hands.attempt_id, actor=hands.biller, key="k")


def test_open_claim_is_the_billers():
    hands = pair().code()
    with pytest.raises(PermissionDenied):
        open_claim(hands.attempt_id, actor=hands.coder, key="k")


def test_take_codes_brings_the_newest_codes_and_keeps_the_billers_boxes():
    hands = alone()
    right = right_answer(hands.case)
    hands.code(hands.slip("culture pointed at the organism")).open()
    hands.edit(member_id="SBX100200399", charges=tuple(map(Decimal, ("185.00", "30.00", "12.00"))))
    before = hands.claim.boxes
    hands.recode(right)
    after = hands.claim.boxes
    assert after == before.with_boxes(
        diagnoses=tuple(row.code for row in right.diagnoses), lines=after.lines
    )
    assert [row.pointers for row in after.lines] == [(1, 2), (1, 2), (1,)]
    assert [row.charge for row in after.lines] == [Decimal(c) for c in ("185.00", "30.00", "12.00")]
    assert hands.claim.coding_version.number == 2


def test_take_codes_prices_a_changed_service_afresh():
    hands = alone().code().open()
    right = right_answer(hands.case)
    other = replace(right.procedures[0], code="OV-334")
    hands.recode(replace(right, procedures=(other, *right.procedures[1:])))
    assert hands.claim.boxes.lines[0].charge != Decimal("185.00")


def test_take_codes_without_newer_codes_is_refused():
    hands = alone().code().open()
    with pytest.raises(Refused):
        take_codes(hands.claim.pk, **hands.call())


def test_return_codes_reopens_the_coders_sheet():
    hands = pair().code().open()
    claim = hands.claim
    returned = return_codes(
        claim.pk, actor=hands.biller, reason=" Line 2? ", expected_version=claim.version
    )
    assert (returned.reason, returned.returned_by) == ("Line 2?", hands.biller)
    assert hands.attempt.coding_open


def test_return_codes_refuses_an_empty_or_endless_reason_at_its_field():
    hands = pair().code().open()
    for reason in (" ", "x" * 501):
        with pytest.raises(Refused) as refused:
            return_codes(hands.claim.pk, actor=hands.biller, reason=reason, expected_version=1)
        assert refused.value.field == "reason"


def test_return_codes_is_closed_while_the_payer_has_the_claim():
    hands = alone().code().open()
    hands.send()
    with pytest.raises(IllegalMove):
        return_codes(hands.claim.pk, actor=hands.biller, reason="Why?", expected_version=2)
    with pytest.raises(StaleClaim):
        return_codes(hands.claim.pk, actor=hands.biller, reason="Why?", expected_version=1)


def test_return_codes_and_take_codes_are_the_billers():
    hands = pair().code().open()
    call = {"actor": hands.coder, "expected_version": 1}
    with pytest.raises(PermissionDenied):
        return_codes(hands.claim.pk, reason="Why?", **call)
    with pytest.raises(PermissionDenied):
        take_codes(hands.claim.pk, key=str(uuid4()), **call)
