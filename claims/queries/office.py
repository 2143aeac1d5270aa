"""The office's figures over many claims: aging and rates, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Min, Q, Sum

from claims.models import (
    Appeal,
    Claim,
    ClaimEvent,
    LedgerEntry,
    RemittanceLine,
    Submission,
)
from claims.money import ZERO, cents
from claims.queries.aging import Account, Aging, Since, age_accounts
from claims.queries.books import Books, books_of
from claims.queries.rates import Rate, rates
from coding.models import CodingVersion

WriteOff = LedgerEntry.WriteOff
OFF_THE_CHARGE = (WriteOff.CONTRACTUAL, WriteOff.VOID)


@dataclass(frozen=True)
class Figures:
    """Aging and rates of some claims."""

    aging: Aging
    rates: tuple[Rate, ...]


@dataclass(frozen=True)
class _More:
    """What the figures need beside the books, each by claim (`coded_on` by attempt)."""

    moves: Mapping[int, frozenset[str]] = field(default_factory=dict)
    coded_on: Mapping[int, date] = field(default_factory=dict)
    sent: Mapping[int, tuple[date, int, int]] = field(default_factory=dict)
    denied: Mapping[int, Decimal] = field(default_factory=dict)
    appeals: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    given_up: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)


def office_figures(attempt_ids: Collection[int], *, since: Since = Since.SERVICE) -> Figures:
    """The figures over all claims of these attempts."""
    claims = list(
        Claim.objects.filter(attempt__in=attempt_ids)
        .select_related("attempt")
        .only("content", "attempt__scenario_date")
        .order_by("pk")
    )
    books = books_of([claim.pk for claim in claims])
    return figures(accounts_of(claims, books), since=since)


def figures(accounts: Sequence[Account], *, since: Since) -> Figures:
    """The figures over these accounts."""
    return Figures(aging=age_accounts(accounts, since=since), rates=rates(accounts))


def accounts_of(claims: Sequence[Claim], books: Mapping[int, Books]) -> list[Account]:
    """What the figures need of each claim; six queries however many."""
    ids = [claim.pk for claim in claims]
    firsts = {book.remittances[0].pk: pk for pk, book in books.items() if book.remittances}
    more = _More(
        moves=moves_of(ids),
        coded_on=_coded_on([claim.attempt_id for claim in claims]),
        sent=_sent(ids),
        denied=_denied(firsts),
        appeals=_appeals(ids),
        given_up=_given_up(ids),
    )
    return [_account(claim, books[claim.pk], more) for claim in claims]


def moves_of(claim_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """The names of the moves that each claim has made."""
    found: dict[int, set[str]] = {}
    events = ClaimEvent.objects.filter(claim__in=claim_ids).order_by()
    for claim_id, move in events.values_list("claim_id", "move").distinct():
        found.setdefault(claim_id, set()).add(move)
    return {claim_id: frozenset(moves) for claim_id, moves in found.items()}


def _account(claim: Claim, books: Books, more: _More) -> Account:
    today = claim.attempt.scenario_date
    given_up = more.given_up.get(claim.pk, {})
    sent_on, submissions, rejections = more.sent.get(claim.pk, (None, 0, 0))
    appeals, overturned = more.appeals.get(claim.pk, (0, 0))
    first = books.remittances[0] if books.remittances else None
    return Account(
        service_date=claim.service_date or today,
        today=today,
        charge=books.charge,
        insurance=books.open_with_payer,
        patient=books.patient_owes,
        credit=books.credit,
        moves=more.moves.get(claim.pk, frozenset()),
        first_outcome=first.outcome if first else "",
        coded_on=more.coded_on.get(claim.attempt_id),
        sent_on=sent_on,
        submissions=submissions,
        rejections=rejections,
        first_charge=first.charge if first else ZERO,
        denied=more.denied.get(claim.pk, ZERO),
        appeals=appeals,
        overturned=overturned,
        payments=books.payer_paid + books.patient_paid,
        contractual=books.adjusted + sum((given_up.get(k, ZERO) for k in OFF_THE_CHARGE), ZERO),
        avoidable=given_up.get(WriteOff.AVOIDABLE, ZERO),
    )


def _coded_on(attempt_ids: Collection[int]) -> Mapping[int, date]:
    """When each attempt's codes were first finalised."""
    rows = CodingVersion.objects.filter(attempt__in=attempt_ids).order_by()
    return dict(rows.values_list("attempt_id").annotate(Min("finalised_on")))


def _sent(claim_ids: Collection[int]) -> Mapping[int, tuple[date, int, int]]:
    """First sending, submissions, and how many of them were turned back."""
    back = Count("pk", filter=Q(acknowledgment__accepted=False))
    rows = Submission.objects.filter(claim__in=claim_ids).order_by().values_list("claim_id")
    return {
        pk: (first, count, rejected)
        for pk, first, count, rejected in rows.annotate(Min("sent_on"), Count("pk"), back=back)
    }


def _denied(firsts: Mapping[int, int]) -> Mapping[int, Decimal]:
    """The charge of the lines on which remittances allowed nothing, by claim; `firsts` are claims
    by remittance. Grouped by remittance: by claim, SQLite would walk through all that there are."""
    lines = RemittanceLine.objects.filter(remittance__in=firsts, allowed=0).order_by()
    rows = lines.values_list("remittance").annotate(Sum("charge"))
    return {firsts[pk]: cents(amount) for pk, amount in rows}


def _appeals(claim_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Appeals that were decided, and those that were won."""
    decided = Appeal.objects.filter(remittance__submission__claim__in=claim_ids).exclude(
        outcome=Appeal.Outcome.WAITING
    )
    won = Count("pk", filter=Q(outcome=Appeal.Outcome.OVERTURNED))
    rows = decided.order_by().values_list("remittance__submission__claim")
    return {pk: (count, wins) for pk, count, wins in rows.annotate(Count("pk"), won=won)}


def _given_up(claim_ids: Collection[int]) -> Mapping[int, Mapping[str, Decimal]]:
    """What stands written off, by kind."""
    found: defaultdict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = LedgerEntry.objects.filter(claim__in=claim_ids, kind=LedgerEntry.Kind.WRITE_OFF)
    summed = rows.order_by().values_list("claim_id", "write_off").annotate(Sum("amount"))
    for claim_id, kind, amount in summed:
        found[claim_id][kind] = cents(-amount)
    return found
