"""Teaching cases as authored, and as their keys were mended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coding.cases import Case as ParsedCase
from coding.cases import Mess, parse_case

KEPT = 1024
"""So many cases, each with its twin and its mess, a process keeps as it read them; then it begins
anew."""

_read: dict[tuple[str, int, Mess], ParsedCase] = {}


class Case(models.Model):
    """A teaching case as listed; what it says stands in its versions."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    specialty = models.CharField(max_length=60)
    difficulty = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    skills = models.JSONField(default=list)
    service_date = models.DateField()
    teaches_coder = models.CharField(max_length=200)
    teaches_biller = models.CharField(max_length=200)
    has_twins = models.BooleanField(
        default=False, help_text="A seed makes it a case of another patient"
    )
    messes = models.JSONField(default=list, help_text="How untidy its notes can be had")
    is_listed = models.BooleanField(default=True)

    class Meta:
        ordering = ["difficulty", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(difficulty__gte=1, difficulty__lte=5), name="case_difficulty_1_to_5"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def newest(self) -> "CaseVersion":
        """The newest state of its file. Raises CaseVersion.DoesNotExist before it is loaded."""
        return self.versions.filter(mends=None).order_by("-number")[:1].get()


class CaseVersion(models.Model):
    """One state of a case, never changed. `mends` is the version of which this one is the same
    but for its key, as an instructor mended it; versions of the file mend none."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    key_digest = models.CharField(max_length=64)
    mends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="mended_by"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why the key was mended")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_version_once")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.number}"

    def parsed(self, *, twin: int = 0, mess: str = Mess.TYPICAL) -> ParsedCase:
        """The case with its key: for services and markers, never for a learner's template.
        `twin` is the seed that fills it in, `mess` the note that is taken. The text is asked of the
        database only where this process has not read it before."""
        key = (self.digest, twin, Mess(mess))
        found = _read.get(key)
        if found is None:
            found = parse_case(
                self.source, path=f"case-version-{self.pk}", twin=twin, mess=Mess(mess)
            )
            if len(_read) >= KEPT:
                _read.clear()
            _read[key] = found
        return found
