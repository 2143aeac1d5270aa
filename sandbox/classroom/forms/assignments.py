"""Forms about an assignment: what is set, who works with whom, for whom it is longer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from claims.scrubber import Strength
from coding.documents import YEARS
from coding.invented import InventedOnly
from coding.models import Case
from coding.requests import LONGEST_NUMBER
from coding.skills import skill_names
from sandbox.classroom.forms.seen import AsSeen
from sandbox.classroom.models import Assignment, LateRule, Release
from sandbox.classroom.services import PairPlan

MOMENT = "%Y-%m-%dT%H:%M"
ANY = ("", "Any")
STRENGTHS = [
    (Strength.FULL.value, "Full: everything that stops or slows a claim"),
    (Strength.BASIC.value, "Basic: only what the clearing house would turn back"),
    (Strength.OFF.value, "Off: errors travel on and come back as denials"),
]


class MomentField(forms.DateTimeField):
    """A day and a minute, in the time zone that is active; far enough from the ends of the calendar
    to be shown in every other."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **kwargs)

    def validate(self, value: datetime | None) -> None:
        """Raises ValidationError for a year that no class has."""
        super().validate(value)
        if value is not None and value.year not in YEARS:
            raise forms.ValidationError(f"Write a year from {YEARS[0]} to {YEARS[-1]}.")


class CaseChoice(forms.ModelMultipleChoiceField):
    """Cases, each with its difficulty, minutes and specialty."""

    def label_from_instance(self, obj: Case) -> str:
        """Its title with what one chooses by."""
        facts = [obj.specialty, f"difficulty {obj.difficulty}", f"{obj.minutes} min"]
        facts += ["three notes"] if len(obj.messes) > 1 else []
        facts += ["twins"] if obj.has_twins else []
        return f"{obj.title} ({', '.join(facts)})"

    def clean(self, value: Sequence[str] | None) -> QuerySet[Case]:
        """Raises ValidationError, as for any number that is no case's, for one that is too long for
        a database to be asked."""
        for pk in value or ():
            if len(pk) > LONGEST_NUMBER:
                told = self.error_messages["invalid_choice"]
                raise forms.ValidationError(told, code="invalid_choice", params={"value": pk})
        return super().clean(value)


class AssignmentForm(AsSeen, InventedOnly, forms.ModelForm):
    """All that an instructor sets. Times are in the course's time zone: it must be active while
    the form is shown and read."""

    opens_at = MomentField(required=False, label="Opens")
    due_at = MomentField(required=False, label="Due")
    scrubber = forms.ChoiceField(choices=STRENGTHS, label="Scrubber")
    time_limit = forms.IntegerField(
        required=False,
        min_value=5,
        max_value=600,
        label="Minutes for a case",
        help_text="Empty: no clock. It tells the time and closes nothing; the gradebook shows who "
        "took longer. Extra time is given under People.",
    )
    attempts_allowed = forms.IntegerField(
        min_value=1, max_value=20, label="Attempts at each case", initial=1
    )
    late_percent = forms.IntegerField(
        min_value=0, max_value=100, label="Percent lost for each day late", initial=10
    )
    coding_share = forms.IntegerField(
        min_value=0,
        max_value=100,
        label="Percent that coding counts",
        help_text="The rest is billing; where a learner has one desk, that desk counts whole.",
        initial=50,
    )
    cases = CaseChoice(
        queryset=Case.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one case."},
    )

    class Meta:
        model = Assignment
        fields = (
            "title", "mode", "partner", "opens_at", "due_at", "late_rule", "late_percent",
            "attempts_allowed", "counts", "feedback", "key_release", "scrubber", "coding_share",
            "hints", "audits", "twins", "mess", "time_limit",
        )  # fmt: skip
        labels = {
            "mode": "Desks",
            "partner": "Scripted partner",
            "late_rule": "When it is late",
            "counts": "Which attempt counts",
            "feedback": "Scores, without the key, are shown",
            "key_release": "Marks with the key are shown",
            "hints": "Hints may be used",
            "twins": "Each learner has another patient, where a case has twins",
            "mess": "Notes, where a case has several",
            "audits": "Learners audit codes with slips in them, where a case has some",
        }
        help_texts = {
            "partner": "Fills an empty seat, and codes where learners only bill.",
            "twins": "With its own key; a pair has one patient.",
            "mess": "All have the same key.",
            "audits": "",
        }
        error_messages = {"title": {"required": "Give the assignment a title."}}

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = list(cases)
        field = self.fields["cases"]
        assert isinstance(field, CaseChoice), "the field of this class"
        found = Case.objects.filter(pk__in=[case.pk for case in self.listed])
        field.queryset = found.order_by("difficulty", "title")
        if self.instance.pk and "cases" not in self.initial:
            self.initial["cases"] = [case.pk for case in self.instance.listed_cases()]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError at the field: due before it opens, a rule that needs a due time,
        a key that is shown before the score."""
        told = super().clean() or {}
        opens, due = told.get("opens_at"), told.get("due_at")
        if opens and due and due <= opens:
            self.add_error("due_at", "It is due before it opens. Make it later.")
        if due is None and not self.has_error("due_at"):
            for name in ("feedback", "key_release"):
                if told.get(name) == Release.WHEN_DUE:
                    self.add_error(name, "Nothing is due: give a due time, or choose another way.")
            if told.get("late_rule") in (LateRule.LOWER, LateRule.CLOSE):
                self.add_error("late_rule", "Nothing is due: give a due time, or take late work.")
        return told

    def with_more(self, more: Iterable[Case]) -> "AssignmentForm":
        """What was typed as it stands, not looked at yet, with more cases ticked."""
        typed = {bound.name: bound.data for bound in self}
        typed["cases"] = [*dict.fromkeys([*typed["cases"], *(str(case.pk) for case in more)])]
        shown = AssignmentForm(instance=self.instance, cases=self.listed, initial=typed)
        shown.seen_before = self.data.get("seen")
        return shown

    def ticked(self) -> list[Case]:
        """The cases that are ticked where the form is shown."""
        ticked = {str(pk) for pk in self["cases"].value() or ()}
        return [case for case in self.listed if str(case.pk) in ticked]

    def chosen_cases(self) -> list[Case]:
        """The cases in the order in which they stand: those of before first, in their order."""
        chosen = {case.pk: case for case in self.cleaned_data["cases"]}
        before = [pk for pk in self.initial.get("cases", ()) if pk in chosen]
        return [chosen[pk] for pk in dict.fromkeys([*before, *chosen])]

    def settings(self) -> dict[str, Any]:
        """Everything but the title and the cases. The form must be valid."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "title"}


