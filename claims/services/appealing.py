"""Appeal a remittance."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser

from claims.models import ClaimEvent


def file_appeal(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    letter: str,
    evidence: Sequence[str],
) -> ClaimEvent:
    """File the next level of appeal against the newest remittance.

    `evidence` are passages quoted word for word from the note. Raises Refused("letter" |
    "evidence", ...), Refused("", ...) when the payer has no further level, StaleClaim,
    IllegalMove (409), PermissionDenied.
    """
    raise NotImplementedError
