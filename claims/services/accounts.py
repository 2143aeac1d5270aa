"""Read a claim's books and its remittances."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Q, Sum

from claims.bookkeeping import LineAccount, Reduction, patient_parts
from claims.models import Adjustment, Claim, ClaimEvent, LedgerEntry, Remittance, Submission
from claims.money import ZERO, cents, total

POST = "post"
"""The step that posts a remittance, as the claim's log names it."""

Kind = LedgerEntry.Kind


def line_accounts(claim: Claim) -> tuple[LineAccount, ...]:
    """The money of each line of a claim, in line order."""
    sums: dict[int, dict[str, Decimal]] = {}
    rows = claim.ledger.order_by("line", "kind").values_list("line", "kind")
    for line, kind, amount in rows.annotate(Sum("amount")):
        sums.setdefault(line, {})[kind] = cents(amount)
    posted = posted_remittance(claim)
    parts = patient_parts(reductions_of(posted)) if posted else {}
    return accounts_from(sums, parts)


def accounts_from(
    sums: Mapping[int, Mapping[str, Decimal]], parts: Mapping[int, Decimal]
) -> tuple[LineAccount, ...]:
    """The lines' money from the ledger's sums by line and kind, and the patient's part by line."""
    return tuple(
        LineAccount(
            line=line,
            charge=kinds.get(Kind.CHARGE, ZERO),
            payer_paid=-kinds.get(Kind.PAYER_PAYMENT, ZERO) - kinds.get(Kind.PAYER_REFUND, ZERO),
            adjusted=-kinds.get(Kind.ADJUSTMENT, ZERO),
            patient_paid=-kinds.get(Kind.PATIENT_PAYMENT, ZERO)
            - kinds.get(Kind.PATIENT_REFUND, ZERO),
            written_off=-kinds.get(Kind.WRITE_OFF, ZERO),
            patient_part=parts.get(line, ZERO),
            transferred=kinds.get(Kind.TRANSFER, ZERO),
        )
        for line, kinds in sums.items()
    )


def patient_balance(claim: Claim) -> Decimal:
    """What the patient owes now, in dollars: the PR amounts of the remittance that is posted,
    less what the patient has paid. Never a CO amount."""
    return total(account.patient_owes for account in line_accounts(claim))


def newest_remittance(claim: Claim, *, before: Submission | None = None) -> Remittance | None:
    """The payer's answer that is in force, with its submission; `before` asks which one was in
    force when that submission went out. The first answer opens the window for corrections: a claim
    without one was never answered."""
    if claim.correct_until is None:
        return None
    rows = Remittance.objects.filter(submission__claim=claim).standing()
    if before is not None:
        rows = rows.filter(submission__number__lt=before.number)
    answer = rows.select_related("submission").order_by("-number").first()
    if answer is not None:
        answer.submission.claim = claim
    return answer


def posted_remittance(claim: Claim) -> Remittance | None:
    """The remittance that was posted last; None once a void has taken it back, also when the
    payer has answered again since."""
    event = ClaimEvent.objects.filter(claim=claim, move=POST).order_by("-version").first()
    if event is None:
        return None
    posted, is_void = event.payload["remittance"], Q(cause=Remittance.Cause.VOID)
    rows = Remittance.objects.filter(Q(pk=posted) | is_void, submission__claim=claim)
    last = max(rows, key=lambda row: row.number)
    return last if last.pk == posted else None


def is_posted(remittance: Remittance) -> bool:
    """Whether the ledger holds it already; a void posts itself."""
    if remittance.cause == Remittance.Cause.VOID:
        return True
    claim_id = remittance.submission.claim_id
    posted = ClaimEvent.objects.filter(claim=claim_id, move=POST, key=post_key(remittance))
    return posted.exists()


def post_key(remittance: Remittance) -> str:
    """The key under which a remittance is posted once."""
    return f"{POST}:{remittance.pk}"


def reductions_of(remittance: Remittance) -> tuple[Reduction, ...]:
    """The remittance's adjustments in line order."""
    found = Adjustment.objects.filter(line__remittance=remittance)
    rows = found.select_related("line").order_by("line__number", "position")
    return tuple(
        Reduction(line=row.line.number, group=row.group, carc=row.carc, amount=row.amount)
        for row in rows
    )
