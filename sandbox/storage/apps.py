"""Where all rows are kept."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """What is asked of the database at start, and the commands that move, back up and restore it.
    Has no tables."""

    name = "sandbox.storage"
    label = "storage"

    def ready(self) -> None:
        """Have the database checked with everything else."""
        from sandbox.storage import checks  # noqa: F401
