"""Courses, who is in them, what is set, and whose work an attempt is."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.scrubber import Strength
from coding.models import Attempt, Case, CaseVersion, Remarking


class Course(models.Model):
    """A class that an instructor runs."""

    name = models.CharField(max_length=80)
    term = models.CharField(max_length=40, blank=True)
    is_archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "term"]
        permissions = [("join_work", "Can start assigned work")]

    def __str__(self) -> str:
        return f"{self.name} {self.term}".strip()


class Enrolment(models.Model):
    """A user's role in one course."""

    class Role(models.TextChoices):
        INSTRUCTOR = "instructor", "Instructor"
        ASSISTANT = "assistant", "Assistant"
        LEARNER = "learner", "Learner"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.LEARNER)

    class Meta:
        ordering = ["course_id", "role", "user_id"]
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="one_role_a_course")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.course_id}"


class Assignment(models.Model):
    """What an instructor sets: cases to work, how strict the scrubber is, what weighs how much."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="assignments")
    title = models.CharField(max_length=120)
    due_on = models.DateField(null=True, blank=True)
    scrubber = models.CharField(
        max_length=6, choices=[(s.value, s.value) for s in Strength], default=Strength.FULL.value
    )
    hints = models.BooleanField(default=False)
    audits = models.BooleanField(
        default=False, help_text="Learners check codes with slips in them instead of coding anew"
    )
    shares = models.JSONField(
        default=dict, blank=True, help_text="Weights of the coding mark's parts; empty: the usual"
    )
    cases = models.ManyToManyField(Case, related_name="assignments")

    class Meta:
        ordering = ["course_id", "due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class Work(models.Model):
    """One learner's or pair's attempt; without an assignment it is practice."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="work"
    )
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="work")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"work on attempt {self.attempt_id}"

    @property
    def is_practice(self) -> bool:
        """Nobody set it: the learner chose it."""
        return self.assignment_id is None


class Seat(models.Model):
    """Who sits at which desk of a piece of work. Alone, one user sits at both."""

    class Desk(models.TextChoices):
        CODER = "coder", "Coder"
        BILLER = "biller", "Biller"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    desk = models.CharField(max_length=6, choices=Desk.choices)

    class Meta:
        ordering = ["work_id", "desk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "desk"], name="one_user_a_desk"),
            models.CheckConstraint(condition=Q(desk__in=["coder", "biller"]), name="desk_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.desk} of {self.work_id}"


class CourseKey(models.Model):
    """The key by which a course's attempts at a case are marked, where the course mended it."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="keys")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["course_id", "case_id"]
        constraints = [models.UniqueConstraint(fields=["course", "case"], name="one_key_a_case")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.case_version}"


class CourseRemarking(models.Model):
    """A remarking that a course asked for."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="remarkings")
    remarking = models.OneToOneField(Remarking, on_delete=models.CASCADE, related_name="course")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.remarking}"
