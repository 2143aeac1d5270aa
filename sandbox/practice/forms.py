"""The shelf's filter."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """Difficulty 1 to 5 and a skill; what makes no sense is left open rather than refused."""

    difficulty = forms.IntegerField(min_value=1, max_value=5, required=False)
    skill = forms.SlugField(required=False)

    def chosen(self) -> dict[str, Any]:
        """The valid choices, as arguments for the shelf."""
        self.is_valid()
        return {
            "difficulty": self.cleaned_data.get("difficulty"),
            "skill": self.cleaned_data.get("skill") or "",
        }
