"""Where a field of the claim stands on the page."""

import pytest

from claims.boxes import BOXES, box_numbered, letter


@pytest.mark.parametrize(
    ("number", "field", "anchor", "desk"),
    [
        ("1a", "member_id", "box-member-id", "biller"),
        ("17B", "ordering_npi", "box-ordering-npi", "biller"),
        ("21", "diagnoses", "box-diagnoses", "coder"),
        ("24B", "place_of_service", "box-place-of-service", "biller"),
        ("24D", "procedure", "box-lines", "coder"),
        ("24F", "charge", "box-lines", "biller"),
    ],
)
def test_box_is_found_by_its_number(number: str, field: str, anchor: str, desk: str):
    box = box_numbered(number)
    assert box is not None
    assert (box.field, box.anchor, box.desk) == (field, anchor, desk)


def test_what_is_in_no_box_is_none():
    assert box_numbered("11d") is None
    assert box_numbered("") is None


def test_every_box_has_a_number_and_every_field_one_box():
    assert all(box.number for box in BOXES)
    assert len({box.field for box in BOXES}) == len(BOXES)


def test_pointers_are_letters():
    assert [letter(pointer) for pointer in (1, 4, 12, 13)] == ["A", "D", "L", "13"]
