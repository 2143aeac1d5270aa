"""The biller's dashboard: what to bill, what is held, what came back, what is owed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, OuterRef, Subquery

from claims.assemble import payer_terms
from claims.content import ClaimContent
from claims.models import Claim, ClaimState, InformationRequest, Statement
from claims.queries.aging import Since
from claims.queries.books import Books, books_of
from claims.queries.holds import Hold
from claims.queries.office import Dated, accounts_of, figures
from claims.queries.scrubbing import holds_of
from claims.queries.waiting import arrivals, requests
from claims.queries.work_rows import Queue, Worklist, WorkRow
from claims.services.refunding import REFUND_DAYS
from coding.models import Attempt, CodingVersion

S = ClaimState
ANSWERED = (S.PAID, S.DENIED)


@dataclass(frozen=True)
class _Facts:
    """All that one claim's rows are made from."""

    claim: Claim
    content: ClaimContent
    books: Books
    hold: Hold | None
    arrival: tuple[date, str] | None
    request: InformationRequest | None
    statements: int

    @property
    def today(self) -> date:
        return self.claim.attempt.scenario_date

    @property
    def dated(self) -> Dated:
        claim = self.claim
        return Dated(claim.pk, claim.attempt_id, claim.content["lines"], self.today)

    @property
    def amount(self) -> Decimal:
        """The balance once charges are posted, the charge before."""
        return self.books.balance if self.books.lines else self.content.charge


QUEUES = (
    ("ready", "Ready to bill", "Coded", "Charge"),
    ("rejected", "Rejected", "Rejected", "Charge"),
    ("asked", "Information wanted", "Due", "Charge"),
    ("denied", "Denied or open with the payer", "Last day", "Open"),
    ("post", "To post", "Answered", "Paid"),
    ("hold", "In preparation", "Correct until", "Charge"),
    ("credit", "Credits to give back", "Refund by", "Credit"),
    ("patient", "Patient balances", "Payment expected", "Patient owes"),
    ("waiting", "Waiting", "Expected", "Balance"),
)
"""Key, label, heading of the date, heading of the amount: in order of urgency."""


def worklist(attempt_ids: Collection[int], *, since: Since = Since.SERVICE) -> Worklist:
    """The dashboard over these attempts; a constant number of queries however many they are."""
    facts = _facts(attempt_ids)
    rows: dict[str, list[WorkRow]] = {"ready": list(_ready(attempt_ids))}
    for one in facts:
        for key, what, due, amount in _places(one):
            rows.setdefault(key, []).append(_row(one, what=what, due=due, amount=amount))
    books = {one.claim.pk: one.books for one in facts}
    accounts = accounts_of([one.dated for one in facts], books)
    return Worklist(
        queues=tuple(
            Queue(key, label, due, amount, _soonest_first(rows.get(key, [])))
            for key, label, due, amount in QUEUES
        ),
        figures=figures(accounts, since=since),
    )


def _facts(attempt_ids: Collection[int]) -> list[_Facts]:
    """The claims of the attempts with everything that a row needs."""
    claims = list(Claim.objects.filter(attempt__in=attempt_ids).with_case().order_by("pk"))
    ids = [claim.pk for claim in claims]
    books, coming, wanted = books_of(ids), arrivals(ids), requests(ids)
    bills = dict(
        Statement.objects.filter(claim__in=ids)
        .order_by()
        .values_list("claim")
        .annotate(Max("number"))
    )
    holds = holds_of([claim for claim in claims if claim.state == S.DRAFT])
    return [
        _Facts(
            claim=claim,
            content=claim.boxes,
            books=books[claim.pk],
            hold=holds.get(claim.pk),
            arrival=coming.get(claim.pk),
            request=wanted.get(claim.pk),
            statements=bills.get(claim.pk, 0),
        )
        for claim in claims
    ]


