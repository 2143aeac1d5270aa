"""The comparison of schemas sees what differs."""

import pytest
from django.db import connection

from coding.guarding import lift
from tests.migrations.schema import schema

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE coding_case ADD COLUMN extra integer",
        "ALTER TABLE coding_case ADD COLUMN extra varchar(5) DEFAULT 'x' CHECK (extra <> '')",
        "ALTER TABLE coding_case RENAME COLUMN minutes TO hours",
        "CREATE INDEX slow ON claims_claim (version)",
        "CREATE UNIQUE INDEX strict ON claims_claim (version) WHERE state = 'paid'",
        "CREATE TABLE extra (id integer)",
    ],
)
def test_schema_tells_a_changed_one_from_another(change: str) -> None:
    before = schema()
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert schema() != before


def test_schema_tells_whether_guards_are_there() -> None:
    before = schema()
    lift("default")
    assert schema() < before
