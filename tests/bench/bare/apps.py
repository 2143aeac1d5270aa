"""The one app of the bare project."""

from django.apps import AppConfig


class BareConfig(AppConfig):
    """Rows and events."""

    name = "tests.bench.bare"
    label = "bare"
