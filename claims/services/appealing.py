"""Appeal a remittance, and weigh the appeal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractUser

from claims.assemble import payer_terms
from claims.facts import Payer
from claims.models import Acknowledgment, Appeal, Claim, ClaimEvent, Remittance
from claims.money import total
from claims.overturn import denial_of, ground_for
from claims.payer.appeals import Decision, Ground, appeal_deadline, decide_appeal
from claims.services.accounts import newest_remittance, reductions_of
from claims.services.advance import advance
from claims.services.contracts import payment_dispute
from claims.services.refusals import Refused
from coding.notes import locate_all
from coding.services import record_of

DECISION_DAYS = 30
"""Days a payer takes to decide an appeal; house convention."""

MAX_LETTER = 5000
MAX_PASSAGES = 6
"""Enclosing the whole note argues nothing: the reader must be shown the words that matter."""


@dataclass(frozen=True)
class Weighed:
    """The payer's decision: whether it is won, the reason (CARC) and the denied lines that it is
    about, the reason of a lost appeal, and why."""

    is_won: bool
    denial: str
    lines: tuple[int, ...]
    carc: str
    detail: str


def file_appeal(
    claim_id: int,
    *,
    actor: AbstractUser,
    key: str,
    expected_version: int,
    letter: str,
    evidence: Sequence[str],
    ground: Ground | None = None,
) -> ClaimEvent:
    """File the next level of appeal against the newest remittance.

    `ground` is what the letter argues; the payer holds it against the ground of its denial. None
    lets the denial's own ground stand in (scripts).

    `evidence` are at most MAX_PASSAGES passages quoted word for word from the note. Raises
    Refused("letter" | "evidence", ...), Refused("", ...) when the payer has no further level,
    StaleClaim, IllegalMove (409), PermissionDenied.
    """

    def effect(claim: Claim) -> Mapping[str, Any]:
        _check_letter(claim, letter, evidence)
        return _file(
            claim, actor=actor, letter=letter.strip(), evidence=list(evidence), ground=ground
        )

    return advance(
        claim_id, "appeal", actor=actor, key=key, expected_version=expected_version, effect=effect
    )


def decide(appeal: Appeal, payer: Payer) -> Weighed:
    """Weigh letter and evidence: the ground follows from the reason of the denial, the decisive
    passages are those that the key names for the denied services. Where nothing was denied the
    letter disputes the payment and has to cite the contract's amounts."""
    reductions = reductions_of(appeal.remittance)
    denial = denial_of(reductions)
    lines = tuple(row.line for row in reductions if row.carc == denial)
    amounts: tuple[str, ...] = ()
    if not denial:
        denial, lines, amounts = payment_dispute(appeal.remittance)
    decision = decide_appeal(
        " ".join([appeal.letter, *appeal.evidence]),
        denial=denial,
        ground=Ground(appeal.ground) if appeal.ground else ground_for(denial) or Ground.RECORDS,
        disputed=_disputed(appeal, lines),
        supporting=amounts or _supporting(appeal, denial, lines),
        payer=payer,
        level=appeal.level,
        decided_on=_decided_before(appeal),
        filed_on=appeal.filed_on,
    )
    is_won = decision.decision is Decision.OVERTURNED
    return Weighed(is_won, denial, lines, decision.carc, decision.detail)


def _check_letter(claim: Claim, letter: str, evidence: Sequence[str]) -> None:
    """Raises Refused for an empty or endless letter, or evidence that is not in the note."""
    if not letter.strip():
        raise Refused("letter", "Write the letter: it is what the payer reads.")
    if len(letter) > MAX_LETTER:
        raise Refused("letter", f"A letter has at most {MAX_LETTER} characters.")
    if not 1 <= len(evidence) <= MAX_PASSAGES:
        raise Refused("evidence", f"Enclose 1 to {MAX_PASSAGES} passages: those that decide it.")
    note = record_of(claim.attempt)
    for passage in evidence:
        if not locate_all(note, passage):
            raise Refused("evidence", f"The note does not say: {passage[:80]}")


def _file(
    claim: Claim, *, actor: AbstractUser, letter: str, evidence: list[str], ground: Ground | None
) -> Mapping[str, Any]:
    remittance = newest_remittance(claim)
    if remittance is None or remittance.cause == Remittance.Cause.VOID:
        raise Refused("", "There is no answer of the payer to appeal.")
    payer = payer_terms(remittance.submission.content["payer_id"])
    level, today = _next_level(remittance), claim.attempt.scenario_date
    if appeal_deadline(payer, level=level, decided_on=today) is None:
        raise Refused("", f"{payer.name} has no further level of appeal.")
    appeal = Appeal.objects.create(
        remittance=remittance,
        level=level,
        ground=ground.value if ground else "",
        letter=letter,
        evidence=evidence,
        filed_on=today,
        filed_by_id=actor.pk,
        decide_on=today + timedelta(days=DECISION_DAYS),
    )
    return {"appeal": appeal.pk, "level": level}


def _next_level(remittance: Remittance) -> int:
    """One above the last appeal of the same answer; an answer won by appeal goes on counting."""
    appeals = Appeal.objects.filter(remittance__submission=remittance.submission)
    if remittance.cause != Remittance.Cause.APPEAL:
        appeals = appeals.filter(remittance=remittance)
    return max(appeals.values_list("level", flat=True), default=0) + 1


def _decided_before(appeal: Appeal) -> date:
    """The day of the decision that the appeal is against."""
    earlier = Appeal.objects.filter(
        remittance__submission=appeal.remittance.submission_id, level=appeal.level - 1
    ).first()
    return earlier.decide_on if earlier else appeal.remittance.on


def _disputed(appeal: Appeal, lines: Sequence[int]) -> Decimal:
    """What the appealed lines were charged and not paid, in dollars."""
    rows = appeal.remittance.lines.filter(number__in=lines).values_list("charge", "paid")
    return total(charge - paid for charge, paid in rows)


def _supporting(appeal: Appeal, denial: str, lines: Sequence[int]) -> tuple[str, ...]:
    """The passages that decide it: for the filing limit the numbers of claims that came in time,
    else what the key quotes for the denied services and for the diagnoses that they point at."""
    if denial == "29":
        return _receipts(appeal)
    key = appeal.remittance.submission.claim.attempt.parsed().key
    denied = set(
        appeal.remittance.lines.filter(number__in=lines).values_list("procedure", flat=True)
    )
    services = [row for row in key.procedures if row.code in denied] or list(key.procedures)
    pointed = {code for row in services for code in row.pointers}
    evidence = [row.evidence for row in services]
    evidence += [row.evidence for row in key.diagnoses if row.code in pointed]
    return tuple(quote.text for quotes in evidence for quote in quotes)


def _receipts(appeal: Appeal) -> tuple[str, ...]:
    """The claim numbers with which the payer accepted the claim inside the filing limit."""
    submission = appeal.remittance.submission
    terms = payer_terms(submission.content["payer_id"])
    services = [date.fromisoformat(line["date"]) for line in submission.content["lines"]]
    limit = min(services) + timedelta(days=terms.filing_limit_days)
    accepted = Acknowledgment.objects.filter(
        submission__claim=submission.claim_id, accepted=True, on__lte=limit
    )
    return tuple(accepted.values_list("icn", flat=True))
