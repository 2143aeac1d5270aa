"""The boxes of the claim as the desk shows them: number, our own label, whose box it is. PURE.

Box numbers are facts that the trade shares (`claims/rules/boxes.py`); the labels are ours.
"""

from dataclasses import dataclass

from claims.rules.boxes import box_of

CODER, BILLER = "coder", "biller"
LINE_FIELDS = frozenset({"lines", "date", "procedure", "modifiers", "pointers", "charge", "units"})


@dataclass(frozen=True)
class Box:
    """One box. `field` is the claim's field, `desk` who fills it."""

    number: str
    field: str
    label: str
    desk: str

    @property
    def place(self) -> str:
        """The field under which the page shows it: columns of box 24 stand in the lines."""
        return "lines" if self.field in LINE_FIELDS else self.field

    @property
    def anchor(self) -> str:
        """The id of the box on the page."""
        return f"box-{self.place.replace('_', '-')}"


def _box(field: str, label: str, desk: str, *, number: str = "") -> Box:
    return Box(number or box_of(field), field, label, desk)


BOXES = (
    _box("payer_id", "Payer", BILLER, number="1"),
    _box("member_id", "Member ID", BILLER),
    _box("patient_name", "Patient", BILLER, number="2"),
    _box("patient_born", "Birth date", BILLER),
    _box("patient_sex", "Sex", BILLER),
    _box("accident", "Is this due to an accident?", BILLER),
    _box("accident_date", "Date of the accident", BILLER, number="14"),
    _box("insured_name", "Insured, if not the patient", BILLER),
    _box("relationship", "Who holds the policy?", BILLER),
    _box("insured_born", "Insured's birth date", BILLER),
    _box("signature_on_file", "Patient's signature on file", BILLER),
    _box("assigns_benefits", "Benefits go to the practice", BILLER),
    _box("ordering_npi", "Ordering NPI", BILLER),
    _box("referring_npi", "Referring NPI", BILLER),
    _box("attachments", "Sent with the claim", BILLER),
    _box("diagnoses", "Diagnoses", CODER),
    _box("frequency", "Resubmission code", BILLER),
    _box("original_reference", "Original reference", BILLER),
    _box("authorization", "Authorisation number", BILLER),
    _box("referral", "Referral number", BILLER),
    _box("lines", "Service lines", CODER),
    _box("date", "Service date", CODER),
    _box("place_of_service", "Place of service", BILLER),
    _box("procedure", "Procedure", CODER),
    _box("modifiers", "Modifiers", CODER),
    _box("pointers", "Diagnosis pointers", CODER),
    _box("charge", "Charge", BILLER),
    _box("units", "Units", CODER),
    _box("rendering_npi", "Rendering NPI", BILLER),
    _box("tax_id", "Tax ID", BILLER),
    _box("accepts_assignment", "Practice accepts assignment", BILLER),
    _box("provider_signed", "Provider has signed", BILLER),
    _box("billing_street", "Billing street", BILLER),
    _box("billing_zip", "Billing ZIP", BILLER),
    _box("billing_npi", "Billing NPI", BILLER),
)

BY_FIELD = {box.field: box for box in BOXES}
_BY_NUMBER = {box.number.upper(): box for box in reversed(BOXES)}


def box_numbered(number: str) -> Box | None:
    """The first box with that number, such as "24D"; None for what is in no box."""
    return _BY_NUMBER.get(number.upper())


def letter(pointer: int) -> str:
    """A diagnosis pointer as box 24E writes it: 1 is A, 12 is L."""
    return "ABCDEFGHIJKL"[pointer - 1] if 1 <= pointer <= 12 else str(pointer)
