"""The coder's desk."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Cases, attempts, coding versions and marks."""

    name = "coding"
