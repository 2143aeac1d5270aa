"""The member's counters: what is left of the deductible and of the out-of-pocket maximum."""

from claims.models import Claim, Coverage, Remittance
from coding.models import Attempt


def find_coverage(attempt: Attempt, *, payer_id: str, member_id: str) -> Coverage | None:
    """The member's coverage with a payer; where there are several, the one of that member ID."""
    held = list(Coverage.objects.filter(attempt=attempt, payer_id=payer_id).order_by("order"))
    named = [row for row in held if row.member_id.upper() == member_id.strip().upper()]
    return next(iter(named or held), None)


def restore_counters(claim: Claim, remittance: Remittance | None) -> None:
    """Give back what a remittance took, because another answer takes its place."""
    _move(claim, remittance, sign=1)


def take_counters(claim: Claim, remittance: Remittance | None) -> None:
    """Take from the member's counters what the remittance used up."""
    _move(claim, remittance, sign=-1)


def _move(claim: Claim, remittance: Remittance | None, *, sign: int) -> None:
    """In whole cents, reckoned here: SQLite would reckon in floats and miss zero by a hair."""
    if remittance is None:
        return
    sent = remittance.submission.content
    coverage = find_coverage(claim.attempt, payer_id=sent["payer_id"], member_id=sent["member_id"])
    if coverage is None:
        return
    coverage.deductible_left += sign * remittance.deductible_taken
    coverage.out_of_pocket_left += sign * remittance.out_of_pocket_taken
    coverage.save(update_fields=["deductible_left", "out_of_pocket_left"])
