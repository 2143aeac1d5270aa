"""Appeal a remittance, and weigh the appeal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.assemble import payer_terms
from claims.facts import Payer
from claims.models import Appeal, Claim, ClaimEvent, Remittance
from claims.overturn import denial_of, ground_for
from claims.payer.appeals import Decision, Ground, appeal_deadline, decide_appeal
from claims.services.accounts import newest_remittance, reductions_of
from claims.services.advance import advance
from claims.services.refusals import Refused

DECISION_DAYS = 30
"""Days a payer takes to decide an appeal; house convention."""

MAX_LETTER = 5000


@dataclass(frozen=True)
class Weighed:
    """The payer's decision: whether it is won, the denied lines it is about, and why."""

    is_won: bool
    lines: tuple[int, ...]
    detail: str


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

    def effect(claim: Claim) -> Mapping[str, Any]:
        _check_letter(claim, letter, evidence)
        return _file(claim, actor=actor, letter=letter.strip(), evidence=list(evidence))

    return advance(
        claim_id, "appeal", actor=actor, key=key, expected_version=expected_version, effect=effect
    )


def decide(appeal: Appeal, payer: Payer) -> Weighed:
    """Weigh letter and evidence: the ground follows from the reason of the denial, the decisive
    passages are those that the key names for the denied services."""
    reductions = reductions_of(appeal.remittance)
    denial = denial_of(reductions)
    lines = tuple(row.line for row in reductions if row.carc == denial)
    decision = decide_appeal(
        " ".join([appeal.letter, *appeal.evidence]),
        denial=denial,
        ground=ground_for(denial) or Ground.RECORDS,
        supporting=_supporting(appeal, lines),
        payer=payer,
        level=appeal.level,
        decided_on=_decided_before(appeal),
        filed_on=appeal.filed_on,
    )
    return Weighed(decision.decision is Decision.OVERTURNED, lines, decision.detail)
