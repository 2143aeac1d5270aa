"""The claims of one encounter beside each other: what the earlier payer did, and the money that
went on to the next."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib.auth.models import AbstractUser

from claims.bookkeeping import Posting, patient_parts
from claims.content import ClaimContent
from claims.facts import PriorPayment
from claims.models import Claim, ClaimState, LedgerEntry, Remittance
from claims.money import total
from claims.services import ledger
from claims.services.accounts import line_accounts, newest_remittance, reductions_of

MOVED = [LedgerEntry.Kind.TRANSFER]


def claim_before(claim: Claim) -> Claim | None:
    """The claim to the payer that comes before this one's."""
    return _beside(claim, -1) if claim.sequence > 1 else None


def claim_after(claim: Claim) -> Claim | None:
    """The claim to the payer that comes after this one's."""
    return _beside(claim, 1)


def _beside(claim: Claim, step: int) -> Claim | None:
    """The claim of the same encounter so many places on."""
    place = claim.sequence + step
    return next((row for row in claim.attempt.claims.all() if row.sequence == place), None)


def waits_for_next(claim: Claim) -> Claim | None:
    """The next payer's claim while it is not closed: until then this one stays open too."""
    after = claim_after(claim)
    return after if after and after.state != ClaimState.CLOSED else None


def prior_payments(claim: Claim) -> Mapping[int, tuple[str, PriorPayment]]:
    """What the payer before said of each line, with its procedure; empty for a first claim."""
    before = claim_before(claim)
    remittance = newest_remittance(before) if before else None
    if remittance is None:
        return {}
    taken: dict[int, list[tuple[str, Decimal]]] = {}
    for row in reductions_of(remittance):
        taken.setdefault(row.line, []).append((row.group, row.amount))
    return {
        line.number: (line.procedure, PriorPayment.of(line.paid, taken.get(line.number, ())))
        for line in remittance.lines.all()
    }


def content_to_send(claim: Claim) -> ClaimContent:
    """The boxes as they stand, with what the payer before this one has answered on each line."""
    return claim.boxes.with_prior(prior_payments(claim))


def move_on(
    before: Claim, after: Claim, *, remittance: Remittance, actor: AbstractUser | None
) -> None:
    """Make what stands with the next payer what the posted remittance leaves to the patient.

    A pair of rows a line, out of one claim and into the other; nothing when they stand already.
    """
    parts = patient_parts(reductions_of(remittance))
    wanted = {line: part for line, part in parts.items() if part}
    if {row.line: -row.transferred for row in line_accounts(before) if row.transferred} == wanted:
        return
    bring_back(before, after, memo="What goes on to the next payer has changed", actor=actor)
    for claim, sign, memo in (
        (before, -1, f"On to claim {after.pk}"),
        (after, 1, f"From claim {before.pk}"),
    ):
        rows = [
            Posting(line=line, kind=LedgerEntry.Kind.TRANSFER, amount=sign * part)
            for line, part in wanted.items()
        ]
        ledger.post(claim, rows, actor=actor, memo=memo)


def bring_back(before: Claim, after: Claim, *, memo: str, actor: AbstractUser | None) -> None:
    """Undo what went on to the next payer, on both claims."""
    for claim in (before, after):
        ledger.take_back(claim, MOVED, memo=memo, actor=actor)


def left_to_patient(claim: Claim) -> Decimal:
    """What the posted answer leaves to the patient, in dollars: what a next payer is asked for."""
    return total(row.patient_part for row in line_accounts(claim))
