"""Django's `flush`, on a database whose tables are guarded."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from coding.guarding import install, lift


class Command(flush.Command):
    """`manage.py flush`: empties every table. Where that is done by deleting rows (SQLite), the
    guards are lifted meanwhile."""

    def handle(self, **options: Any) -> None:
        """As Django's."""
        using = options["database"]
        if connections[using].vendor == "sqlite":
            lift(using)
        super().handle(**options)
        install(using)
