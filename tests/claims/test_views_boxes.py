"""Saving the boxes: bad input is named at its field, and nothing that was typed is lost."""

import pytest

from tests.claims.doors import DOORS, opened
from tests.claims.pages import box_values

pytestmark = pytest.mark.django_db
BOXES = next(door for door in DOORS if door.name == "boxes")


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("charge_1", "1e9", "Write dollars and cents"),
        ("charge_1", "12,5", "Write dollars and cents"),
        ("charge_2", "-5", "Write dollars and cents"),
        ("charge_2", "", "Enter the amount in dollars"),
        ("charge_3", "999999.99", "at most 99999.99"),
        ("member_id", "SBX 12!", "letters, digits and hyphens only"),
        ("rendering_npi", "12345", "An NPI has ten digits"),
        ("patient_born", "4 June", "Write the date as year-month-day"),
        ("patient_name", "", "Enter the patient"),
    ],
)
def test_bad_value_is_named_at_its_field_and_kept(field: str, typed: str, message: str):
    hands = opened()
    before = hands.claim.content
    values = box_values(hands.claim, authorization="AUTH-7", **{field: typed})
    response = BOXES.post(hands, values)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert f'href="#boxes-{field}"' in html
    assert f'id="boxes-{field}_error"' in html
    assert 'value="AUTH-7"' in html
    assert not typed or f'value="{typed}"' in html
    assert f'name="key" value="{values["key"]}"' in html
    assert hands.claim.content == before


def test_saved_boxes_stand_on_the_claim_and_in_the_log():
    hands = opened()
    BOXES.post(hands, box_values(hands.claim, charge_1="190.00", authorization="AUTH-7"))
    claim = hands.claim
    assert (str(claim.boxes.lines[0].charge), claim.boxes.authorization) == ("190.00", "AUTH-7")
    changed = claim.events.get(move="edit_boxes").payload["before"]
    assert set(changed) == {"authorization", "lines"}


def test_codes_cannot_be_changed_by_the_biller():
    hands = opened()
    BOXES.post(hands, box_values(hands.claim, diagnoses="A00.0", billing_npi="9990000025"))
    assert hands.claim.boxes.diagnoses == ("N39.0", "B96.20")
    assert hands.claim.boxes.billing_npi == "9990000017"