def _ready(attempt_ids: Collection[int]) -> Iterator[WorkRow]:
    """Attempts whose codes are finalised and which have no claim."""
    newest = CodingVersion.objects.filter(attempt=OuterRef("pk")).order_by("-number")
    attempts = (
        Attempt.objects.filter(pk__in=attempt_ids, coding_open=False, claims=None)
        .with_case()
        .annotate(
            coded_on=Subquery(newest.values("finalised_on")[:1]),
            coded_number=Subquery(newest.values("number")[:1]),
        )
        .exclude(coded_number=None)
    )
    for attempt in attempts:
        case = attempt.parsed()
        yield WorkRow(
            attempt_id=attempt.pk,
            claim_id=None,
            case=attempt.case_version.case.title,
            patient=case.patient.name,
            payer="",
            state="",
            today=attempt.scenario_date,
            what=f"Codes version {getattr(attempt, 'coded_number', '')}",
            due=getattr(attempt, "coded_on", None),
            amount=None,
        )


def _places(one: _Facts) -> Iterator[tuple[str, str, date | None, Decimal]]:
    """The queues in which a claim stands: (key, what waits, the date that matters, dollars)."""
    state, books = one.claim.state, one.books
    if state == S.DRAFT:
        yield "hold", one.hold.text if one.hold else "", None, one.content.charge
    elif state == S.CORRECTED:
        yield "hold", "Correction open", one.claim.correct_until, one.content.charge
    elif state == S.REJECTED:
        yield "rejected", "Filing clock runs", None, one.content.charge
    elif state == S.PENDED and one.request:
        yield "asked", one.request.wanted.capitalize(), one.request.due_on, one.amount
    elif state in ANSWERED and books.needs_posting:
        yield from _to_post(books)
    elif state in ANSWERED:
        yield from _open_money(one)
    elif one.arrival:
        yield "waiting", one.arrival[1].capitalize(), one.arrival[0], one.amount


def _to_post(books: Books) -> Iterator[tuple[str, str, date | None, Decimal]]:
    newest = books.newest
    assert newest is not None
    yield "post", f"Remittance {newest.number}: {newest.outcome}", newest.on, newest.paid


def _open_money(one: _Facts) -> Iterator[tuple[str, str, date | None, Decimal]]:
    """What is still owed on an answered claim, by whom."""
    books = one.books
    if books.open_with_payer > 0:
        yield "denied", _open_words(one), _last_day(one.claim), books.open_with_payer
    if books.credit and books.newest:
        by = books.newest.on + timedelta(days=REFUND_DAYS)
        yield "credit", "Paid too much", by, books.credit
    if books.patient_owes > 0:
        due = one.arrival[0] if one.arrival else None
        unpaid = f"Statement {one.statements} unpaid" if one.statements else "Not billed"
        what = "Payment on its way" if due else unpaid
        yield "patient", what, due, books.patient_owes


def _open_words(one: _Facts) -> str:
    """What is open, in a few words."""
    lines = [line.line for line in one.books.lines if line.open_with_payer > 0]
    if len(lines) == len(one.books.lines):
        return "Nothing was paid"
    return f"Line {lines[0]} is open" if len(lines) == 1 else f"{len(lines)} lines are open"


def _last_day(claim: Claim) -> date | None:
    """The last day of the first window that will close: correction or appeal."""
    today = claim.attempt.scenario_date
    windows = [day for day in (claim.correct_until, claim.appeal_until) if day]
    return min([day for day in windows if day >= today] or windows, default=None)


def _row(one: _Facts, *, what: str, due: date | None, amount: Decimal) -> WorkRow:
    return WorkRow(
        attempt_id=one.claim.attempt_id,
        claim_id=one.claim.pk,
        case=one.claim.attempt.case_version.case.title,
        patient=one.content.patient_name,
        payer=payer_terms(one.content.payer_id).name,
        state=one.claim.state,
        today=one.today,
        what=what,
        due=due,
        amount=amount,
    )


def _soonest_first(rows: Iterable[WorkRow]) -> tuple[WorkRow, ...]:
    """By the days that are left; what has no date comes last."""
    return tuple(
        sorted(rows, key=lambda row: (row.days_left is None, row.days_left or 0, row.case))
    )
