"""What of the log is asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from coding.documents import YEARS
from sandbox.classroom.queries.log import KINDS, LogFilter

ANY = ("", "Any")


class LogForm(forms.Form):
    """A person, a kind, days; what makes no sense is left open rather than refused."""

    person = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Who")
    kind = forms.ChoiceField(choices=[ANY, *KINDS.items()], required=False, label="What")
    since = forms.DateField(
        required=False, label="From", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label="To", widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField), "the field of this class"
        field.choices = [ANY, *people]

    def asked(self) -> LogFilter:
        """The valid choices."""
        self.is_valid()
        told = self.cleaned_data
        return LogFilter(
            person=told.get("person"),
            kind=told.get("kind") or "",
            since=_day(told.get("since")),
            until=_day(told.get("until")),
        )


def _day(told: date | None) -> date | None:
    """The day, if the days around it are in the calendar of every time zone."""
    return told if told is not None and told.year in YEARS else None
