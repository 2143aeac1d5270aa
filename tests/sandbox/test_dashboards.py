"""What the dashboards put first, and how the board and the navigation narrow down."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from claims.bookkeeping import Posting
from claims.models import LedgerEntry
from claims.money import dollars
from claims.queries import reconciling
from claims.services import ledger
from claims.services.approving import approve_write_off
from coding.services import release_marks
from sandbox.classroom import queries
from sandbox.classroom.mastery import marks_by_skill
from sandbox.classroom.player import Goal, play
from sandbox.classroom.queries.attempts import attempts_page
from sandbox.practice.queries import next_choice, shelf
from tests.claims.bench import SCAN, hands_of, ready
from tests.factories import make_case, make_course, make_pair, make_practice, make_user

pytestmark = pytest.mark.django_db


def page(name: str, *, user, args=(), **query: str) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name, args=args), query).content.decode()


def filled(html: str) -> int:
    return html.count("btn-primary")


def test_attempts_of_a_stage_name_the_coder_first():
    coder, biller = make_user("coder"), make_user("biller")
    course = make_course(coder, biller)
    play(make_pair(coder, biller, course=course), goal=Goal.OPENED)
    make_pair(coder, biller, slug="strep-throat-age-8", course=course)

    page, rows = attempts_page(course, stage="draft")

    assert page.paginator.count == 1
    assert [(row.stage_label, row.learners) for row in rows] == [("Draft", f"{coder} and {biller}")]


def test_attempts_show_the_first_payers_claim_and_what_is_owed_on_both():
    coder, biller = make_user("coder"), make_user("biller")
    course = make_course(coder, biller)
    work = make_pair(coder, biller, slug="knee-injection-diabetes", course=course)
    play(work, goal=Goal.POSTED)
    first = hands_of(work).find("SBX02")
    owed = first.claim.balance()
    second = first.bill_next()

    _, [row] = attempts_page(course)

    assert owed > 0
    assert (row.claim_id, row.stage_label) == (first.claim.pk, "Paid")
    assert row.balance == dollars(owed)
    assert (first.claim.balance(), second.claim.balance()) == (Decimal("0.00"), owed)


def test_attempts_have_one_filled_button():
    teacher = make_user("teacher")
    coder = make_user("coder")
    course = make_course(coder, instructor=teacher)
    play(make_pair(coder, coder, course=course), goal=Goal.CODED)
    html = page("classroom:attempts", user=teacher, args=[course.pk])
    assert (filled(html), "Release 1 mark" in html) == (1, True)
    assert 'href="/instructor/" aria-current="true"' in html


def test_board_of_a_stage_where_nobody_stands_leads_back_to_all():
    teacher = make_user("teacher")
    coder = make_user("coder")
    course = make_course(coder, instructor=teacher)
    make_pair(coder, coder, course=course)
    html = page("classroom:course", user=teacher, args=[course.pk], stage="paid")
    assert "Nobody stands there now." in html


def test_coder_goes_on_with_what_is_begun_before_starting_more():
    work = make_practice()
    html = page("classroom:coder", user=work.seats.get(desk="coder").user)
    assert (filled(html), reverse("coding:workbench", args=[work.attempt_id]) in html) == (1, True)


def test_biller_has_one_filled_button_at_what_is_most_urgent():
    user = make_user()
    play(make_practice(user), goal=Goal.CODED)
    play(make_practice(user, slug="strep-throat-age-8"), goal=Goal.OPENED)
    html = page("classroom:biller", user=user)
    assert (filled(html), "Open claim" in html) == (1, True)


def test_shelf_goes_on_with_a_begun_case_before_a_new_one():
    user = make_user()
    make_case("strep-throat-age-8")
    assert next_choice(shelf(user)) == "strep-throat-age-8"
    make_practice(user)
    assert next_choice(shelf(user)) == "uti-e-coli"
    assert filled(page("practice:home", user=user)) == 1


def test_shelf_of_nothing_has_no_next_case():
    assert next_choice([]) == ""


def test_marks_by_skill_wait_for_the_release():
    user = make_user()
    work = make_practice(user)
    play(work, goal=Goal.CODED)
    assert marks_by_skill([work.attempt_id]) == []

    release_marks(work.attempt_id, actor=user)
    rows = marks_by_skill([work.attempt_id])
    assert {(mean, text) for _, mean, text, _ in rows} == {(1, "100%")}
    assert ("Diagnosis pointers", "/practice/?skill=pointers") in {(row[0], row[3]) for row in rows}
    assert "Marks by skill" in page("classroom:coder", user=user)


def asked_for(user_names: tuple[str, str], course):
    """A pair's denied scan whose write-off waits for the instructor."""
    coder, biller = (make_user(name) for name in user_names)
    hands = hands_of(make_pair(coder, biller, slug=ready(SCAN), course=course))
    hands.code().open().unscrubbed().send()
    hands.answered().post()
    hands.give_up(Decimal("60.00"), LedgerEntry.WriteOff.AVOIDABLE)
    return hands


