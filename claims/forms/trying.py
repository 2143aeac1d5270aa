"""Paste a scenario file."""

from typing import Any

from django import forms

from claims.facts import Scenario
from claims.scenario import read_scenario
from coding.documents import DocumentError
from coding.strict_yaml import MAX_BYTES


class ScenarioForm(forms.Form):
    """The text of a scenario file; its problem is told with the line and the field."""

    scenario = forms.CharField(
        label="Scenario",
        max_length=MAX_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "mono", "spellcheck": "false"}),
        help_text="YAML with payer, plan, coverage, patient, fees and claim (docs/formats.md).",
        error_messages={"required": "Paste a scenario, or take one of the examples."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "trial-%s")
        super().__init__(*args, **kwargs)

    def clean_scenario(self) -> Scenario:
        """The scenario that the text describes."""
        try:
            return read_scenario(self.cleaned_data["scenario"], path="scenario")
        except DocumentError as error:
            field = f"{error.field} " if error.field else ""
            raise forms.ValidationError(f"Line {error.line}: {field}{error.message}.") from error
