"""Every adjustment reason (CARC) that the payer gives, in the order of the numbers."""

from claims.reason_texts import benefits, claim_data, membership, settlement
from claims.reason_texts.kinds import Reason


def _by_number(reason: Reason) -> tuple[bool, int, str]:
    """Plain numbers first, then those with a letter."""
    is_number = reason.code.isdigit()
    return not is_number, int(reason.code) if is_number else 0, reason.code


CARCS: tuple[Reason, ...] = tuple(
    sorted(
        (*membership.REASONS, *claim_data.REASONS, *benefits.REASONS, *settlement.REASONS),
        key=_by_number,
    )
)
