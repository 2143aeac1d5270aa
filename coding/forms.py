"""What the coder's pages post, read into dataclasses and checked for shape."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from coding.codebook.schema import SYSTEM_NAMES, SYSTEMS
from coding.invented import InventedOnly
from coding.querying import Query
from coding.sheet import DiagnosisRow, ProcedureRow, Quote, Sheet
from coding.sheet.actions import Posted
from coding.undo import read_undo

ROW_KEY = re.compile(r"[ds][1-9][0-9]{0,3}")
MAX_ROWS = 100
MAX_CHANGES = 200
MAX_CODE = 200
"""Letters of what is typed for a code; it stands in the page many times."""

MAX_COMMENT = 2_400
"""Bytes of a comment: the same one twice is one, by an index, and one of PostgreSQL holds 2,704."""

QUOTE = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")


def check_comment(text: str) -> None:
    """Raises ValidationError for a comment that is longer than its letters let it be."""
    if len(text.encode()) > MAX_COMMENT:
        raise forms.ValidationError("This is too long in these letters: make it 600 at most.")


class VersionForm(forms.Form):
    """The version of the draft that the page was made from."""

    version = forms.IntegerField(min_value=0, max_value=2_000_000_000)


class HintForm(forms.Form):
    """How many hints the page already shows."""

    shown = forms.IntegerField(min_value=0, max_value=100)


class PassageForm(InventedOnly, forms.Form):
    """A form about words of the note; each kind has a `quote` with words of its own."""

    def __init__(self, *args: Any, passages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quote"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose the words"), *((text, text) for text in passages)]


class ChallengeForm(PassageForm):
    """Why a finding is held to be wrong; `place` counts the findings of `mark` from 1."""

    mark = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    place = forms.IntegerField(min_value=1, max_value=200, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    quote = forms.ChoiceField(
        label="Words of the note",
        error_messages={"required": "Choose words of the note that speak for you."},
    )
    guideline = forms.CharField(
        label="Guideline or instructional note",
        max_length=200,
        help_text="Its section, such as I.C.4.a, or the note's words at the code.",
        error_messages={"required": "Name the guideline or the instructional note."},
    )
    argument = forms.CharField(
        label="Why the finding is wrong",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the finding is wrong."},
    )


class CommentForm(PassageForm):
    """What an instructor says about words of the note."""

    quote = forms.ChoiceField(
        label="Words of the note",
        error_messages={"required": "Choose the words of the note that you comment on."},
    )
    text = forms.CharField(
        label="Comment, which the learner reads with the marks",
        max_length=1000,
        validators=[check_comment],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the comment."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "comment-%s", **kwargs})


class QueryForm(PassageForm):
    """A query to the provider; `number` is the one that the page gave it."""

    number = forms.IntegerField(min_value=1, max_value=100, widget=forms.HiddenInput)
    quote = forms.ChoiceField(
        label="Words of the note that you ask about",
        error_messages={"required": "Choose the words of the note that you ask about."},
    )
    indicators = forms.CharField(
        label="Clinical indicators from the record",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Findings, figures and treatment as the note has them.",
        required=False,
    )
    question = forms.CharField(
        label="Question",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the question."},
    )
    options = forms.CharField(
        label="Answers offered, one a line",
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    as_it_is = forms.BooleanField(label="Send it as it is", required=False)

    def __init__(self, *args: Any, may_insist: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "query-%s", **kwargs})
        if not may_insist:
            del self.fields["as_it_is"]

    def query(self) -> Query:
        """The query as written. The form must be valid."""
        told = self.cleaned_data
        lines = (line.strip(" -*\t") for line in told["options"].splitlines())
        return Query(
            quote=told["quote"],
            indicators=" ".join(told["indicators"].split()),
            question=" ".join(told["question"].split()),
            options=tuple(line for line in lines if line)[:12],
        )


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


class CompareForm(forms.Form):
    """Two codes to be laid side by side."""

    code = forms.CharField(
        label="Code", max_length=12, error_messages={"required": "Enter the first code."}
    )
    other = forms.CharField(
        label="Beside it", max_length=12, error_messages={"required": "Enter the second code."}
    )
    system = forms.ChoiceField(label="Code set", choices=list(SYSTEM_NAMES.items()))
    on = forms.DateField(
        label="Valid on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def read_version(data: QueryDict) -> int:
    """The posted draft version; BadRequest when it is missing or no number."""
    return int(_cleaned(VersionForm(data))["version"])


def read_reasons(data: QueryDict) -> dict[str, str]:
    """Why each change of an audit was made: fields `reason-1` beside `change-1`, and so on."""
    found = {}
    for number in range(1, MAX_CHANGES + 1):
        if name := data.get(f"change-{number}", "")[:100]:
            found[name] = data.get(f"reason-{number}", "")
    return found


def read_shown(data: QueryDict) -> int:
    """The posted number of hints; BadRequest when it is missing or no number."""
    return int(_cleaned(HintForm(data))["shown"])


def read_posted(data: QueryDict) -> Posted:
    """The whole sheet as typed and the button that was pressed; BadRequest without a version."""
    verb, _, argument = data.get("action", "save").partition(":")
    row, places = data.get("target") or data.get("evidence_target", ""), data.getlist("passage")
    if verb == "unlink":
        row, _, place = argument.partition(":")
        places = [place]
    elif data.get("start") and data.get("end"):
        places = [f"{data['start']}-{data['end']}"]
        verb = "clear" if data.get("operation") == "remove" else verb
    return Posted(
        sheet=read_sheet(data),
        version=read_version(QueryDict(f"version={argument}") if verb == "keep" else data),
        verb=verb,
        argument=argument,
        new=(data.get("new-d", "")[:MAX_CODE], data.get("new-s", "")[:MAX_CODE]),
        link_to=row,
        quotes=_quotes(places),
        removed=read_undo(data.get("removed", "")),
    )


def read_sheet(data: QueryDict) -> Sheet:
    """The rows in the order in which they stand; what makes no sense is left out."""
    named = dict.fromkeys(data.getlist("row")[:MAX_ROWS])
    keys = [key for key in named if ROW_KEY.fullmatch(key)]
    return Sheet(
        diagnoses=tuple(_diagnosis(data, key) for key in keys if key[0] == "d"),
        procedures=tuple(_procedure(data, key) for key in keys if key[0] == "s"),
    )


def _diagnosis(data: QueryDict, key: str) -> DiagnosisRow:
    evidence = _quotes(data.getlist(f"{key}-evidence"))
    return DiagnosisRow(key, data.get(f"{key}-code", "")[:MAX_CODE], evidence)


def _procedure(data: QueryDict, key: str) -> ProcedureRow:
    main = data.get(f"{key}-main", "")
    ticked = data.getlist(f"{key}-pointer")
    pointers = dict.fromkeys([main, *ticked] if main in ticked else ticked)
    return ProcedureRow(
        key,
        data.get(f"{key}-code", "")[:MAX_CODE],
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
