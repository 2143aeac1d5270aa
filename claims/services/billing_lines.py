"""Try to bill the patient for a line that the payer denied: stopped, told and kept.

What the payer puts on the practice (CO) may not be asked of the patient: the provider's contract,
and for Medicare 42 CFR 424.55(b). A biller who tries it here is stopped, and the attempt stays in
the log as a compliance failure.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.models import Claim, ClaimEvent, ClaimState
from claims.money import dollars, plain, total
from claims.services.accounts import newest_remittance, reductions_of
from claims.services.advance import revise
from claims.services.refusals import Refused

BILL_LINE = "bill_line"
NOT_THE_PATIENTS = ("CO", "OA")


def bill_line(
    claim_id: int, *, actor: AbstractUser, key: str, expected_version: int, line: int
) -> ClaimEvent:
    """Log that a line was to be billed to the patient though it is not theirs.

    The event's payload holds `line`, `amount` (text) and `says`. No statement is made. Raises
    Refused("", ...) where the whole line is the patient's, or there is no such line; StaleClaim,
    IllegalMove (409), PermissionDenied.
    """
    return revise(
        claim_id,
        BILL_LINE,
        actor=actor,
        key=key,
        expected_version=expected_version,
        permission="claims.bill_patient",
        states=(ClaimState.PAID, ClaimState.DENIED),
        effect=lambda claim: _stop(claim, line),
    )


def _stop(claim: Claim, line: int) -> Mapping[str, Any]:
    answer = newest_remittance(claim)
    rows = [row for row in reductions_of(answer) if row.line == line] if answer else []
    stopped = [row for row in rows if row.group in NOT_THE_PATIENTS and row.carc != "45"]
    amount = total(row.amount for row in stopped)
    if not amount:
        raise Refused("", "What is left of this line is the patient's: send a statement.")
    codes = ", ".join(f"{row.group}-{row.carc}" for row in stopped)
    says = (
        f"Stopped: {dollars(amount)} of line {line} ({codes}) does not rest on the patient, and "
        "may not be billed to them. The attempt is kept as a compliance failure."
    )
    return {"line": line, "amount": plain(amount), "says": says}
