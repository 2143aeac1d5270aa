"""What always holds of a claim's money, for tests."""

from collections import defaultdict
from decimal import Decimal

from claims.bookkeeping import patient_parts
from claims.models import Claim, LedgerEntry, Statement
from claims.services.accounts import line_accounts, reductions_of

ZERO = Decimal("0.00")
Kind = LedgerEntry.Kind


def check_books(claim: Claim) -> None:
    """Charge + transferred = payer paid + patient paid + adjustments + write-offs + balance, on
    every line and on the claim; every counter-entry mirrors what it takes back."""
    sums: defaultdict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in claim.ledger.all():
        sums[entry.line][entry.kind] += entry.amount
    for account in line_accounts(claim):
        kinds = sums[account.line]
        assert account.payer_paid == -kinds[Kind.PAYER_PAYMENT] - kinds[Kind.PAYER_REFUND]
        assert account.patient_paid == -kinds[Kind.PATIENT_PAYMENT] - kinds[Kind.PATIENT_REFUND]
        assert account.charge == kinds[Kind.CHARGE]
        assert account.transferred == kinds[Kind.TRANSFER]
        assert account.charge + account.transferred == (
            account.payer_paid
            + account.patient_paid
            + account.adjusted
            + account.written_off
            + account.balance
        )
        assert account.balance == sum(kinds.values())
        assert ZERO <= account.patient_owes <= max(account.patient_part, ZERO)
    moved = LedgerEntry.objects.filter(claim__attempt=claim.attempt_id, kind=Kind.TRANSFER)
    assert sum((row.amount for row in moved), ZERO) == ZERO, "what leaves one claim enters another"
    assert claim.balance() == sum(account.balance for account in line_accounts(claim))
    for entry in claim.ledger.exclude(reverses=None).select_related("reverses"):
        assert (entry.line, entry.kind, entry.amount) == (
            entry.reverses.line,
            entry.reverses.kind,
            -entry.reverses.amount,
        )


def check_statements(claim: Claim) -> None:
    """No statement asks for more than the PR amounts of a remittance of the claim."""
    most = max(
        (
            sum(
                adjustment.amount
                for line in remittance.lines.all()
                for adjustment in line.adjustments.all()
                if adjustment.group == "PR"
            )
            for submission in claim.submissions.all()
            for remittance in submission.remittances.all()
        ),
        default=ZERO,
    )
    for statement in Statement.objects.filter(claim=claim):
        assert ZERO < statement.amount <= most
        assert statement.amount == sum(Decimal(amount) for amount in statement.aging)
        parts = patient_parts(reductions_of(statement.remittance))
        for line in statement.lines:
            assert ZERO < Decimal(line["amount"]) <= parts[line["line"]]


def money(claim: Claim) -> dict[str, Decimal]:
    """The claim's books in one line."""
    accounts = line_accounts(claim)
    return {
        "charge": sum((row.charge for row in accounts), ZERO),
        "payer": sum((row.payer_paid for row in accounts), ZERO),
        "adjusted": sum((row.adjusted for row in accounts), ZERO),
        "patient": sum((row.patient_paid for row in accounts), ZERO),
        "written_off": sum((row.written_off for row in accounts), ZERO),
        "balance": claim.balance(),
    }
