"""Courses, work and dashboards."""

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    """Courses, enrolment, assignments, work, and who may do what with it."""

    name = "sandbox.classroom"
    label = "classroom"

    def ready(self) -> None:
        """Listen to the lower rooms."""
        from sandbox.classroom import reactions  # noqa: F401
