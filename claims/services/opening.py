"""Open the claim of an attempt, take the coder's newest codes, and send codes back."""

from django.contrib.auth.models import AbstractUser

from claims.models import Claim, ClaimEvent
from claims.scrubber import Strength
from coding.models import CodingReturn


def set_up_billing(attempt_id: int, *, scrubber: Strength = Strength.FULL) -> None:
    """Give a new attempt what the payer holds: coverage, authorisations, and how strict the
    scrubber will be. A second time changes nothing."""
    raise NotImplementedError


def open_claim(attempt_id: int, *, actor: AbstractUser, key: str) -> Claim:
    """Build the primary payer's claim from the newest coding version, in `draft`.

    An attempt whose claim is already open gives that claim again. Raises NotFinalised (409) when
    the codes are not finalised and PermissionDenied without `claims.open_claim`.
    """
    raise NotImplementedError


def take_codes(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int
) -> ClaimEvent:
    """Put the coder's newest codes on the claim; the biller's boxes stay as they are.

    In draft, rejected and corrected. Raises StaleClaim, IllegalMove (409), PermissionDenied
    without `claims.prepare_claim`, Refused("", ...) when the claim already has the newest codes.
    """
    raise NotImplementedError


def return_codes(
    claim_id: int, *, actor: AbstractUser, reason: str, expected_version: int
) -> CodingReturn:
    """Send the codes back to the coder's desk with a reason.

    In draft, rejected and corrected (an answered claim: open a correction first). Raises
    StaleClaim, IllegalMove (409), PermissionDenied, Refused("reason", ...).
    """
    raise NotImplementedError
