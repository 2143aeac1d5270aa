"""The biller's boxes of the claim."""

from collections.abc import Sequence
from typing import Any

from django import forms

from claims.content import PAPERWORK, ClaimContent
from claims.forms.fields import DayField, MoneyField, NpiField, set_choices
from claims.forms.steps import CORRECTIONS, StepForm

ACCIDENT = [
    ("unanswered", "Not answered"),
    ("none", "No"),
    ("work", "Yes, at work"),
    ("auto", "Yes, a road accident"),
    ("other", "Yes, another accident"),
]
SEX = [("F", "F"), ("M", "M"), ("U", "U")]
RELATIONSHIP = [
    ("self", "The patient"),
    ("spouse", "The patient's spouse"),
    ("child", "The patient's parent"),
    ("other", "Somebody else"),
]
DRUG_FAMILIES = ("J", "Q")
"""HCPCS Level II codes of drugs begin so: beside them stand package number and dose."""


class BoxesForm(StepForm):
    """The biller's boxes, with one charge for each line (box 24F); box 22 where the payer holds a
    claim that could be replaced."""

    payer_id = forms.ChoiceField(label="Payer")
    member_id = forms.RegexField(
        r"^[A-Za-z0-9-]*\Z",
        label="Member ID",
        required=False,
        max_length=20,
        error_messages={"invalid": "A member ID has letters, digits and hyphens only."},
    )
    patient_name = forms.CharField(
        label="Patient", max_length=80, error_messages={"required": "Enter the patient's name."}
    )
    patient_born = DayField(label="Birth date")
    patient_sex = forms.ChoiceField(label="Sex", choices=SEX)
    accident = forms.ChoiceField(label="Is this due to an accident?", choices=ACCIDENT)
    accident_date = DayField(label="Date of the accident", required=False)
    ordering_npi = NpiField(label="Ordering NPI")
    authorization = forms.CharField(label="Authorisation number", max_length=20, required=False)
    referral = forms.CharField(label="Referral number", max_length=20, required=False)
    place_of_service = forms.ChoiceField(label="Place of service")
    rendering_npi = NpiField(label="Rendering NPI")
    relationship = forms.ChoiceField(label="Who holds the policy?", choices=RELATIONSHIP)
    insured_name = forms.CharField(
        label="Insured, if not the patient", max_length=80, required=False
    )
    insured_born = DayField(label="Insured's birth date", required=False)
    referring_npi = NpiField(label="Referring NPI")
    signature_on_file = forms.BooleanField(label="Patient's signature on file", required=False)
    assigns_benefits = forms.BooleanField(label="Benefits go to the practice", required=False)
    accepts_assignment = forms.BooleanField(label="Practice accepts assignment", required=False)
    provider_signed = forms.BooleanField(label="Provider has signed", required=False)
    records = forms.BooleanField(label="Send the records with the claim", required=False)
    tax_id = forms.CharField(label="Tax ID", max_length=12, required=False)
    billing_street = forms.CharField(label="Billing street", max_length=80, required=False)
    billing_zip = forms.CharField(label="Billing ZIP, nine digits", max_length=12, required=False)
    resubmission = forms.ChoiceField(
        label="Resubmission code",
        choices=[(str(way.value), f"{way.value} {way.label}") for way in CORRECTIONS],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        content: ClaimContent,
        payers: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        replaces: bool,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _standing(content) | kwargs.get("initial", {})
        self.is_untold = content.tax_id is None
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["resubmission"]
        set_choices(self, "payer_id", _with(content.payer_id, payers))
        set_choices(self, "place_of_service", _with(content.place_of_service, places))
        for number in range(1, len(content.lines) + 1):
            self.fields[f"charge_{number}"] = MoneyField(label=f"Charge of line {number}")
        self.drug_lines = [
            number
            for number, line in enumerate(content.lines, 1)
            if line.procedure.startswith(DRUG_FAMILIES)
        ]
        for number in self.drug_lines:
            self.fields[f"ndc_{number}"] = forms.CharField(
                label=f"Package number of line {number}", max_length=20, required=False
            )
            self.fields[f"dose_{number}"] = forms.DecimalField(
                label=f"Dose of line {number}",
                max_digits=8,
                decimal_places=3,
                min_value=0,
                required=False,
                error_messages={"invalid": "Write the dose with digits and a point, such as 40."},
            )

    @property
    def paperwork_errors(self) -> bool:
        """Something was typed into a box that the page keeps folded, and does not fit."""
        return bool({*PAPERWORK, "records"} & set(self.errors))

    def charges(self) -> list[forms.BoundField]:
        """The charge of each line, in line order."""
        return [self[name] for name in self.fields if name.startswith("charge_")]

    def arguments(self) -> dict[str, Any]:
        """The step with the boxes as `content_changes`; the charges a tuple in line order, the
        drugs by line."""
        values = super().arguments()
        step = {name: values.pop(name) for name in ("key", "expected_version")}
        names = [name for name in values if name.startswith("charge_")]
        charges = tuple(values.pop(name) for name in names)
        drugs = {
            number: (values.pop(f"ndc_{number}").strip(), values.pop(f"dose_{number}") or None)
            for number in self.drug_lines
        }
        attachments = ("records",) if values.pop("records") else ()
        told = {name: values[name] or None for name in ("tax_id", "billing_street", "billing_zip")}
        if not values.get("resubmission"):
            values.pop("resubmission", None)
        boxes = {**values, **(told if self.is_untold else {}), "attachments": attachments}
        return {**step, "content_changes": {**boxes, "charges": charges, "drugs": drugs}}

    def drugs(self) -> dict[int, tuple[forms.BoundField, forms.BoundField]]:
        """Package number and dose of each drug line."""
        return {n: (self[f"ndc_{n}"], self[f"dose_{n}"]) for n in self.drug_lines}


def _standing(content: ClaimContent) -> dict[str, Any]:
    """What the boxes hold now, as the form's initial values."""
    boxes = {name: value for name, value in vars(content).items() if name in BoxesForm.base_fields}
    lines = dict(enumerate(content.lines, 1))
    charges = {f"charge_{n}": f"{line.charge:.2f}" for n, line in lines.items()}
    drugs = {f"ndc_{n}": line.ndc for n, line in lines.items()}
    doses = {f"dose_{n}": f"{line.dose:f}" if line.dose else "" for n, line in lines.items()}
    boxes["resubmission"] = content.resubmission or str(CORRECTIONS[0].value)
    return boxes | charges | drugs | doses | {"records": "records" in content.attachments}


def _with(standing: str, choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices, and what stands in the box now even where it is none of them."""
    known = any(value == standing for value, _ in choices)
    return list(choices) if known else [(standing, standing or "-"), *choices]
