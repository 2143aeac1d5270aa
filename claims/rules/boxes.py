"""Where a field of a claim stands on the professional claim form, by box number."""

BOXES = {
    "member_id": "1a",
    "patient_name": "2",
    "patient_born": "3",
    "patient_sex": "3",
    "insured_name": "4",
    "relationship": "6",
    "accident": "10",
    "insured_born": "11a",
    "other_payer": "11d",
    "signature_on_file": "12",
    "assigns_benefits": "13",
    "ordering_npi": "17b",
    "referring_npi": "17b",
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
    "ndc": "24",
    "dose": "24",
    "units": "24G",
    "tax_id": "25",
    "accepts_assignment": "27",
    "rendering_npi": "24J",
    "prior": "29",
    "provider_signed": "31",
    "billing_street": "33",
    "billing_zip": "33",
    "billing_npi": "33a",
}


def box_of(field: str) -> str:
    """The box of a field; empty for what has none, such as the sending date."""
    return BOXES.get(field, "")
