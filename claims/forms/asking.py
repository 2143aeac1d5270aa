"""Questions to the payer: coverage, and leave for a procedure."""

from collections.abc import Sequence
from typing import Any

from django import forms

from claims.forms.fields import DayField, set_choices
from claims.forms.steps import RefusableForm


class CoverageForm(RefusableForm):
    """Ask a payer about a member; what is left blank is taken from the claim, and a payer that is
    named without a member ID looks for the patient's name and birth date."""

    payer_id = forms.ChoiceField(label="Payer", required=False)
    member_id = forms.RegexField(
        r"^[A-Za-z0-9-]*\Z",
        label="Member ID",
        required=False,
        max_length=20,
        help_text="Left blank, a payer that you choose above looks for the patient's name and "
        "birth date.",
        error_messages={"invalid": "A member ID has letters, digits and hyphens only."},
    )
    service_date = DayField(label="Service date", required=False)

    def __init__(self, *args: Any, payers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "payer_id", [("", "The claim's payer"), *payers])


class AuthorizationForm(RefusableForm):
    """Ask the payer for leave for one procedure of the claim."""

    procedure = forms.ChoiceField(
        label="Procedure", error_messages={"required": "Choose a procedure of the claim."}
    )

    def __init__(self, *args: Any, procedures: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "procedure", list(procedures))
