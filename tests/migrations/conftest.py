"""What a fresh database looks like."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.migrations.places import bare, migrate_to_newest
from tests.migrations.schema import permissions, schema


@pytest.fixture(scope="module")
def fresh(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """Asks for the schema and the permissions of a fresh database, by vendor."""
    known: dict[str, tuple[set[Any], set[Any]]] = {}

    def of(vendor: str) -> tuple[set[Any], set[Any]]:
        if vendor not in known:
            with bare(vendor, tmp_path_factory.mktemp("fresh")):
                migrate_to_newest()
                known[vendor] = (schema(), permissions())
        return known[vendor]

    with django_db_blocker.unblock():
        yield of
