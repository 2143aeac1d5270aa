"""What is left of a member's counters, for tests."""

from decimal import Decimal

from claims.models import Coverage
from claims.services.counters import counters_of
from tests.claims.bench import Hands


def left(hands: Hands) -> tuple[Decimal, Decimal]:
    """Deductible and out-of-pocket maximum that the plan of the claim in hand has left today."""
    coverage = Coverage.objects.get(attempt=hands.attempt_id, order=hands.sequence)
    found = counters_of(coverage, on=hands.attempt.scenario_date)
    return found.deductible, found.out_of_pocket
