"""Forms in which people write freely keep real people's data out.

What can only be real is refused; what may be invented comes back with a box to tick at its field,
which says so. The text that was typed stays in the field either way.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from coding.privacy import Found, looks_real

STOPPED = "“{words}” looks like {kind} of a real person. Everything here is invented: take it out."
WARNED = "{looks}. Everything here is invented: take {it} out, or tick below that {it_is} invented."


class Tick:
    """The box beside a field by which a person says that these very words are invented."""

    def __init__(self, name: str, found: Sequence[Found], *, ticked: bool) -> None:
        words = "\n".join(one.words for one in found)
        self.name = f"{name}-invented"
        self.value = hashlib.sha256(words.encode()).hexdigest()[:16]
        self.ticked = ticked
        self.words = ", ".join(one.words for one in found)
        self.count = len(found)


class InventedOnly(forms.BaseForm):
    """A form whose free text must not look like a real person's data.

    `known` gives the invented text of the case that is worked on, in which the like may stand; it
    is asked only when something was found. Fields named in `own_data` are about whoever fills in
    the form.
    """

    own_data: frozenset[str] = frozenset()

    def __init__(self, *args: Any, known: Callable[[], str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def full_clean(self) -> None:
        """Clean as ever, then look at what was written."""
        super().full_clean()
        if not self.is_bound:
            return
        for name in [name for name in self.fields if self._is_free(name)]:
            text = self.cleaned_data.get(name)
            if isinstance(text, str) and (found := looks_real(text)):
                self._refuse(name, looks_real(text, known=self.known()) if self.known else found)

    def _is_free(self, name: str) -> bool:
        field = self.fields[name]
        if name in self.own_data or field.widget.is_hidden:
            return False
        is_secret = isinstance(field.widget, forms.PasswordInput)
        return isinstance(field, forms.CharField) and not is_secret

    def _refuse(self, name: str, found: Sequence[Found]) -> None:
        stopped = [one for one in found if one.kind.is_stopped]
        for one in stopped:
            self.add_error(name, STOPPED.format(words=one.words, kind=one.kind.words))
        warned = [one for one in found if not one.kind.is_stopped]
        if not warned:
            return
        tick = Tick(self.add_prefix(name), warned, ticked=False)
        tick.ticked = tick.value in _listed(self.data, tick.name)
        self.fields[name].tick = tick  # type: ignore[attr-defined]
        if not tick.ticked:
            self.add_error(name, _warning(warned))


def _warning(found: Sequence[Found]) -> str:
    """What the words look like, in one sentence however many they are."""
    first, *more = found
    looks = [f"“{first.words}” looks like {first.kind.words}"]
    looks += [f"“{one.words}” like {one.kind.words}" for one in more]
    it, it_is = ("them", "they are") if more else ("it", "it is")
    return WARNED.format(looks=", ".join(looks), it=it, it_is=it_is)


def _listed(data: Any, name: str) -> list[str]:
    """All values of a name in what was posted, be it a QueryDict or a plain mapping."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name, [])
    return value if isinstance(value, list) else [value]


def refusal_of(text: str, *, known: Callable[[], str]) -> str:
    """Why a text is not taken where there is no box to tick; empty for one that is."""
    found = looks_real(text) and looks_real(text, known=known())
    return " ".join(STOPPED.format(words=one.words, kind=one.kind.words) for one in found)


def known_in(attempt: Any) -> Callable[[], str]:
    """The invented text of the attempt's case, for a form in which it may be quoted."""
    return lambda: case_text(attempt)


def case_text(attempt: Any) -> str:
    """Everything that the case of an attempt says of its people, whatever twin it is."""
    case = attempt.parsed()
    return f"{case.source}\n{case.note}\n{case.patient.name} {case.patient.born.isoformat()}"
