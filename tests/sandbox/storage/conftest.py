"""What these tests share."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture
def own_databases(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Leave to connect, for a test that makes each database that it uses."""
    with django_db_blocker.unblock():
        yield
