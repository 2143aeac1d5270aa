"""Send the claim: scrub, submit, resubmit, and answer the payer's questions."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractUser

from claims.models import Claim, ClaimEvent
from claims.scrubber import ScrubFinding


def scrub_claim(claim: Claim) -> tuple[ScrubFinding, ...]:
    """What the scrubber says of the claim as it stands, sent on the scenario date.

    At the claim's scrubber strength; findings carry rule, severity ("error", "warning", "info"),
    owner, box, line, message. Writes nothing.
    """
    raise NotImplementedError


def submit_claim(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    warning_reasons: Mapping[str, str] | None = None,
) -> ClaimEvent:
    """Send a claim that is in draft or was rejected; freezes an immutable submission.

    `warning_reasons` maps a warning's `reason_key` (see `reason_key(finding)`) to why it is sent
    all the same. Raises NotClean(findings) when an error stands or a warning has no reason,
    StaleClaim, IllegalMove (409), PermissionDenied.
    """
    raise NotImplementedError


def resubmit_claim(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    warning_reasons: Mapping[str, str] | None = None,
) -> ClaimEvent:
    """Send the correction that is open.

    As frequency 7 naming the claim number, or as a new original where the denial called it
    unprocessable, the payer takes no replacements, or the payer has changed. Raises
    NothingChanged when nothing differs from what was sent last, and as `submit_claim`.
    """
    raise NotImplementedError


def reason_key(finding: ScrubFinding) -> str:
    """The name under which a warning's reason is given, such as "S44" or "S44-2" for line 2."""
    return finding.rule if finding.line is None else f"{finding.rule}-{finding.line}"


def send_information(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    answer: Mapping[str, str],
) -> ClaimEvent:
    """Answer the payer's open information request.

    `answer` is {"document": one of the request's choices, "note": free text}. Raises
    Refused("document", ...) when it is not what the payer asked for or the due date has passed,
    StaleClaim, IllegalMove (409), PermissionDenied.
    """
    raise NotImplementedError
