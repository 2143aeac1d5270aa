"""The office's figures over many claims: aging and rates, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q, QuerySet, Sum

from claims.models import (
    Appeal,
    Claim,
    ClaimEvent,
    LedgerEntry,
    RemittanceLine,
    Submission,
)
from claims.money import ZERO, cents
from claims.queries.aging import COUNTED, Account, Aging, Since, age_accounts
from claims.queries.books import Books, Claims, books_of
from claims.queries.rates import Rate, rates
from coding.models import Attempt, CodingVersion

WriteOff = LedgerEntry.WriteOff
OFF_THE_CHARGE = (WriteOff.CONTRACTUAL, WriteOff.VOID)


@dataclass(frozen=True)
class Figures:
    """Aging and rates of some claims."""

    aging: Aging
    rates: tuple[Rate, ...]


class Dated(NamedTuple):
    """A claim as far as the figures need it; `lines` are its boxes' as they are stored, `today` is
    the scenario's day."""

    pk: int
    attempt_id: int
    lines: Sequence[Mapping[str, Any]]
    today: date

    @property
    def service_date(self) -> date:
        """The earliest day of its lines; of a claim without a line today."""
        days = [line["date"] for line in self.lines]
        return date.fromisoformat(min(days)) if days else self.today


@dataclass(frozen=True)
class _More:
    """What the figures need beside the books, each by claim (`coded_on` by attempt, `denied` by
    remittance)."""

    moves: Mapping[int, frozenset[str]] = field(default_factory=dict)
    coded_on: Mapping[int, date] = field(default_factory=dict)
    sent: Mapping[int, tuple[date, int, int]] = field(default_factory=dict)
    denied: Mapping[int, Decimal] = field(default_factory=dict)
    appeals: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    given_up: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)


def office_figures(attempts: QuerySet[Attempt], *, since: Since = Since.SERVICE) -> Figures:
    """The figures over all claims of these attempts; thirteen queries however many."""
    claims = Claim.objects.filter(attempt__in=attempts.values("pk")).order_by()
    rows = claims.values_list("pk", "attempt_id", "content__lines", "attempt__scenario_date")
    dated = [Dated(*row) for row in rows]
    return figures(accounts_of(dated, books_of(claims), asked=claims), since=since)


def figures(accounts: Sequence[Account], *, since: Since) -> Figures:
    """The figures over these accounts."""
    return Figures(aging=age_accounts(accounts, since=since), rates=rates(accounts))


def accounts_of(
    claims: Sequence[Dated], books: Mapping[int, Books], *, asked: Claims | None = None
) -> list[Account]:
    """What the figures need of each claim; six queries however many. `asked` is a query that finds
    the claims, where there is one."""
    asked = [claim.pk for claim in claims] if asked is None else asked
    more = _More(
        moves=_moves(asked),
        coded_on=_coded_on(asked),
        sent=_sent(asked),
        denied=_denied(asked),
        appeals=_appeals(asked),
        given_up=_given_up(asked),
    )
    return [_account(claim, books[claim.pk], more) for claim in claims]


def _moves(claims: Claims) -> Mapping[int, frozenset[str]]:
    """Which of the moves that are counted each claim has made."""
    found: dict[int, set[str]] = {}
    events = ClaimEvent.objects.filter(claim__in=claims, move__in=COUNTED).order_by()
    for claim_id, move in events.values_list("claim_id", "move").distinct():
        found.setdefault(claim_id, set()).add(move)
    return {claim_id: frozenset(moves) for claim_id, moves in found.items()}


def _account(claim: Dated, books: Books, more: _More) -> Account:
    given_up = more.given_up.get(claim.pk, {})
    sent_on, submissions, rejections = more.sent.get(claim.pk, (None, 0, 0))
    appeals, overturned = more.appeals.get(claim.pk, (0, 0))
    first = books.remittances[0] if books.remittances else None
    return Account(
        service_date=claim.service_date,
        today=claim.today,
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
        denied=more.denied.get(first.pk, ZERO) if first else ZERO,
        appeals=appeals,
        overturned=overturned,
        payments=books.payer_paid + books.patient_paid,
        contractual=books.adjusted + sum((given_up.get(k, ZERO) for k in OFF_THE_CHARGE), ZERO),
        avoidable=given_up.get(WriteOff.AVOIDABLE, ZERO),
    )


def _coded_on(claims: Claims) -> Mapping[int, date]:
    """When each attempt's codes were first finalised."""
    rows = CodingVersion.objects.filter(attempt__claims__in=claims).order_by()
    return dict(rows.values_list("attempt_id").annotate(Min("finalised_on")))


def _sent(claims: Claims) -> Mapping[int, tuple[date, int, int]]:
    """First sending, submissions, and how many of them were turned back."""
    back = Count("pk", filter=Q(acknowledgment__accepted=False))
    rows = Submission.objects.filter(claim__in=claims).order_by().values_list("claim_id")
    return {
        pk: (first, count, rejected)
        for pk, first, count, rejected in rows.annotate(Min("sent_on"), Count("pk"), back=back)
    }


def _denied(claims: Claims) -> Mapping[int, Decimal]:
    """The charge of the lines on which each remittance allowed nothing. Grouped by remittance: by
    claim, SQLite would walk through all that there are."""
    lines = RemittanceLine.objects.filter(remittance__submission__claim__in=claims, allowed=0)
    rows = lines.order_by().values_list("remittance_id").annotate(Sum("charge"))
    return {pk: cents(amount) for pk, amount in rows}


def _appeals(claims: Claims) -> Mapping[int, tuple[int, int]]:
    """Appeals that were decided, and those that were won."""
    decided = Appeal.objects.filter(remittance__submission__claim__in=claims).exclude(
        outcome=Appeal.Outcome.WAITING
    )
    won = Count("pk", filter=Q(outcome=Appeal.Outcome.OVERTURNED))
    rows = decided.order_by().values_list("remittance__submission__claim")
    return {pk: (count, wins) for pk, count, wins in rows.annotate(Count("pk"), won=won)}


def _given_up(claims: Claims) -> Mapping[int, Mapping[str, Decimal]]:
    """What stands written off, by kind."""
    found: defaultdict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = LedgerEntry.objects.filter(claim__in=claims, kind=LedgerEntry.Kind.WRITE_OFF)
    summed = rows.order_by().values_list("claim_id", "write_off").annotate(Sum("amount"))
    for claim_id, kind, amount in summed:
        found[claim_id][kind] = cents(-amount)
    return found
