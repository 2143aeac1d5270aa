"""Lock a claim with its attempt."""

from claims.models import Claim
from coding.conflicts import lock_row
from coding.models import Attempt


def lock_claim(claim_id: int) -> Claim:
    """The claim as it stands, with its attempt and case, both locked until the transaction ends.

    The attempt first, always and everywhere: whoever changes a claim or moves its calendar waits
    in one queue, so nothing is sent on a date that has just passed, and no two writers wait for
    each other. Raises Gone when there is no such claim any more.
    """
    attempt = lock_row(Attempt.objects.with_case(), claims=claim_id)
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    claim.attempt = attempt
    return claim
