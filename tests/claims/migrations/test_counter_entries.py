"""A sandbox from before the entries keeps its counters and its cheques."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from claims.models import Coverage, Remittance
from claims.services.accounts import newest_remittance
from tests.claims.bench import alone
from tests.claims.counters import left

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = ("claims", "0002_provider_and_refusal"), ("claims", "0004_counter_entries")


def migrate(target: tuple[str, str]):
    call_command("migrate", *target, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([target]).apps


def test_amounts_that_were_left_become_opening_amounts_less_entries():
    hands = alone().code().open().check()
    hands.send()
    hands.answered()
    paid, shown = newest_remittance(hands.claim).paid, left(hands)
    try:
        old = migrate(BEFORE)
        old.get_model("claims", "Coverage").objects.update(
            deductible_left=shown[0], out_of_pocket_left=shown[1]
        )
        migrate(AFTER)
    finally:
        call_command("migrate", verbosity=0)
    coverage = Coverage.objects.get()
    assert (coverage.opening_deductible, coverage.opening_out_of_pocket) == (
        Decimal("10.00"),
        Decimal("2750.00"),
    )
    assert left(hands) == shown
    assert Remittance.objects.get().cheque == paid
