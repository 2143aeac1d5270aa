"""Forms of who marks."""

from decimal import Decimal
from typing import Any

from django import forms

from coding.invented import InventedOnly
from sandbox.classroom.models import Seat


class OverrideForm(InventedOnly, forms.Form):
    """Another mark than the automatic one, in percent; empty gives the automatic one back."""

    desk = forms.ChoiceField(choices=Seat.Desk.choices, widget=forms.HiddenInput)
    percent = forms.DecimalField(
        label="Mark in percent",
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text="Empty gives the automatic mark back.",
    )
    reason = forms.CharField(
        label="Reason, which the learner reads",
        max_length=500,
        error_messages={"required": "Say why; the learner reads it."},
    )

    def __init__(self, *args: Any, desk: str, **kwargs: Any) -> None:
        own = {"auto_id": f"override-{desk}-%s", "initial": {"desk": desk}}
        super().__init__(*args, **{**own, **kwargs})

    @property
    def score(self) -> Decimal | None:
        """The mark from 0 to 1; None for the automatic one. The form must be valid."""
        percent: Decimal | None = self.cleaned_data["percent"]
        return None if percent is None else percent / 100


class KeptCommentForm(InventedOnly, forms.Form):
    """A comment to be used again."""

    text = forms.CharField(
        max_length=500,
        label="Comment to keep",
        error_messages={"required": "Write the comment to keep."},
    )
