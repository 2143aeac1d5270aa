"""What goes to the payer in words: appeals, and answers to what it asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from claims.boxes import BOXES
from claims.forms.fields import TextArea, set_choices
from claims.forms.steps import StepForm
from claims.payer.appeals import Ground
from claims.services.appealing import MAX_PASSAGES
from claims.suspects import Suspect
from coding.forms import check_comment
from coding.invented import InventedOnly

UNKNOWN = "unknown"
"""Chosen where the biller asks to be told."""


class AppealForm(StepForm):
    """A letter to the payer, with passages of the note as evidence."""

    ground = forms.ChoiceField(
        label="What does the letter argue?",
        choices=[
            (Ground.RECORDS.value, "The record supports the service, its units or its being apart"),
            (
                Ground.AUTHORIZATION.value,
                "Leave or a referral was given, or could not be had in time",
            ),
            (Ground.TIMELY.value, "The claim was in time"),
            (Ground.PAYMENT.value, "The payer priced it wrongly"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the ground on which you appeal."},
    )
    letter = TextArea(
        label="Letter",
        limit=5000,
        rows=9,
        help_text="What was denied, why that is wrong, and which words of the note show it.",
        error_messages={"required": "Write the letter: it is what the payer reads."},
    )
    evidence = forms.MultipleChoiceField(
        label="Passages of the note to enclose",
        help_text=f"The ones that decide it, at most {MAX_PASSAGES}.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Enclose at least one passage of the note."},
    )

    def __init__(self, *args: Any, passages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "evidence", [(passage, passage) for passage in passages])

    def clean_ground(self) -> Ground:
        """The ground as the payer knows it."""
        return Ground(self.cleaned_data["ground"])


class DiagnosisForm(StepForm):
    """What caused the answer, before it is shown."""

    chosen = forms.ChoiceField(
        label="Which finding caused this?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the finding that you hold for the cause."},
    )

    def __init__(self, *args: Any, suspects: Sequence[Suspect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.rule, row.says) for row in suspects]
        set_choices(self, "chosen", [*choices, (UNKNOWN, "I do not know: show me")])

    def clean_chosen(self) -> str:
        """The rule; empty asks to be told."""
        chosen: str = self.cleaned_data["chosen"]
        return "" if chosen == UNKNOWN else chosen


class InformationForm(StepForm):
    """The answer to what the payer asked for."""

    document = forms.ChoiceField(
        label="What do you send?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to send."},
    )
    note = TextArea(label="Covering note", required=False)

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "document", list(documents))

    def arguments(self) -> dict[str, Any]:
        """The step with the `answer` that the service takes."""
        values = super().arguments()
        answer = {name: values.pop(name) for name in ("document", "note")}
        return {**values, "answer": answer}


class BoxCommentForm(InventedOnly, forms.Form):
    """What an instructor says about a box of the claim."""

    field = forms.ChoiceField(
        choices=[(box.field, f"{box.number} {box.label}") for box in BOXES], label="Box"
    )
    text = forms.CharField(
        label="Comment, which the learner reads with the marks",
        max_length=1000,
        validators=[check_comment],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the comment."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "box-comment-%s", **kwargs})
