"""Every released schema, with a class at work in it, to the newest: nothing is lost, the schema is
that of a fresh database, and the class goes on."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from claims.models import Claim
from coding.guarding import missing
from tests.claims.bench import hands_of
from tests.claims.pages import client_of
from tests.migrations.filling import stored
from tests.migrations.places import bare, migrate_to_newest
from tests.migrations.released import load, path_of, releases
from tests.migrations.schema import permissions, schema
from tests.servers import VENDORS

CHANGED: dict[str, set[tuple[str, str]]] = {}
"""By the name of the release: the columns (table, column) whose values a later migration changes,
renames or removes, and says elsewhere what has become of them."""
NOT_OURS = {"django_migrations", "sqlite_sequence"}


def rows_of_all() -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table."""
    tables = set(connection.introspection.table_names()) - NOT_OURS
    return {table: stored(table) for table in sorted(tables)}


def carry_on(release: str, vendor: str, directory: Path, fresh: Any) -> None:
    """Load the release, migrate, compare, and work."""
    wanted, free = fresh(vendor), CHANGED.get(release, set())
    with bare(vendor, directory):
        load(release)
        before = rows_of_all()
        assert before["claims_claimevent"]
        migrate_to_newest()
        for table, rows in before.items():
            now = stored(table)
            assert rows.keys() <= now.keys(), table
            kept = {key: {name: now[key].get(name) for name in row} for key, row in rows.items()}
            for name in {column for changed, column in free if changed == table}:
                for row in (*kept.values(), *rows.values()):
                    row.pop(name, None)
            assert kept == rows, table
        assert schema() == wanted[0]
        assert permissions() >= wanted[1]
        assert missing() == []
        connection.check_constraints()
        work_on()


def work_on() -> None:
    """Marks come out as they did, every claim's page opens, and a claim that was sent is answered."""
    call_command("check_marks", verbosity=0)
    claims = Claim.objects.select_related("attempt__work").order_by("pk")
    assert {"draft", "submitted", "paid", "closed"} <= {claim.state for claim in claims}
    for claim in claims:
        hands = hands_of(claim.attempt.work)
        page = client_of(hands.biller).get(reverse("claims:claim", args=[claim.pk]))
        assert page.status_code == 200
        if claim.state == "submitted":
            assert hands.answered().claim.state in {"paid", "denied"}


@pytest.mark.parametrize("release", releases())
def test_release_is_migrated_and_goes_on(release: str, tmp_path: Path, fresh: Any) -> None:
    carry_on(release, connection.vendor, tmp_path, fresh)


@pytest.mark.prove
@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("release", releases())
def test_release_is_migrated_on_both_databases(
    release: str, vendor: str, tmp_path: Path, fresh: Any
) -> None:
    carry_on(release, vendor, tmp_path, fresh)


def test_every_kept_release_has_a_dump_of_both_databases() -> None:
    assert releases()
    missing_dumps = [
        path_of(name, vendor)
        for name in releases()
        for vendor in VENDORS
        if not path_of(name, vendor).exists()
    ]
    assert missing_dumps == []
