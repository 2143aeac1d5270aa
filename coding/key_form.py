"""The key of a case as a form: every code with what marking reads of it, and room for one more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from coding.cases import Key, KeyDiagnosis, KeyProcedure, Quote, Role
from coding.invented import InventedOnly

CODES = re.compile(r"[\s,;]+")
ROLES = [
    (Role.REQUIRED.value, "Required"),
    (Role.EXTERNAL.value, "External cause"),
    (Role.OPTIONAL.value, "Optional: never marked"),
]
FIRST = [(Role.FIRST.value, "First-listed")]
MAX_TEXT = 2000


@dataclass(frozen=True)
class KeyRow:
    """One code of the key on the page, with its fields."""

    name: str
    code: str
    is_procedure: bool
    fields: Sequence[forms.BoundField]
    remove: forms.BoundField | None


class KeyForm(InventedOnly, forms.Form):
    """Mend the key; `key()` is the mended one, and `version` the primary key of the version that
    the page showed. Whether its codes exist and its quotes stand in the note is for `propose_key`
    to say."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    ruled_out = forms.CharField(
        label="Ruled out: codes or categories that the note only suspects or excludes",
        max_length=400,
        required=False,
    )
    new_code = forms.CharField(label="Code to add", max_length=12, required=False)
    new_role = forms.ChoiceField(label="It is", choices=ROLES, required=False)
    new_evidence = forms.CharField(
        label="Words of the note that support it", max_length=400, required=False
    )
    new_rationale = forms.CharField(label="Why it is coded", max_length=MAX_TEXT, required=False)
    reason = forms.CharField(
        label="Reason, which the learners read",
        max_length=300,
        error_messages={"required": "Say why the key changes; the learners read it."},
    )
    never_lower = forms.BooleanField(
        label="Never lower a mark that stands", required=False, initial=True
    )

    def __init__(self, *args: Any, key: Key, **kwargs: Any) -> None:
        self.held = key
        initial = {"ruled_out": " ".join(key.ruled_out), "never_lower": True}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        kwargs.setdefault("auto_id", "key-%s")
        super().__init__(*args, **kwargs)
        for name, item in self._named():
            self._add_row(name, item)

    def rows(self) -> list[KeyRow]:
        """The codes of the key, diagnoses first, with their fields."""
        return [
            KeyRow(
                name,
                item.code,
                isinstance(item, KeyProcedure),
                [self[field] for field in self.fields if self._is_of(field, name)],
                self[f"{name}-remove"] if f"{name}-remove" in self.fields else None,
            )
            for name, item in self._named()
        ]

    def key(self) -> Key:
        """The mended key. The form must be valid."""
        told = self.cleaned_data
        kept = [(name, item) for name, item in self._named() if not told.get(f"{name}-remove")]
        diagnoses = [
            self._diagnosis(name, item) for name, item in kept if isinstance(item, KeyDiagnosis)
        ]
        if told["new_code"].strip():
            diagnoses.append(self._added())
        return Key(
            diagnoses=tuple(diagnoses),
            procedures=tuple(
                self._procedure(name, item) for name, item in kept if isinstance(item, KeyProcedure)
            ),
            ruled_out=_codes(told["ruled_out"]),
        )

    def _named(self) -> Iterator[tuple[str, KeyDiagnosis | KeyProcedure]]:
        for place, diagnosis in enumerate(self.held.diagnoses, start=1):
            yield f"d{place}", diagnosis
        for place, procedure in enumerate(self.held.procedures, start=1):
            yield f"p{place}", procedure

    def _is_of(self, field: str, name: str) -> bool:
        return field.startswith(f"{name}-") and not field.endswith("-remove")

    def _add_row(self, name: str, item: KeyDiagnosis | KeyProcedure) -> None:
        self._text(f"{name}-accept", "Also accepted", " ".join(item.accept))
        if isinstance(item, KeyProcedure):
            self._text(f"{name}-modifiers", "Modifiers", " ".join(item.modifiers))
            self.fields[f"{name}-units"] = forms.IntegerField(
                label="Units", min_value=1, max_value=999, initial=item.units
            )
            self._text(f"{name}-pointers", "Points at", " ".join(item.pointers))
            self._text(f"{name}-unlocks", "Modifiers also supported", " ".join(item.unlocks))
        else:
            choices = FIRST if item.role == Role.FIRST else ROLES
            self.fields[f"{name}-role"] = forms.ChoiceField(
                label="It is", choices=choices, initial=item.role.value
            )
        self._text(f"{name}-evidence", "Words of the note, one quote a line", _lines(item), rows=2)
        self._text(f"{name}-rationale", "Rationale", item.rationale, rows=2)
        self._text(f"{name}-guideline", "Guideline", item.guideline)
        if not (isinstance(item, KeyDiagnosis) and item.role == Role.FIRST):
            self.fields[f"{name}-remove"] = forms.BooleanField(
                label=f"Take {item.code} out of the key", required=False
            )

    def _text(self, name: str, label: str, initial: str, *, rows: int = 0) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        self.fields[name] = forms.CharField(
            label=label, initial=initial, max_length=MAX_TEXT, required=False, widget=widget
        )

    def _common(self, name: str) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "accept": _codes(told[f"{name}-accept"]),
            "evidence": _quotes(told[f"{name}-evidence"]),
            "rationale": told[f"{name}-rationale"].strip(),
            "guideline": told[f"{name}-guideline"].strip(),
        }

    def _diagnosis(self, name: str, item: KeyDiagnosis) -> KeyDiagnosis:
        role = Role(self.cleaned_data[f"{name}-role"])
        return KeyDiagnosis(item.code, role=role, **self._common(name))

    def _procedure(self, name: str, item: KeyProcedure) -> KeyProcedure:
        told = self.cleaned_data
        return KeyProcedure(
            item.code,
            modifiers=_codes(told[f"{name}-modifiers"]),
            units=told[f"{name}-units"],
            pointers=_codes(told[f"{name}-pointers"]),
            unlocks=_codes(told[f"{name}-unlocks"]),
            **self._common(name),
        )

    def _added(self) -> KeyDiagnosis:
        told = self.cleaned_data
        return KeyDiagnosis(
            told["new_code"].strip().upper(),
            role=Role(told["new_role"] or Role.REQUIRED),
            evidence=_quotes(told["new_evidence"]),
            rationale=told["new_rationale"].strip(),
        )


def _codes(text: str) -> tuple[str, ...]:
    """Codes as typed, parted by spaces or commas, each once."""
    return tuple(dict.fromkeys(part.upper() for part in CODES.split(text) if part))


def _quotes(text: str) -> tuple[Quote, ...]:
    return tuple(Quote(line.strip()) for line in text.splitlines() if line.strip())


def _lines(item: KeyDiagnosis | KeyProcedure) -> str:
    return "\n".join(quote.text for quote in item.evidence)
