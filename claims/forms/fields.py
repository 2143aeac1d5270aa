"""The kinds of value that the desk's forms take, each with a message that says how to mend it."""

import re
from decimal import Decimal
from typing import Any

from django import forms

MONEY = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
MONEY_MESSAGE = "Write dollars and cents with digits and a point only, such as 185.00."
DATE_MESSAGE = "Write the date as year-month-day, such as 2026-03-10."
REASON_LIMIT = 500


class MoneyField(forms.CharField):
    """Dollars and cents, typed as digits and a point; a Decimal with two places."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "autocomplete": "off", "size": 9}
            ),
            error_messages={"required": "Enter the amount in dollars, such as 185.00."},
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """The amount. Raises ValidationError for an exponent, a comma, a sign, a third decimal."""
        text = super().clean(value).removeprefix("$").strip()
        if not MONEY.fullmatch(text):
            raise forms.ValidationError(MONEY_MESSAGE)
        return Decimal(text).quantize(Decimal("0.01"))


class DayField(forms.DateField):
    """A date, typed or picked; kept as ISO text."""

    def __init__(self, *, label: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            required=required,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": DATE_MESSAGE, "required": "Enter the date."},
            **kwargs,
        )


class NpiField(forms.RegexField):
    """Ten digits or nothing; the check digit is the scrubber's."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            r"^[0-9]{10}\Z",
            label=label,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 11}),
            error_messages={"invalid": "An NPI has ten digits and nothing else."},
        )


class TextArea(forms.CharField):
    """Prose of the learner's own."""

    def __init__(
        self, *, label: str, limit: int = REASON_LIMIT, rows: int = 3, **kwargs: Any
    ) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=limit, widget=widget, **kwargs)


def set_choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a choice field the choices that this page offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
