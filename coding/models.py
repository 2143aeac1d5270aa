"""The rows of the coder's desk: cases as authored, attempts, frozen codings and their marks."""

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q

from coding.answer import Answer
from coding.cases import Case as ParsedCase
from coding.cases import parse_case


@lru_cache(maxsize=256)
def _parse(source: str, path: str) -> ParsedCase:
    return parse_case(source, path=path)


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


class CaseVersion(models.Model):
    """One state of a case file, never changed: an attempt keeps the version that it began on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    digest = models.CharField(max_length=64)
    key_digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_version_once")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.number}"

    def parsed(self) -> ParsedCase:
        """The case with its key: for services and markers, never for a learner's template."""
        return _parse(self.source, f"case-version-{self.pk}")


class Attempt(models.Model):
    """One run of a case. It owns the scenario date and the coder's draft."""

    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="attempts")
    scenario_date = models.DateField()
    coding_open = models.BooleanField(default=True)
    draft = models.JSONField(default=dict)
    draft_version = models.PositiveIntegerField(default=0)
    hints_used = models.PositiveSmallIntegerField(default=0)
    hints_allowed = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("code_attempt", "Can code the encounter and finalise"),
            ("move_calendar", "Can move the scenario date"),
            ("release_marks", "Can release marks and key"),
            ("see_unreleased_marks", "Can see marks and key before release"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"

    @property
    def draft_answer(self) -> Answer:
        """The coder's unfinished answer."""
        return Answer.from_json(self.draft)


class CodingVersion(models.Model):
    """The codes as finalised: numbered, never changed."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finalised_on = models.DateField(help_text="Scenario date")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="coding_version_once")
        ]

    def __str__(self) -> str:
        return f"codes v{self.number}"

    @property
    def answer(self) -> Answer:
        """The frozen answer."""
        return Answer.from_json(self.content)


class CodingReturn(models.Model):
    """The biller's desk sent the codes back, with a reason; the next version answers it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="returns")
    reason = models.CharField(max_length=500)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    returned_on = models.DateField(help_text="Scenario date")
    answered_by = models.OneToOneField(
        CodingVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["attempt_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(answered_by=None), name="one_open_return"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Mark(models.Model):
    """What marking said of one coding version against one version of the key."""

    coding_version = models.ForeignKey(
        CodingVersion, on_delete=models.CASCADE, related_name="marks"
    )
    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=4)
    strict = models.DecimalField(max_digits=5, decimal_places=4)
    capped = models.BooleanField()
    report = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["coding_version_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coding_version", "case_version"], name="one_mark_a_key"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="score_from_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}"


class MarkFinding(models.Model):
    """One thing that marking found: a row, so that a class's errors can be counted."""

    mark = models.ForeignKey(Mark, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=12, blank=True)
    chosen = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=60)
    credit = models.DecimalField(max_digits=5, decimal_places=4)
    message = models.TextField()

    class Meta:
        ordering = ["mark_id", "pk"]

    def __str__(self) -> str:
        return f"{self.category}: {self.code or self.chosen}"
