"""The biller's boxes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from claims.services.advance import IllegalMove, StaleClaim
from claims.services.preparing import edit_boxes
from claims.services.refusals import Refused
from tests.claims.bench import Hands, alone, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands() -> Hands:
    return alone().code().open()


def test_edit_boxes_changes_the_boxes_and_remembers_what_they_held(hands: Hands):
    before = hands.claim.boxes
    event = hands.edit(
        member_id="SBX100200399",
        patient_born=date(1971, 6, 14),
        accident="other",
        accident_date=date(2026, 3, 9),
        patient_sex="F",
    )
    assert hands.claim.boxes == before.with_boxes(
        member_id="SBX100200399",
        patient_born=date(1971, 6, 14),
        accident="other",
        accident_date=date(2026, 3, 9),
    )
    assert event.payload["before"] == {
        "member_id": "SBX100200301",
        "patient_born": "1971-06-04",
        "accident": "none",
        "accident_date": None,
    }


def test_edit_boxes_changes_charges_line_by_line(hands: Hands):
    charges = (Decimal("190.00"), Decimal("24.00"), Decimal("12.00"))
    hands.edit(charges=charges)
    assert tuple(line.charge for line in hands.claim.boxes.lines) == charges


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("diagnoses", {"diagnoses": ("I10",)}),
        ("lines", {"lines": ()}),
        ("member_id", {"member_id": 7}),
        ("member_id", {"member_id": "9" * 81}),
        ("payer_id", {"payer_id": "SBX99"}),
        ("patient_born", {"patient_born": "1971-06-04"}),
        ("patient_born", {"patient_born": None}),
        ("patient_sex", {"patient_sex": "X"}),
        ("accident", {"accident": "maybe"}),
        ("charges", {"charges": (Decimal("1.00"),)}),
        ("charge_2", {"charges": (Decimal(1), Decimal("-1.00"), Decimal(1))}),
        ("charge_3", {"charges": (Decimal(1), Decimal(1), Decimal("1.005"))}),
        ("charge_1", {"charges": (Decimal("NaN"), Decimal(1), Decimal(1))}),
    ],
)
def test_edit_boxes_refuses_what_does_not_fit_at_its_field(
    hands: Hands, field: str, changes: dict[str, Any]
):
    before = hands.claim.content
    with pytest.raises(Refused) as refused:
        hands.edit(**changes)
    assert refused.value.field == field
    assert hands.claim.content == before


def test_edit_boxes_with_a_repeated_key_has_one_effect(hands: Hands):
    call = {"actor": hands.biller, "key": "same", "expected_version": 1}
    first = edit_boxes(hands.claim.pk, content_changes={"referral": "R1"}, **call)
    again = edit_boxes(hands.claim.pk, content_changes={"referral": "R2"}, **call)
    assert again == first
    assert (hands.claim.boxes.referral, hands.claim.version) == ("R1", 2)


def test_edit_boxes_refuses_a_stale_page(hands: Hands):
    hands.edit(referral="R1")
    call = {"actor": hands.biller, "key": "late", "expected_version": 1}
    with pytest.raises(StaleClaim):
        edit_boxes(hands.claim.pk, content_changes={"referral": "R2"}, **call)
    assert hands.claim.boxes.referral == "R1"


def test_edit_boxes_is_closed_while_the_payer_has_the_claim(hands: Hands):
    hands.send()
    with pytest.raises(IllegalMove):
        hands.edit(referral="R1")


def test_edit_boxes_is_the_billers():
    hands = pair().code().open()
    call = {"actor": hands.coder, "key": "k", "expected_version": 1}
    with pytest.raises(PermissionDenied):
        edit_boxes(hands.claim.pk, content_changes={"referral": "R1"}, **call)
