"""The forms of the books: post by line, refund, payment plan, collections, leave to write off."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms

from claims.forms.fields import MoneyField, TextArea
from claims.forms.steps import StepForm, UnkeyedForm
from claims.models import BillingSetup
from claims.posting_check import ADJUSTED, PAID, Typed
from claims.services.hand_posting import PostingSlips
from claims.services.refunding import Payee
from claims.services.unpaid import MAX_MONTHS, MIN_MONTHS


class PostingForm(StepForm):
    """Payment and contract adjustment for each line of a remittance; nothing is filled in."""

    def __init__(self, *args: Any, numbers: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = tuple(numbers)
        for number in self.numbers:
            self.fields[f"{PAID}_{number}"] = MoneyField(label=f"Payment on line {number}")
            self.fields[f"{ADJUSTED}_{number}"] = MoneyField(
                label=f"Contract adjustment on line {number}"
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each line, in line order."""
        return [(self[f"{PAID}_{n}"], self[f"{ADJUSTED}_{n}"]) for n in self.numbers]

    def arguments(self) -> dict[str, Any]:
        """The step, with `typed` for each line."""
        values = super().arguments()
        typed = {
            n: Typed(paid=values.pop(f"{PAID}_{n}"), adjusted=values.pop(f"{ADJUSTED}_{n}"))
            for n in self.numbers
        }
        return {**values, "typed": typed}

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Each slip at its field; any other refusal as in every form."""
        with super().refusals():
            try:
                yield
            except PostingSlips as refused:
                for slip in refused.slips:
                    self.add_error(f"{slip.field}_{slip.line}", slip.message)


class PostingModeForm(UnkeyedForm):
    """How the remittances of this attempt are posted."""

    posting = forms.ChoiceField(
        label="How remittances are posted",
        choices=BillingSetup.Posting.choices,
        widget=forms.RadioSelect,
    )

    def clean_posting(self) -> BillingSetup.Posting:
        """The choice as the setup knows it."""
        return BillingSetup.Posting(self.cleaned_data["posting"])


class RefundForm(StepForm):
    """Give a credit back."""

    to = forms.ChoiceField(
        label="Who gets it back?",
        choices=[(Payee.PATIENT.value, "The patient"), (Payee.PAYER.value, "The payer")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose money it is."},
    )
    amount = MoneyField(label="Amount in dollars")
    reason = TextArea(
        label="Reason", limit=200, error_messages={"required": "Say why, for whoever audits this."}
    )

    def clean_to(self) -> Payee:
        """The payee as the service knows it."""
        return Payee(self.cleaned_data["to"])


class PlanForm(StepForm):
    """Agree on monthly installments."""

    months = forms.IntegerField(
        label="Installments",
        min_value=MIN_MONTHS,
        max_value=MAX_MONTHS,
        help_text="Thirty days apart, the first in thirty days.",
        error_messages={"required": f"Write a number from {MIN_MONTHS} to {MAX_MONTHS}."},
    )
