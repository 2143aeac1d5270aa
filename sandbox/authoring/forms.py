"""What an author types or brings along."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coding.models import Case
from coding.strict_yaml import MAX_BYTES

SLUG_HELP = "Small letters, digits and single hyphens, such as ankle-sprain-clinic."
TOO_LARGE = f"The file is larger than {MAX_BYTES // 1024} KiB."


class NewForm(forms.Form):
    """A new case: its slug, and the case that it is copied from if any."""

    slug = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
        max_length=80,
        label="Slug",
        help_text=SLUG_HELP,
        error_messages={"invalid": SLUG_HELP, "required": f"Name the case. {SLUG_HELP}"},
    )
    copied = forms.ModelChoiceField(
        Case.objects.filter(is_listed=True),
        required=False,
        label="Copy",
        empty_label="A short case to write over",
    )


class ImportForm(forms.Form):
    """A case file from one's own machine."""

    file = forms.FileField(
        label="Case file", error_messages={"required": "Choose the Markdown file of a case."}
    )

    def clean_file(self) -> str:
        """Its text. Raises ValidationError for what is too large, no text, or no case file."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        name = file.name or ""
        if PurePath(name).suffix.lower() not in (".md", ".markdown", ".txt"):
            raise forms.ValidationError("A case is a Markdown file; its name ends in .md.")
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            text = file.read(MAX_BYTES + 1).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("The file is not UTF-8 text.") from error
        if "\x00" in text:
            raise forms.ValidationError("The file is not text.")
        return text


class SourceForm(forms.Form):
    """The text of the case, and the version that the page had."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    source = forms.CharField(
        label="Case file",
        max_length=MAX_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 34, "spellcheck": "false", "wrap": "off"}),
        error_messages={"required": "The case is empty; an older version can be taken back."},
    )
