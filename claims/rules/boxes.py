"""Where a field of a claim stands on the professional claim form, by box number."""

BOXES = {
    "member_id": "1a",
    "patient_born": "3",
    "patient_sex": "3",
    "accident": "10",
    "other_payer": "11d",
    "ordering_npi": "17b",
    "attachments": "19",
    "diagnoses": "21",
    "frequency": "22",
    "original_reference": "22",
    "authorization": "23",
    "referral": "23",
    "lines": "24",
    "date": "24A",
    "place_of_service": "24B",
    "procedure": "24D",
    "modifiers": "24D",
    "pointers": "24E",
    "charge": "24F",
    "units": "24G",
    "rendering_npi": "24J",
    "prior": "29",
    "billing_npi": "33a",
}


def box_of(field: str) -> str:
    """The box of a field; empty for what has none, such as the sending date."""
    return BOXES.get(field, "")
