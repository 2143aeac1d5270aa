"""The steps of a claim. Each carries the hidden `key` that makes a repeated post harmless and the
`version` of the claim that the page showed; `arguments()` is what the service takes, and
`refusals()` puts what a service refuses beside the field that it belongs to."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from claims.forms.fields import MoneyField, TextArea
from claims.models import LedgerEntry, Submission
from claims.scrubber import Strength
from claims.services.posting import STEPS_OF_THEIR_OWN
from claims.services.refusals import Refused
from coding.invented import InventedOnly

CORRECTIONS = (Submission.Frequency.REPLACEMENT, Submission.Frequency.ORIGINAL)


class RefusableForm(InventedOnly, forms.Form):
    """A form whose service may refuse what was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}-%s")
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the service takes. The form must be valid."""
        return dict(self.cleaned_data)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turns what the service refuses into an error of this form."""
        try:
            yield
        except Refused as refused:
            self.add_refusal(refused)

    def add_refusal(self, refused: Refused) -> None:
        """Puts what a service refused beside the field that it belongs to."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)


class OpenForm(RefusableForm):
    """Open the claim of an attempt."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class StepForm(RefusableForm):
    """A step of a claim; one without words of its own is just this."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def arguments(self) -> dict[str, Any]:
        """What the service takes. The form must be valid."""
        values = super().arguments()
        values["expected_version"] = values.pop("version")
        return values


class CorrectionForm(StepForm):
    """Open a correction: in the place of the answered claim unless it says otherwise."""

    frequency = forms.ChoiceField(
        choices=[(str(way.value), way.label) for way in CORRECTIONS],
        required=False,
        widget=forms.HiddenInput,
    )

    def clean_frequency(self) -> Submission.Frequency:
        """The way as a submission knows it."""
        return Submission.Frequency(int(self.cleaned_data["frequency"] or CORRECTIONS[0].value))


class LineForm(StepForm):
    """A step about one line."""

    line = forms.IntegerField(min_value=1, max_value=99, widget=forms.HiddenInput)


class UnkeyedForm(StepForm):
    """A step that is the same when made twice: its service takes no key."""

    def arguments(self) -> dict[str, Any]:
        """What the service takes, without the key."""
        values = super().arguments()
        del values["key"]
        return values


REASON = "reason_"


class SendForm(StepForm):
    """Send the claim; each finding that may be sent wants a reason of its own. Without `warnings`
    it takes what was typed: whether that is enough is the service's to say."""

    def __init__(
        self, *args: Any, warnings: Iterable[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if warnings is None:
            typed = [name for name in self.data if name.startswith(REASON)]
            warnings = [(name.removeprefix(REASON), "") for name in typed]
        self.warnings = tuple(warnings)
        for key, message in self.warnings:
            label = message.rstrip(".")
            self.fields[f"{REASON}{key}"] = TextArea(label=label, rows=2, required=False)

    def warning_fields(self) -> list[forms.BoundField]:
        """The reasons to be typed, one for each warning."""
        return [self[f"{REASON}{key}"] for key, _ in self.warnings]

    def arguments(self) -> dict[str, Any]:
        """The step, with `warning_reasons` for the warnings that got one."""
        values = super().arguments()
        typed = {key: values.pop(f"{REASON}{key}").strip() for key, _ in self.warnings}
        return {**values, "warning_reasons": {key: why for key, why in typed.items() if why}}

    def ask_for_reasons(self) -> None:
        """Marks each warning that was sent without a reason."""
        for key, _ in self.warnings:
            if not self.cleaned_data.get(f"{REASON}{key}", "").strip():
                self.add_error(f"{REASON}{key}", "Say why the claim is right as it is, or mend it.")


class ReturnForm(UnkeyedForm):
    """Send the codes back to the coder's desk."""

    reason = TextArea(
        label="What should the coder look at?",
        help_text="Name the line or the code, and what the note says. The coder chooses the code.",
        error_messages={"required": "Say what the coder should look at."},
    )


class WriteOffForm(StepForm):
    """Give up part of the balance."""

    amount = MoneyField(label="Amount in dollars")
    kind = forms.ChoiceField(
        label="Why is it given up?",
        choices=[
            (value, label)
            for value, label in LedgerEntry.WriteOff.choices
            if value not in STEPS_OF_THEIR_OWN
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of write-off it is."},
    )
    reason = TextArea(
        label="Reason", limit=200, error_messages={"required": "Say why, for whoever audits this."}
    )

    def clean_kind(self) -> LedgerEntry.WriteOff:
        """The kind as the ledger knows it."""
        return LedgerEntry.WriteOff(self.cleaned_data["kind"])


class ReasonForm(StepForm):
    """A step that needs a reason: void, reopen."""

    reason = TextArea(label="Reason", error_messages={"required": "Say why."})


class ScrubberForm(forms.Form):
    """How strict the scrubber is."""

    strength = forms.ChoiceField(
        label="Scrubber",
        choices=[
            (Strength.FULL.value, "Full: all edits"),
            (Strength.BASIC.value, "Basic: form and codes only"),
            (Strength.OFF.value, "Off: errors travel on to the payer"),
        ],
    )

    def clean_strength(self) -> Strength:
        """The strength as the scrubber knows it."""
        return Strength(self.cleaned_data["strength"])


class CalendarForm(forms.Form):
    """Move the scenario date on."""

    step = forms.ChoiceField(
        choices=[("day", "Next day"), ("week", "Next week"), ("event", "Next event")]
    )
    from_date = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
