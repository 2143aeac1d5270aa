"""The world of `world.py`, made once a module; each test takes back what it did."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.sandbox.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Everybody and everything; taken back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
