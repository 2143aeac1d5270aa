"""Write the ledger. Rows are only ever added; a counter-entry takes an earlier row back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.contrib.auth.models import AbstractUser

from claims.bookkeeping import Posting
from claims.content import ClaimContent
from claims.models import Claim, LedgerEntry, Remittance, Statement

Kind = LedgerEntry.Kind


def post_charges(claim: Claim, content: ClaimContent, *, actor: AbstractUser | None = None) -> None:
    """Make the ledger's charges those of the content; nothing when they are already."""
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
            actor_id=actor.pk if actor else None,
        )
        for posting in postings
    )


def take_back(claim: Claim, kinds: Iterable[str], *, memo: str, actor: AbstractUser | None) -> None:
    """Counter-post every row of these kinds that still stands."""
    _take_back(_standing(claim, kinds=kinds), memo=memo, actor=actor)


def refund_above(claim: Claim, parts: Mapping[int, Decimal], *, actor: AbstractUser | None) -> None:
    """Give the patient back what was paid above the new patient part of each line."""
    paid: dict[int, list[LedgerEntry]] = {}
    for entry in _standing(claim, kinds=[Kind.PATIENT_PAYMENT]):
        paid.setdefault(entry.line, []).append(entry)
    for line, entries in paid.items():
        keeps = parts.get(line, Decimal("0.00"))
        if -sum(entry.amount for entry in entries) <= keeps:
            continue
        _take_back(entries, memo="Refund: the payer's new answer", actor=actor)
        if keeps:
            kept = Posting(line=line, kind=Kind.PATIENT_PAYMENT, amount=-keeps)
            post(claim, [kept], actor=actor, memo="Kept of an earlier payment")


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
            reverses=entry,
            actor_id=actor.pk if actor else None,
        )
        for entry in entries
    )
