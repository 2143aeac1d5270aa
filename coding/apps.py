"""The coder's desk."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Cases, attempts, coding versions and marks."""

    name = "coding"

    def ready(self) -> None:
        """Have the database keep its guards."""
        from coding.guarding import keep, watch_migrations
        from coding.guards import GUARDS

        keep(self, GUARDS)
        watch_migrations(self)
