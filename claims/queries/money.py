"""The claim's money: the ledger with its running balance, and the statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse

from claims.models import Claim, LedgerEntry
from claims.money import ZERO, cents
from claims.queries.books import Books


@dataclass(frozen=True)
class LedgerRow:
    """One posting. `code` is group and reason (CO-45); `balance` is the claim's after it."""

    on: date
    line: int
    kind: str
    code: str
    words: str
    who: str
    amount: Decimal
    balance: Decimal
    is_counter: bool


@dataclass(frozen=True)
class StatementRow:
    """One bill to the patient, and what came of it."""

    number: int
    on: date
    amount: Decimal
    paid: Decimal
    expected_on: date | None
    url: str
    pdf_url: str


@dataclass(frozen=True)
class MoneyView:
    """The money pane."""

    books: Books
    rows: tuple[LedgerRow, ...]
    statements: tuple[StatementRow, ...]

    @property
    def given_up(self) -> Decimal:
        """What the contract took off and what was written off: the bar's second part."""
        return self.books.adjusted + self.books.written_off


def money_of(claim: Claim, books: Books) -> MoneyView:
    """The ledger from its first row on, and the statements; two queries."""
    return MoneyView(books, tuple(_rows(claim)), tuple(_statements(claim)))


def _rows(claim: Claim) -> Iterator[LedgerRow]:
    balance = ZERO
    for entry in claim.ledger.select_related("actor").order_by("pk"):
        balance += entry.amount
        yield LedgerRow(
            on=entry.on,
            line=entry.line,
            kind=entry.get_kind_display(),
            code=f"{entry.group}-{entry.carc}" if entry.carc else "",
            words=_words(entry),
            who=str(entry.actor) if entry.actor else "",
            amount=entry.amount,
            balance=balance,
            is_counter=entry.reverses_id is not None,
        )


def _words(entry: LedgerEntry) -> str:
    """What kind of write-off it is, and the memo."""
    kind = entry.get_write_off_display().partition(":")[0] if entry.write_off else ""
    return ": ".join(part for part in (kind, entry.memo) if part)


def _statements(claim: Claim) -> Iterator[StatementRow]:
    for row in claim.statements.annotate(came=Sum("postings__amount")).order_by("-number"):
        yield StatementRow(
            number=row.number,
            on=row.on,
            amount=row.amount,
            paid=cents(-(getattr(row, "came", None) or ZERO)),
            expected_on=row.payment_on,
            url=reverse("claims:statement", args=[claim.pk, row.number]),
            pdf_url=reverse("claims:statement_pdf", args=[claim.pk, row.number]),
        )
