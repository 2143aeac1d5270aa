"""What each part of the coding mark weighs."""

from typing import Any

from django import forms

from coding.grading import PARTS, SHARES
from coding.invented import InventedOnly
from sandbox.classroom.forms.seen import AsSeen

LABELS = {
    "diagnoses": "Diagnoses",
    "procedures": "Services",
    "modifiers": "Modifiers",
    "units": "Units",
    "pointers": "Pointers",
    "sequence": "Sequence",
    "evidence": "Evidence",
}


class WeightsForm(AsSeen, InventedOnly, forms.Form):
    """What each part of the coding mark weighs, in percent."""

    reason = forms.CharField(
        label="Reason, which the learners read",
        max_length=300,
        error_messages={"required": "Say why the weights change; the learners read it."},
    )
    never_lower = forms.BooleanField(
        label="Never lower a mark that stands", required=False, initial=True
    )

    def __init__(self, *args: Any, shares: dict[str, int], **kwargs: Any) -> None:
        kwargs["auto_id"] = "weights-%s"
        super().__init__(*args, **kwargs)
        for name in PARTS:
            usual = int(100 * SHARES.get(name, 0))
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                min_value=0,
                max_value=100,
                initial=shares.get(name, 0) if shares else usual,
                error_messages={"required": "Write a whole number from 0 to 100."},
            )

    def parts(self) -> list[forms.BoundField]:
        """The weights, in the order in which the marks page lists the parts."""
        return [self[name] for name in PARTS]

    def shares(self) -> dict[str, int]:
        """The weights that are not zero. The form must be valid."""
        return {name: self.cleaned_data[name] for name in PARTS if self.cleaned_data[name]}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when the weights do not add up to 100."""
        told = super().clean() or {}
        weights = [int(told[name]) for name in PARTS if told.get(name) is not None]
        if len(weights) == len(PARTS) and sum(weights) != 100:
            raise forms.ValidationError(f"The weights add up to {sum(weights)}; make it 100.")
        return told
