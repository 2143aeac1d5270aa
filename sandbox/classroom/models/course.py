"""A class, who is in it, how one joins it, and what its instructor tells it."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

EASTERN = "America/New_York"


class Course(models.Model):
    """A class that an instructor runs. While it is paused, and once it is archived, its learners
    see their work and change nothing."""

    name = models.CharField(max_length=80)
    term = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(
        max_length=40, default=EASTERN, help_text="In which opening and due times are meant"
    )
    is_blind = models.BooleanField(
        default=False, help_text="Staff see pseudonyms where work is looked at and marked"
    )
    stuck_after = models.PositiveSmallIntegerField(
        default=10, help_text="Minutes without a move after which a learner counts as stuck"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "term", "pk"]
        permissions = [
            ("join_work", "Can start assigned work"),
            ("run_course", "Can change the class, its people and its assignments"),
            ("mark_work", "Can override a mark and release it"),
            ("move_class", "Can move the class's calendars, pause it and tell it something"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stuck_after__gte=1), name="stuck_after_a_minute")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.term}".strip()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its opening and due times."""
        return ZoneInfo(self.time_zone)

    @property
    def is_archived(self) -> bool:
        """Over: kept to be read."""
        return self.archived_at is not None

    @property
    def is_at_rest(self) -> bool:
        """Nobody may work in it now: it is paused or over."""
        return self.paused_at is not None or self.is_archived


class Enrolment(models.Model):
    """A user's role in one course."""

    class Role(models.TextChoices):
        INSTRUCTOR = "instructor", "Instructor"
        ASSISTANT = "assistant", "Assistant"
        LEARNER = "learner", "Learner"
        FORMER = "former", "Has left"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.LEARNER)
    pseudonym = models.CharField(max_length=40, blank=True)
    extra_time = models.PositiveSmallIntegerField(
        default=0, help_text="Percent that a time limit is longer for this learner"
    )
    account_made = models.BooleanField(
        default=False, help_text="The course's roster made the account, so staff may renew its word"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["course_id", "role", "user_id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="one_role_a_course"),
            models.UniqueConstraint(
                "course",
                Lower("pseudonym"),
                condition=~Q(pseudonym=""),
                name="one_pseudonym_a_course",
            ),
            models.CheckConstraint(
                condition=Q(extra_time__lte=300), name="extra_time_up_to_300_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.course_id}"


class JoinCode(models.Model):
    """What a learner types to join a course, until it expires or is revoked."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="join_codes")
    code = models.CharField(max_length=20, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"code {self.pk} of {self.course_id}"


class JoinTry(models.Model):
    """A code that somebody typed and that was none: too many are refused for a while."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tried_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"try {self.pk}"


class Notice(models.Model):
    """What the instructor tells the whole class: every page of its learners shows it, until each
    has put it away or the instructor takes it back."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=500)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text
