"""Forms about a class and its people."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coding.invented import InventedOnly
from sandbox.classroom.forms.seen import AsSeen
from sandbox.classroom.models import Course, Enrolment
from sandbox.classroom.models.course import EASTERN
from sandbox.classroom.roster import MAX_BYTES, Roster, read_roster, read_roster_text

COMMON = (
    EASTERN, "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "UTC",
)  # fmt: skip
DAYS = [(1, "1 day"), (7, "1 week"), (30, "30 days"), (120, "A term (120 days)")]


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone, those of the United States first."""
    rest = sorted(name for name in available_timezones() if "/" in name and name not in COMMON)
    return [
        ("Usual", [(name, name.replace("_", " ")) for name in COMMON]),
        ("All", [(name, name.replace("_", " ")) for name in rest]),
    ]


class CourseForm(AsSeen, InventedOnly, forms.ModelForm):
    """A class: its name, term, time zone, whether names are hidden, who counts as stuck."""

    time_zone = forms.ChoiceField(
        choices=time_zones,
        label="Time zone",
        help_text="Opening and due times are meant in it.",
        initial=EASTERN,
    )
    stuck_after = forms.IntegerField(
        min_value=1,
        max_value=600,
        initial=10,
        label="Stuck after, in minutes",
        help_text="Without a move for so long, the live board shows a learner as stuck.",
    )

    class Meta:
        model = Course
        fields = ("name", "term", "time_zone", "stuck_after", "is_blind")
        labels = {"is_blind": "Hide names from staff"}
        help_texts = {
            "term": "Such as Fall 2026.",
            "is_blind": "Boards, marking and gradebook show pseudonyms; only the page People shows "
            "who is who.",
        }
        error_messages = {"name": {"required": "Give the class a name."}}


class CopyForm(InventedOnly, forms.Form):
    """What the copy of a class is called."""

    name = forms.CharField(max_length=80, label="Name")
    term = forms.CharField(max_length=40, required=False, label="Term")


class EnrolmentForm(AsSeen, InventedOnly, forms.ModelForm):
    """The role, pseudonym and extra time of somebody in a class."""

    extra_time = forms.IntegerField(
        min_value=0,
        max_value=300,
        label="Extra time, in percent",
        help_text="A time limit is longer by so much: 50 makes 60 minutes 90.",
    )

    class Meta:
        model = Enrolment
        fields = ("role", "pseudonym", "extra_time")
        help_texts = {"pseudonym": "What staff see in a blind class."}

    def clean_pseudonym(self) -> str:
        """Not empty; whether it is somebody else's is for `change_enrolment` to say."""
        name: str = self.cleaned_data["pseudonym"]
        if not name:
            raise forms.ValidationError("Give a pseudonym; the class may become a blind one.")
        return name


class JoinCodeForm(forms.Form):
    """How long a code lets people in."""

    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=30, label="Valid for")


class JoinForm(forms.Form):
    """The code of a class, as a learner types it."""

    code = forms.CharField(
        max_length=40,
        label="Class code",
        help_text="Your instructor has it. Capitals, spaces and dashes do not matter.",
        error_messages={"required": "Type the code of the class."},
    )


class RosterForm(forms.Form):
    """A roster as a file, or pasted."""

    file = forms.FileField(required=False, label="CSV file")
    text = forms.CharField(
        required=False,
        label="Or paste it here",
        max_length=MAX_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError without either."""
        told = super().clean() or {}
        if not self.errors and not told.get("file") and not (told.get("text") or "").strip():
            raise forms.ValidationError("Choose a file or paste the roster.")
        return told

    def roster(self) -> Roster:
        """What the file, or else the text, says. The form must be valid."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file is None:
            return read_roster_text(self.cleaned_data["text"])
        if (file.size or 0) > MAX_BYTES:
            return read_roster(b" " * (MAX_BYTES + 1))
        return read_roster(file.read())


class NoticeForm(InventedOnly, forms.Form):
    """What the whole class is told."""

    text = forms.CharField(
        max_length=500,
        label="Tell the class",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write what the class should read."},
    )


class MessageForm(InventedOnly, forms.Form):
    """A word to the other desk."""

    text = forms.CharField(
        max_length=500,
        label="Message to the other desk",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write what the other desk should read."},
    )
