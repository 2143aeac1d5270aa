"""The shelf's filter."""

from typing import Any

from django import forms

from coding.cases import Mess
from coding.skills import skill_names
from sandbox.classroom.models import NOTES

ANY = ("", "Any")


def _skills() -> list[tuple[str, str]]:
    return [ANY, *skill_names().items()]


class FilterForm(forms.Form):
    """Difficulty 1 to 5 and a skill; what makes no sense is left open rather than refused."""

    difficulty = forms.TypedChoiceField(
        choices=[ANY, *((level, str(level)) for level in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    skill = forms.ChoiceField(choices=_skills, required=False)

    def chosen(self) -> dict[str, Any]:
        """The valid choices, as arguments for the shelf."""
        self.is_valid()
        return {
            "difficulty": self.cleaned_data.get("difficulty"),
            "skill": self.cleaned_data.get("skill") or "",
        }


class NoteForm(forms.Form):
    """Which note to code from, where a case has several; what makes no sense is the usual one."""

    mess = forms.ChoiceField(choices=NOTES, required=False, label="Notes")

    def chosen(self) -> str:
        """The note asked for."""
        self.is_valid()
        return self.cleaned_data.get("mess") or Mess.TYPICAL
