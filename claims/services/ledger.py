"""Write the ledger. Rows are only ever added; a counter-entry takes an earlier row back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.contrib.auth.models import AbstractUser

from claims.bookkeeping import Payment, Posting, lay_again
from claims.content import ClaimContent
from claims.models import Claim, Installment, LedgerEntry, Remittance, Statement
from claims.money import ZERO

Kind = LedgerEntry.Kind


def post_charges(claim: Claim, content: ClaimContent, *, actor: AbstractUser | None = None) -> None:
    """Make the ledger's charges those of the content; nothing when they are already.

    A next payer's claim has no charges of its own: they stand on the first one, and what that
    left is transferred.
    """
    if claim.sequence > 1:
        return
    wanted = {number: line.charge for number, line in enumerate(content.lines, start=1)}
    standing = list(_standing(claim, kinds=[Kind.CHARGE]))
    if {entry.line: entry.amount for entry in standing} == wanted:
        return
    _take_back(standing, memo="Charges of a corrected claim", actor=actor)
    post(
        claim,
        [Posting(line=line, kind=Kind.CHARGE, amount=charge) for line, charge in wanted.items()],
        actor=actor,
    )


def post(
    claim: Claim,
    postings: Iterable[Posting],
    *,
    actor: AbstractUser | None,
    memo: str = "",
    write_off: str = "",
    remittance: Remittance | None = None,
    statement: Statement | None = None,
    installment: Installment | None = None,
) -> None:
    """Append rows to the ledger on the scenario date."""
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            claim=claim,
            line=posting.line,
            kind=posting.kind,
            amount=posting.amount,
            group=posting.group,
            carc=posting.carc,
            on=claim.attempt.scenario_date,
            write_off=write_off,
            memo=memo,
            remittance=remittance,
            statement=statement,
            installment=installment,
            actor_id=actor.pk if actor else None,
        )
        for posting in postings
    )


def take_back(claim: Claim, kinds: Iterable[str], *, memo: str, actor: AbstractUser | None) -> None:
    """Counter-post every row of these kinds that still stands."""
    _take_back(_standing(claim, kinds=kinds), memo=memo, actor=actor)


def lay_patient_money(
    claim: Claim, parts: Mapping[int, Decimal], *, actor: AbstractUser | None
) -> None:
    """Move the patient's payments to the lines on which the new answer leaves them a part.

    `parts` is the new patient part by line. What is above all parts stays where it is: a credit,
    until somebody refunds it. A line from which money was refunded keeps that much more.
    """
    entries = {entry.pk: entry for entry in _standing(claim, kinds=[Kind.PATIENT_PAYMENT])}
    room = dict(parts)
    for entry in _standing(claim, kinds=[Kind.PATIENT_REFUND]):
        room[entry.line] = room.get(entry.line, ZERO) + entry.amount
    payments = [
        Payment(id=entry.pk, line=entry.line, amount=-entry.amount) for entry in entries.values()
    ]
    for pk, lines in lay_again(payments, room=room).items():
        entry = entries[pk]
        if lines == {entry.line: -entry.amount}:
            continue
        _take_back([entry], memo="Moved: the payer's new answer", actor=actor)
        post(
            claim,
            [
                Posting(line=line, kind=Kind.PATIENT_PAYMENT, amount=-part)
                for line, part in sorted(lines.items())
            ],
            actor=actor,
            memo=f"Moved from line {entry.line}",
            statement=entry.statement,
            installment=entry.installment,
        )


def _standing(claim: Claim, *, kinds: Iterable[str]) -> Iterable[LedgerEntry]:
    """The rows of these kinds that are neither counter-entries nor taken back."""
    return claim.ledger.filter(kind__in=list(kinds), reverses=None, reversed_by=None)


def _take_back(entries: Iterable[LedgerEntry], *, memo: str, actor: AbstractUser | None) -> None:
    entries = list(entries)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            claim=entry.claim,
            line=entry.line,
            kind=entry.kind,
            amount=-entry.amount,
            group=entry.group,
            carc=entry.carc,
            on=entry.claim.attempt.scenario_date,
            write_off=entry.write_off,
            memo=memo,
            remittance_id=entry.remittance_id,
            statement_id=entry.statement_id,
            installment_id=entry.installment_id,
            reverses=entry,
            actor_id=actor.pk if actor else None,
        )
        for entry in entries
    )
