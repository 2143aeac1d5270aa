"""What the dashboard and the panes say of a claim, and that it costs the same for one and many."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, ClaimEvent
from claims.queries import worklist
from claims.queries.answers import answers_of
from claims.queries.books import books_of
from claims.queries.causes import causes_of
from claims.queries.holds import hold_of
from claims.queries.money import statement_days
from claims.queries.office import office_figures
from claims.queries.scrubbing import holds_of
from claims.queries.timeline import TOLD, timeline
from claims.queries.waiting import arrivals
from claims.services.accounts import line_accounts
from claims.services.calendar import list_dues
from coding.models import Attempt
from tests.claims.bench import NEVER, Hands, alone
from tests.claims.doors import (
    answered,
    closed,
    correcting,
    opened,
    overpaid,
    pended,
    posted,
    recoded,
    sent,
    unpaid,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def without_leave() -> Hands:
    """A scan sent without leave: its line stays open with the payer."""
    hands = opened("bench-scan")
    Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
    hands.send()
    return hands.answered().post()


def rejected() -> Hands:
    """A claim that the front door turned back."""
    hands = opened()
    hands.edit(member_id="SBX100999999")
    Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
    hands.send()
    hands.move()
    return hands


def rows(hands: Hands) -> dict[str, list[tuple[str, str, str]]]:
    """The queues that are not empty: what, date and dollars of each row."""
    found = worklist([hands.attempt_id])
    return {
        queue.key: [(row.what, row.due_text, row.amount_text) for row in queue.rows]
        for queue in found.queues
        if queue.rows
    }


@pytest.mark.parametrize(
    ("ready", "expected"),
    [
        (lambda: alone(), {}),
        (
            lambda: alone().code(),
            {"ready": [("Codes version 1", "Mar 10, 2026", "–")]},
        ),
        (opened, {"hold": [("1 warning", "–", "$221.00")]}),
        (
            lambda: opened().check(),
            {"hold": [("Nothing found: ready to send", "–", "$221.00")]},
        ),
        (sent, {"waiting": [("Acknowledgment", "Mar 11, 2026", "$221.00")]}),
        (
            rejected,
            {"rejected": [("Filing clock runs", "–", "$221.00")]},
        ),
        (answered, {"post": [("Remittance 1: paid", "Mar 26, 2026", "$105.91")]}),
        (posted, {"patient": [("Not billed", "–", "$41.86")]}),
        (
            lambda: _billed(posted()),
            {"patient": [("Payment on its way", "Apr 5, 2026", "$41.86")]},
        ),
        (closed, {}),
    ],
)
def test_worklist_puts_a_claim_where_it_waits(
    ready: Callable[[], Hands], expected: dict[str, list[tuple[str, str, str]]]
):
    assert rows(ready()) == expected


def _billed(hands: Hands) -> Hands:
    hands.bill()
    return hands


def test_worklist_puts_a_claim_with_two_debtors_in_two_queues():
    hands = without_leave()
    found = rows(hands)
    assert set(found) == {"denied", "patient"}
    assert found["denied"][0][0] == "Line 2 is open"
    first = min(hands.claim.correct_until, hands.claim.appeal_until)
    queue = next(q for q in worklist([hands.attempt_id]).queues if q.key == "denied")
    assert queue.rows[0].due == first
    assert queue.rows[0].days_left == (first - hands.attempt.scenario_date).days


def test_worklist_gives_a_pended_claim_its_due_date():
    hands = pended()
    queue = next(q for q in worklist([hands.attempt_id]).queues if q.key == "asked")
    assert [(row.what, row.state) for row in queue.rows] == [("Accident", "pended")]
    assert queue.rows[0].days_left > 0
    assert queue.is_deadline


def test_worklist_gives_an_open_correction_its_last_day():
    hands = correcting()
    queue = next(q for q in worklist([hands.attempt_id]).queues if q.key == "hold")
    assert [(row.what, row.due) for row in queue.rows] == [
        ("Correction open", hands.claim.correct_until)
    ]


def test_worklist_of_nobody_is_empty():
    found = worklist([])
    assert not found.has_rows
    assert found.figures.aging.total == 0
    assert {rate.value for rate in found.figures.rates} == {"–"}


def test_worklist_asks_the_same_number_of_queries_for_one_and_for_twenty():
    several = [_at(place) for place in range(21)]
    queries = {count: _queries(several[:count]) for count in (7, 21)}
    assert queries[7] == queries[21]
    one = [_queries([attempt]) for attempt in several[:7]]
    assert max(one) <= queries[21]


def _at(place: int) -> int:
    """An attempt of a learner of its own, at one of seven places of the worklist."""
    hands = alone(user=make_user(f"learner-{place}")).code()
    stage = place % 7
    if stage:
        hands.open().check()
    if stage > 1:
        hands.send()
    if stage > 2:
        hands.answered()
    if stage > 3:
        hands.post()
    if stage == 5:
        hands.bill()
    if stage == 6:
        hands.correct()
    return hands.attempt_id


def _queries(attempts: list[int]) -> int:
    with CaptureQueriesContext(connection) as asked:
        worklist(attempts)
    return len(asked)


@pytest.mark.parametrize("ready", [opened, sent, answered, posted, correcting, closed])
def test_books_of_many_say_what_the_accounts_of_one_say(ready: Callable[[], Hands]):
    claim = ready().claim
    books = books_of([claim.pk])[claim.pk]
    assert books.lines == line_accounts(claim)
    assert books.balance == claim.balance()


@pytest.mark.parametrize(
    "ready", [sent, lambda: _moved(sent()), lambda: _billed(posted()), posted, opened]
)
def test_arrivals_of_many_agree_with_the_calendar_of_one(ready: Callable[[], Hands]):
    hands = ready()
    dues = [due.on for due in list_dues(hands.attempt) if due.claim_id == hands.claim.pk]
    found = arrivals([hands.claim.pk])
    assert [on for on, _ in found.values()] == dues[:1]


def _moved(hands: Hands) -> Hands:
    hands.move()
    return hands


@pytest.mark.parametrize("slug", ["bench-clean", "bench-wound", "bench-scan", "bench-video"])
def test_scrubbing_many_finds_what_scrubbing_one_finds(slug: str):
    hands = opened(slug)
    claim = Claim.objects.select_related("attempt__case_version__case").get()
    assert holds_of([claim])[claim.pk] == hold_of(hands.claim)
    hands.check()
    assert holds_of([claim])[claim.pk] == hold_of(hands.claim)
    hands.edit(member_id="SBX100999999")
    hands.check()
    claim = Claim.objects.select_related("attempt__case_version__case").get()
    assert holds_of([claim])[claim.pk] == hold_of(hands.claim)


def test_remittance_explains_every_adjustment():
    hands = answered()
    answers = answers_of(hands.claim, posted=frozenset())
    remittance = answers.remittances[0]
    assert [
        (line.number, adjustment.code, str(adjustment.amount), adjustment.bears)
        for line in remittance.lines
        for adjustment in line.adjustments
    ] == [
        (1, "CO-45", "56.53", "the practice"),
        (1, "PR-3", "30.00", "the patient"),
        (2, "CO-45", "11.10", "the practice"),
        (2, "PR-1", "10.00", "the patient"),
        (2, "PR-2", "0.58", "the patient"),
        (3, "CO-45", "5.60", "the practice"),
        (3, "PR-2", "1.28", "the patient"),
    ]
    assert all(a.says and a.next_step for line in remittance.lines for a in line.adjustments)
    assert [(door.submission, door.icn) for door in answers.front_door] == [(1, hands.claim.icn)]


def test_rejection_is_explained_with_its_next_step():
    hands = rejected()
    door = answers_of(hands.claim, posted=frozenset()).front_door[0]
    assert [(problem.code, bool(problem.next_step)) for problem in door.problems] == [
        ("A7:164", True)
    ]


def test_causes_add_up_to_what_was_not_paid():
    hands = answered()
    causes = causes_of(hands.claim, sees_all=False)
    assert causes is not None
    assert sum(cause.amount for cause in causes.patient) == Decimal("41.86")
    assert sum(cause.amount for cause in causes.contract) == Decimal("73.23")
    assert (causes.stopped, causes.overtaken) == ((), ())


def test_cause_leads_to_the_edit_that_made_it():
    hands = rejected()
    causes = causes_of(hands.claim, sees_all=False)
    assert causes is not None
    (cause,) = causes.stopped
    decision = cause.decision
    assert decision is not None
    assert (causes.outcome, cause.box, cause.sent, cause.code) == (
        "rejected",
        "1a",
        "SBX100999999",
        "A7:164",
    )
    assert (decision.desk, decision.who, decision.on, decision.url) == (
        "Biller",
        str(hands.biller),
        date(2026, 3, 10),
        "#box-member-id",
    )


def test_cause_leads_to_the_coding_version_that_made_it():
    hands = alone()
    hands.code(hands.slip("culture pointed at the organism")).open()
    Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
    hands.send()
    hands.answered()
    causes = causes_of(hands.claim, sees_all=False)
    assert causes is not None
    (cause,) = causes.stopped
    assert cause.decision is not None
    assert (cause.code, cause.line, cause.box, cause.owner) == ("CO-11", 2, "24E", "coder")
    assert (cause.decision.desk, cause.decision.what, cause.decision.url) == (
        "Coder",
        "Codes version 1, as finalised",
        reverse("coding:workbench", args=[hands.attempt_id]),
    )


def test_cause_leads_to_the_front_desk_where_nobody_touched_the_box():
    hands = opened("bench-video")
    Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
    hands.send()
    hands.answered()
    causes = causes_of(hands.claim, sees_all=False)
    assert causes is not None
    (cause,) = causes.stopped
    assert cause.decision is not None
    assert (cause.code, cause.decision.desk, cause.decision.who) == ("CO-5", "Front desk", "")


def test_no_causes_before_an_answer():
    assert causes_of(sent().claim, sees_all=True) is None


def test_timeline_tells_every_step_and_every_coding_newest_first():
    hands = recoded()
    told = [entry.what for entry in timeline(hands.claim)]
    assert told == [
        "Codes version 2 finalised",
        "Codes returned to the coder",
        "Claim opened",
        "Codes version 1 finalised",
    ]


@pytest.mark.parametrize("ready", [correcting, closed, pended, lambda: _moved(_billed(posted()))])
def test_timeline_has_words_for_every_step(ready: Callable[[], Hands]):
    hands = ready()
    moves = set(ClaimEvent.objects.filter(claim=hands.claim).values_list("move", flat=True))
    assert moves <= set(TOLD)
    assert Attempt.objects.get(pk=hands.attempt_id)


def test_worklist_shows_a_credit_until_it_is_given_back():
    hands = overpaid()

    def shown() -> list[tuple[str, str]]:
        queues = {queue.key: queue.rows for queue in worklist([hands.attempt_id]).queues}
        return [(row.due_text, row.amount_text) for row in queues["credit"]]

    assert shown() == [("Jun 20, 2026", "$10.00")]
    hands.refund(Decimal("10.00"))
    assert shown() == []


def test_worklist_says_how_often_the_patient_was_asked():
    hands = unpaid(2)
    queues = {queue.key: queue.rows for queue in worklist([hands.attempt_id]).queues}
    assert [row.what for row in queues["patient"]] == ["Statement 2 unpaid"]


# -- what the figures and the money pane count -------------------------------------------------


def test_claim_is_clean_until_it_is_touched():
    hands = alone().code().open().unscrubbed()
    hands.send()
    hands.answered().post()

    def clean() -> str:
        figures = office_figures(Attempt.objects.all())
        return next(row.working for row in figures.rates if row.label == "Clean-claim rate")

    assert clean() == "1 of 1 claims sent"
    hands.correct()
    assert clean() == "0 of 1 claims sent"


def test_statements_count_from_the_answer_that_is_posted():
    hands = alone(swaps=NEVER).code().open()
    hands.send()
    hands.answered().post()
    hands.bill()
    billed_on = hands.attempt.scenario_date

    def days() -> list[date]:
        return statement_days(hands.claim, books_of([hands.claim.pk])[hands.claim.pk])

    assert days() == [billed_on]
    hands.void()
    assert days() == []
    hands.reopen()
    hands.correct()
    hands.resend()
    hands.answered().post()
    assert (days(), hands.claim.statements.count()) == ([], 1)
