"""What the coder's pages post, read into dataclasses and checked for shape."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import QueryDict

from coding.codebook import SYSTEMS
from coding.sheet import DiagnosisRow, ProcedureRow, Quote, Removed, Sheet
from coding.sheet.actions import Posted

ROW_KEY = re.compile(r"[dp][1-9][0-9]{0,3}")
QUOTE = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
SALT = "coding.removed"


class VersionForm(forms.Form):
    """The version of the draft that the page was made from."""

    version = forms.IntegerField(min_value=0, max_value=2_000_000_000)


class HintForm(forms.Form):
    """How many hints the page already shows."""

    shown = forms.IntegerField(min_value=0, max_value=100)


class CodeQueryForm(forms.Form):
    """A search in the code sets; `on` is the date on which codes must be valid."""

    q = forms.CharField(max_length=100, required=False)
    system = forms.CharField(required=False)
    on = forms.DateField(required=False)

    def clean_system(self) -> tuple[str, ...]:
        """One or more code sets parted by commas; all when left open."""
        chosen = [part for part in self.cleaned_data["system"].split(",") if part]
        if any(part not in SYSTEMS for part in chosen):
            raise forms.ValidationError(f"Choose from: {', '.join(SYSTEMS)}.")
        return tuple(chosen)


def read_version(data: QueryDict) -> int:
    """The posted draft version; BadRequest when it is missing or no number."""
    return int(_cleaned(VersionForm(data))["version"])


def read_shown(data: QueryDict) -> int:
    """The posted number of hints; BadRequest when it is missing or no number."""
    return int(_cleaned(HintForm(data))["shown"])


def read_posted(data: QueryDict) -> Posted:
    """The whole sheet as typed and the button that was pressed; BadRequest without a version."""
    verb, _, argument = data.get("action", "save").partition(":")
    link_to, quotes = data.get("evidence-target", ""), list(data.getlist("evidence-passage"))
    if verb == "unlink":
        link_to, _, place = argument.partition(":")
        quotes = [place]
    elif data.get("start") and data.get("end"):
        quotes.append(f"{data['start']}-{data['end']}")
    return Posted(
        sheet=read_sheet(data),
        version=read_version(data),
        verb=verb,
        argument=argument,
        new=(data.get("new-d", ""), data.get("new-p", "")),
        link_to=link_to,
        quotes=_quotes(quotes),
        removed=read_removal(data.get("removed", "")),
    )


def read_sheet(data: QueryDict) -> Sheet:
    """The rows in the order in which they stand; keys that make no sense are left out."""
    keys = [key for key in dict.fromkeys(data.getlist("row")) if ROW_KEY.fullmatch(key)]
    return Sheet(
        diagnoses=tuple(_diagnosis(data, key) for key in keys if key[0] == "d"),
        procedures=tuple(_procedure(data, key) for key in keys if key[0] == "p"),
    )


def removal_token(removed: Removed) -> str:
    """A removed row as a signed text that a page can hold until the removal is undone."""
    kind = "p" if isinstance(removed.row, ProcedureRow) else "d"
    return signing.dumps([kind, asdict(removed)], salt=SALT, compress=True)


def read_removal(token: str) -> Removed | None:
    """The row in the token; None when it is not one of ours."""
    try:
        kind, held = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    fields: dict[str, Any] = held["row"]
    fields["evidence"] = tuple((start, end) for start, end in fields["evidence"])
    if kind == "p":
        fields["pointers"] = tuple(fields["pointers"])
    row = ProcedureRow(**fields) if kind == "p" else DiagnosisRow(**fields)
    pointed = tuple((key, place) for key, place in held["pointed_from"])
    return Removed(row, held["position"], pointed)


def _diagnosis(data: QueryDict, key: str) -> DiagnosisRow:
    evidence = _quotes(data.getlist(f"{key}-evidence"))
    return DiagnosisRow(key, data.get(f"{key}-code", ""), evidence)


def _procedure(data: QueryDict, key: str) -> ProcedureRow:
    main = data.get(f"{key}-main", "")
    ticked = data.getlist(f"{key}-pointer")
    pointers = dict.fromkeys([main, *ticked] if main else ticked)
    return ProcedureRow(
        key,
        data.get(f"{key}-code", ""),
        modifiers=data.get(f"{key}-modifiers", ""),
        units=data.get(f"{key}-units", ""),
        pointers=tuple(pointers),
        evidence=_quotes(data.getlist(f"{key}-evidence")),
    )


def _quotes(texts: Iterable[str]) -> tuple[Quote, ...]:
    matches = (QUOTE.fullmatch(text) for text in texts)
    return tuple((int(match[1]), int(match[2])) for match in matches if match)


def _cleaned(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise BadRequest(f"The page sent something unreadable: {form.errors.as_json()}")
    return form.cleaned_data
