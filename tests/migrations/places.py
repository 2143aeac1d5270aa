"""Another database in the place of the default one, so that migrations run on it in this process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from sandbox import settings
from tests.servers import bare_database

Node = tuple[str, str]


@contextmanager
def bare(vendor: str, directory: Path) -> Iterator[None]:
    """A database without tables is the default one; dropped at the end."""
    with bare_database(vendor, directory) as url, default_database(url):
        yield


@contextmanager
def default_database(url: str) -> Iterator[None]:
    """The database of that DATABASE_URL is the default one, with the settings of the project."""
    before, config = connections["default"], connections.settings["default"]
    mentioned = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    try:
        there = {"default": settings.database()}
    finally:
        del os.environ["DATABASE_URL"]
        if mentioned is not None:
            os.environ["DATABASE_URL"] = mentioned
    connections.settings["default"] = connections.configure_settings(there)["default"]
    connections["default"] = connections.create_connection("default")
    ContentType.objects.clear_cache()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        connections["default"].close()
        getattr(connections["default"], "close_pool", lambda: None)()
        connections["default"], connections.settings["default"] = before, config
        ContentType.objects.clear_cache()


def migrate_to(*nodes: Node) -> None:
    """These migrations and those that they need, and no others."""
    MigrationExecutor(connection).migrate(list(dict(nodes).items()))


def migrate_to_newest() -> None:
    """What an operator runs."""
    call_command("migrate", verbosity=0)