class CaseFilterForm(forms.Form):
    """Which cases the builder ticks: a skill, a difficulty; what makes no sense is left open."""

    skill = forms.ChoiceField(choices=lambda: [ANY, *skill_names().items()], required=False)
    difficulty = forms.TypedChoiceField(
        choices=[ANY, *((level, str(level)) for level in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def matches(self, case: Case) -> bool:
        """The case is one that is asked for."""
        if not self.is_valid():
            return True
        skill, level = self.cleaned_data["skill"], self.cleaned_data["difficulty"]
        return (not skill or skill in case.skills) and level in (None, case.difficulty)


class ExtensionForm(InventedOnly, forms.Form):
    """More time or attempts for one learner."""

    learner = forms.TypedChoiceField(coerce=int, label="Learner")
    due_at = MomentField(required=False, label="Due for them")
    more_attempts = forms.IntegerField(
        min_value=0, max_value=20, initial=0, required=False, label="More attempts"
    )
    reason = forms.CharField(max_length=300, required=False, label="Reason, for staff")

    def __init__(self, *args: Any, learners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "extension-%s", **kwargs})
        field = self.fields["learner"]
        assert isinstance(field, forms.TypedChoiceField), "the field of this class"
        field.choices = learners


class PairsForm(AsSeen, forms.Form):
    """Two desks a row, each by the learner's name as the list of names has it; an empty one is the
    scripted partner's. Rows left empty are no pairs."""

    swaps = forms.BooleanField(
        required=False, initial=True, label="Change desks halfway through the cases"
    )

    def __init__(
        self,
        *args: Any,
        learners: Sequence[tuple[int, str]],
        pairs: Sequence[tuple[int | None, int | None]] = (),
        pairs_set: Sequence[tuple[int | None, int | None]] = (),
        rows: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"auto_id": "pairs-%s", **kwargs})
        self.names = dict(learners)
        self.pairs_set = tuple(pairs_set)
        typed = sum(name.startswith("coder-") for name in self.data)
        self.count = max(rows, len(pairs), min(typed, len(learners) + 1))
        filled = [*pairs, *[(None, None)] * (self.count - len(pairs))]
        for number, (coder, biller) in enumerate(filled):
            for desk, user in (("coder", coder), ("biller", biller)):
                self.fields[f"{desk}-{number}"] = forms.CharField(
                    required=False,
                    max_length=250,
                    initial=self.names.get(user, "") if user else "",
                    label=f"{desk.capitalize()} of pair {number + 1}",
                    widget=forms.TextInput(
                        attrs={
                            "list": "learners",
                            "autocomplete": "off",
                            "placeholder": "Scripted partner",
                        }
                    ),
                )

    def clean(self) -> dict[str, Any]:
        """Each name becomes the learner's number; raises ValidationError at a name of nobody."""
        told = super().clean() or {}
        numbers = {name.casefold(): user for user, name in self.names.items()}
        for name in [name for name in self.fields if name != "swaps"]:
            typed = (told.get(name) or "").strip()
            told[name] = numbers.get(typed.casefold()) if typed else None
            if typed and told[name] is None:
                self.add_error(name, "No learner of the class is called so. Choose from the list.")
        return told

    @property
    def stored(self) -> Mapping[str, object]:
        """The pairs that are set, whatever the page proposes."""
        return {
            "the pairs": self.pairs_set,
            "Change desks": self.get_initial_for_field(self.fields["swaps"], "swaps"),
        }

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each pair."""
        return [(self[f"coder-{row}"], self[f"biller-{row}"]) for row in range(self.count)]

    def plans(self) -> list[PairPlan]:
        """The pairs that were filled in. The form must be valid."""
        found = [
            PairPlan(self.cleaned_data[f"coder-{row}"], self.cleaned_data[f"biller-{row}"])
            for row in range(self.count)
        ]
        return [plan for plan in found if plan.coder is not None or plan.biller is not None]
