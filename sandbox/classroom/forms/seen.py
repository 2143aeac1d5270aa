"""Forms of what several people may change: nobody's change is undone by a page that is older."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms

CHANGED = (
    "This was changed since you opened the page: {names}. Nothing of yours is stored yet, and "
    "it is all kept below. Look at it in another tab, then save again to put yours in its "
    "place."
)


class AsSeen(forms.BaseForm):
    """A form that goes along with what it showed.

    The page sends `seen` back, hidden; where what is stored is another by then, the form says once
    what was changed. A post without it, or of just what is stored, is taken as it is. The row must
    be locked while the form is made, asked and saved (`sandbox.classroom.access.changing`).
    `seen_before` is what the page sent of a form that is shown once more before it is saved.
    """

    seen_before: str | None = None

    @property
    def stored(self) -> Mapping[str, object]:
        """What a fresh page would show, by what it is called there."""
        return {
            str(self[name].label): field.prepare_value(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
        }

    @property
    def seen(self) -> str:
        """What is stored now, or was when the page was opened, as the page sends it back."""
        return self.seen_before or " ".join(self._digests().values())

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when somebody else has changed what the page showed."""
        told: dict[str, Any] = super().clean() or {}
        shown, now = self.data.get("seen", "").split(), self._digests()
        if shown and shown != [*now.values()] and self.has_changed():
            names = [name for name, digest in now.items() if digest not in shown]
            raise forms.ValidationError(CHANGED.format(names=", ".join(names) or "its fields"))
        return told

    def _digests(self) -> dict[str, str]:
        return {
            name: hashlib.sha256(f"{name}={value}".encode()).hexdigest()[:12]
            for name, value in self.stored.items()
        }
