"""Which migrations this code has, and which of them the database has."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this code, as (app, name); read once a process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def missing_migrations() -> frozenset[tuple[str, str]]:
    """Migrations of this code, as (app, name), that the database does not have yet."""
    return known_migrations() - set(MigrationRecorder(connection).applied_migrations())
