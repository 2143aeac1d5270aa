"""The biller's boxes of the claim."""

from collections.abc import Sequence
from typing import Any

from django import forms

from claims.content import ClaimContent
from claims.forms.fields import DayField, MoneyField, NpiField, set_choices
from claims.forms.steps import StepForm

ACCIDENT = [
    ("unanswered", "Not answered"),
    ("none", "No"),
    ("work", "Yes, at work"),
    ("auto", "Yes, a road accident"),
    ("other", "Yes, another accident"),
]
SEX = [("F", "F"), ("M", "M"), ("U", "U")]


class BoxesForm(StepForm):
    """The biller's boxes, with one charge for each line (box 24F)."""

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

    def __init__(
        self,
        *args: Any,
        content: ClaimContent,
        payers: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _standing(content) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        set_choices(self, "payer_id", _with(content.payer_id, payers))
        set_choices(self, "place_of_service", _with(content.place_of_service, places))
        for number in range(1, len(content.lines) + 1):
            self.fields[f"charge_{number}"] = MoneyField(label=f"Charge of line {number}")

    def charges(self) -> list[forms.BoundField]:
        """The charge of each line, in line order."""
        return [self[name] for name in self.fields if name.startswith("charge_")]

    def arguments(self) -> dict[str, Any]:
        """The step with the boxes as `content_changes`; the charges a tuple in line order."""
        values = super().arguments()
        step = {name: values.pop(name) for name in ("key", "expected_version")}
        names = [name for name in values if name.startswith("charge_")]
        charges = tuple(values.pop(name) for name in names)
        return {**step, "content_changes": {**values, "charges": charges}}


def _standing(content: ClaimContent) -> dict[str, Any]:
    """What the boxes hold now, as the form's initial values."""
    boxes = {name: value for name, value in vars(content).items() if name in BoxesForm.base_fields}
    charges = {f"charge_{n}": f"{line.charge:.2f}" for n, line in enumerate(content.lines, 1)}
    return boxes | charges


def _with(standing: str, choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices, and what stands in the box now even where it is none of them."""
    known = any(value == standing for value, _ in choices)
    return list(choices) if known else [(standing, standing or "-"), *choices]