def test_write_off_that_waits_stands_on_the_instructors_pages_only():
    teacher = make_user("teacher")
    course = make_course(make_user("coder"), make_user("biller"), instructor=teacher)
    hands = asked_for(("coder", "biller"), course)
    board = page("classroom:course", user=teacher, args=[course.pk])
    assert "Write-offs that wait for you" in board
    assert f'href="/claims/{hands.claim.pk}/?show=money"' in board
    assert [card.to_approve for card in queries.courses_taught(teacher)] == [1]
    other = make_course(instructor=make_user("other"))
    assert queries.write_offs_to_approve(other) == []
    approve_write_off(hands.claim.pk, **hands.call(actor=teacher))
    assert queries.write_offs_to_approve(course) == []


def test_books_of_biller_and_course_prove_their_own_claims():
    teacher = make_user("teacher")
    course = make_course(make_user("coder"), make_user("biller"), instructor=teacher)
    hands = asked_for(("coder", "biller"), course)
    for name, user, args in (
        ("classroom:biller_books", hands.biller, []),
        ("classroom:course_books", teacher, [course.pk]),
    ):
        html = page(name, user=user, args=args)
        assert "The books hold" in html
        assert f"Claim {hands.claim.pk}" in html
    assert "No books yet" in page("classroom:biller_books", user=hands.coder)


def test_figures_age_from_the_first_sending_when_asked():
    biller = make_user("biller")
    course = make_course(make_user("coder"), biller)
    asked_for(("coder", "biller"), course)
    assert "from the day of service" in page("classroom:biller", user=biller)
    assert "from the first sending" in page("classroom:biller", user=biller, aged="sent")


def test_books_of_many_claims_are_proved_whole_and_shown_by_pages(monkeypatch):
    monkeypatch.setattr(reconciling, "PAGE", 1)
    teacher = make_user("teacher")
    people = [make_user(name) for name in ("coder", "biller", "second-coder", "second-biller")]
    course = make_course(*people, instructor=teacher)
    first = asked_for(("coder", "biller"), course).claim
    last = asked_for(("second-coder", "second-biller"), course).claim
    stray = Posting(line=1, kind=LedgerEntry.Kind.PAYER_PAYMENT, amount=Decimal("-3.00"))
    ledger.post(last, [stray], actor=None)

    whole = reconciling.reconcile([first.pk, last.pk])
    pages = [reconciling.reconcile([first.pk, last.pk], page=str(n)) for n in (1, 2)]
    assert [[claim.claim_id for claim in page.claims] for page in pages] == [[first.pk], [last.pk]]
    assert [{row.claim_id for row in page.cheques} for page in pages] == [{first.pk}, {last.pk}]
    for page_ in pages:
        assert (page_.sums, page_.sent, page_.posted) == (whole.sums, whole.sent, whole.posted)
    assert whole.sums.charge == sum(page_.claims[0].sums.charge for page_ in pages)
    assert whole.sums.balance == first.balance() + last.balance()

    ledger.post(first, [stray] * 30, actor=None)
    off = [row.claim_id for row in reconciling.reconcile([last.pk, first.pk]).problems]
    assert off == [first.pk, last.pk]

    html = page("classroom:course_books", user=teacher, args=[course.pk])
    assert "The books are off" in html
    assert f'<a href="/claims/{last.pk}/reconciliation/">Claim {last.pk}, line 1:' in html
    assert "1 to 1 of 2" in html
    assert f">Claim {first.pk}</a>" in html
    assert f">Claim {last.pk}</a>" not in html
