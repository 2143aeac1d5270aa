"""Guards are where a database needs them: after every `migrate`, whatever was migrated."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from coding.guarding import install, installed, lift, missing
from coding.models import CodingVersion
from tests.claims.bench import alone

pytestmark = pytest.mark.django_db(transaction=True)

OLD = "CREATE TRIGGER guard_old_00000000 BEFORE DELETE ON coding_case FOR EACH ROW"


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0)


def lose_those_of_claims() -> None:
    """What SQLite does when it makes a table anew to alter it; elsewhere somebody removes them."""
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Claim)
            return
        for name, table in installed(connection).items():
            if table == Claim._meta.db_table:
                editor.execute(f'DROP FUNCTION "{name}"() CASCADE')


def test_migrating_nothing_brings_back_what_was_lost() -> None:
    assert missing() == []
    lose_those_of_claims()
    assert [name for name in missing() if "claim_leaves_draft" in name]
    migrate()
    assert missing() == []


def test_table_of_an_older_schema_has_no_guards_until_it_is_todays_again() -> None:
    try:
        migrate("claims", "0012")
        tables = set(installed(connection).values())
        assert "claims_claim" not in tables
        assert "claims_claimevent" in tables
    finally:
        migrate()
    assert missing() == []


def test_nothing_is_written_where_nothing_is_missing() -> None:
    with CaptureQueriesContext(connection) as asked:
        install("default")
    assert len(asked) == 1


def test_rule_that_is_no_longer_meant_is_removed() -> None:
    lift("default")
    assert installed(connection) == {}
    install("default")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"{OLD} BEGIN SELECT 1; END")
        else:
            cursor.execute(
                "CREATE FUNCTION guard_old_00000000() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN OLD; END $$"
            )
            cursor.execute(f"{OLD} EXECUTE FUNCTION guard_old_00000000()")
    assert "guard_old_00000000" in installed(connection)
    install("default")
    assert "guard_old_00000000" not in installed(connection)
    assert missing() == []


def test_flush_empties_guarded_tables_and_leaves_them_guarded() -> None:
    alone().code()
    assert CodingVersion.objects.exists()
    call_command("flush", interactive=False, verbosity=0)
    assert not CodingVersion.objects.exists()
    assert missing() == []
