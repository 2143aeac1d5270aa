"""Keys that a course mended, and what it marked again."""

from django.db import models

from coding.models import Case, CaseVersion, Remarking
from sandbox.classroom.models.course import Course


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
