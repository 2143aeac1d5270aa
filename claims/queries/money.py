"""The claim's money: the ledger with its running balance, statements, plans, requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse

from claims.dunning import STATEMENTS, next_step_on
from claims.models import Claim, LedgerEntry, PaymentPlan, WriteOffRequest
from claims.money import ZERO, cents
from claims.queries.books import Books
from claims.services.hand_posting import posting_of
from claims.services.refunding import refund_due


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
class InstallmentRow:
    """One payment of a plan; `paid` is what came."""

    number: int
    on: date
    amount: Decimal
    paid: Decimal


@dataclass(frozen=True)
class PlanView:
    """A payment plan; `ended_on` None while it runs."""

    agreed_on: date
    amount: Decimal
    ended_on: date | None
    installments: tuple[InstallmentRow, ...]


@dataclass(frozen=True)
class RequestRow:
    """A write-off that wanted a manager's leave."""

    amount: Decimal
    kind: str
    reason: str
    who: str
    on: date
    status: str
    label: str
    decision: str

    @property
    def tone(self) -> str:
        """The tone of the badge."""
        return {"waiting": "warning", "approved": "good", "refused": "bad"}.get(
            self.status, "neutral"
        )


@dataclass(frozen=True)
class MoneyView:
    """The money pane. `refund_by` is None where nothing is to be given back; `ask_again_on` is
    from when the next statement may go, or the agency have it (`is_last_step`)."""

    books: Books
    rows: tuple[LedgerRow, ...]
    statements: tuple[StatementRow, ...]
    plans: tuple[PlanView, ...]
    requests: tuple[RequestRow, ...]
    refund_by: date | None
    ask_again_on: date | None
    is_last_step: bool
    posting: str

    @property
    def given_up(self) -> Decimal:
        """What the contract took off and what was written off: the bar's second part."""
        return self.books.adjusted + self.books.written_off


def money_of(claim: Claim, books: Books) -> MoneyView:
    """The ledger from its first row on, and what goes with it; as many queries for any length."""
    sent = statement_days(claim, books)
    plans = tuple(_plans(claim))
    asks = books.patient_owes and all(plan.ended_on for plan in plans)
    return MoneyView(
        books=books,
        rows=ledger_rows(claim),
        statements=tuple(_statements(claim)),
        plans=plans,
        requests=tuple(_requests(claim)),
        refund_by=refund_due(claim) if books.credit else None,
        ask_again_on=next_step_on(sent) if asks else None,
        is_last_step=len(sent) >= STATEMENTS,
        posting=posting_of(claim.attempt).value,
    )


def statement_days(claim: Claim, books: Books) -> list[date]:
    """When statements went out since the answer that is posted, oldest first."""
    if books.in_force is None:
        return []
    sent = claim.statements.filter(remittance=books.in_force).order_by("number")
    return list(sent.values_list("on", flat=True))


def ledger_rows(claim: Claim) -> tuple[LedgerRow, ...]:
    """Every row of the ledger with the balance after it; one query."""
    return tuple(_rows(claim))


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


def _plans(claim: Claim) -> Iterator[PlanView]:
    plans = claim.payment_plans.prefetch_related("installments__postings").order_by("-pk")
    for plan in plans:
        yield PlanView(plan.agreed_on, plan.amount, plan.ended_on, tuple(_installments(plan)))


def _installments(plan: PaymentPlan) -> Iterator[InstallmentRow]:
    for row in plan.installments.all():
        came = sum((-entry.amount for entry in row.postings.all()), ZERO)
        yield InstallmentRow(row.number, row.on, row.amount, came)


def _requests(claim: Claim) -> Iterator[RequestRow]:
    rows = WriteOffRequest.objects.filter(claim=claim).select_related("requested_by")
    for row in rows.order_by("-pk"):
        yield RequestRow(
            amount=row.amount,
            kind=row.get_kind_display().partition(":")[0],
            reason=row.reason,
            who=str(row.requested_by),
            on=row.requested_on,
            status=row.status,
            label=row.get_status_display(),
            decision=row.decision,
        )
