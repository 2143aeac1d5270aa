"""What the money pages say: slips at their fields, leave that is wanted, plans, and old debts."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import LedgerEntry
from tests.claims.bench import SCAN, Hands, pair
from tests.claims.doors import answered, asked, overpaid, posted, typed, unpaid
from tests.claims.pages import client_of, step
from tests.factories import make_user

pytestmark = pytest.mark.django_db
D = Decimal


def url(hands: Hands, name: str = "claim", *more: int) -> str:
    return reverse(f"claims:{name}", args=[hands.claim.pk, *more])


def pane(hands: Hands, name: str, client: Client | None = None) -> str:
    client = client or client_of(hands.biller)
    return client.get(url(hands), {"show": name}).text


def test_slip_comes_back_at_its_field_with_what_was_typed():
    hands = answered()
    data = step(hands.claim, **typed(hands) | {"paid_1": "128.47", "adjusted_2": ""})
    response = client_of(hands.biller).post(url(hands, "post_lines"), data)
    assert (response.status_code, "Enter the amount in dollars" in response.text) == (422, True)
    data["adjusted_2"] = "11.10"
    response = client_of(hands.biller).post(url(hands, "post_lines"), data)
    assert response.status_code == 422
    assert "Line 1: $128.47 is what was allowed." in response.text
    assert 'value="128.47"' in response.text


def test_posting_form_has_nothing_filled_in():
    page = pane(answered(), "post_lines")
    assert page.count('name="paid_') == 3
    assert 'name="paid_1" value' not in page
    assert "$98.47" in page


def test_one_step_is_refused_while_the_amounts_must_be_typed():
    hands = answered()
    response = client_of(hands.biller).post(url(hands, "post"), step(hands.claim))
    assert (response.status_code, hands.claim.ledger.count()) == (422, 3)
    assert "Type the amounts line by line" in response.text


def test_posting_is_the_next_step_by_hand_until_one_posting_went_well():
    hands = answered()
    page = pane(hands, "money")
    assert f'href="{url(hands)}?show=post_lines#consequences">Post remittance 1</a>' in page
    hands.post_by_line()
    assert "Post remittance" not in pane(hands, "money")


def test_write_off_above_the_limit_says_that_it_waits():
    hands = pair(SCAN).code().open().unscrubbed()
    hands.send()
    hands.answered().post()
    data = step(hands.claim, amount="60.00", kind="avoidable", reason="No leave was asked for.")
    response = client_of(hands.biller).post(url(hands, "write_off"), data, follow=True)
    assert "waits for a manager&#x27;s approval" in response.text
    assert "Approve the write-off" not in response.text
    teacher = pane(hands, "money", client_of(make_user("teacher")))
    assert "Approve the write-off of $60.00" in teacher
    assert "No leave was asked for." in teacher


def test_alone_the_second_step_is_the_filled_button():
    page = pane(asked(), "money")
    assert '<button class="btn btn-primary">Approve the write-off of $60.00</button>' in page


def test_credit_is_in_sight_until_it_is_refunded():
    hands = overpaid()
    assert "Money that is not ours" in pane(hands, "money")
    hands.refund(D("10.00"))
    assert "Money that is not ours" not in pane(hands, "money")


def test_plan_and_next_statement_are_told():
    hands = unpaid(1)
    assert "The next statement may go on" in pane(hands, "money")
    hands.plan(3)
    page = pane(hands, "money")
    assert "The next statement may go on" not in page
    assert "Running" in page
    assert page.count("$13.95") == 2


def test_statement_shows_its_age_on_the_page_and_the_print():
    hands = unpaid(2)
    page = client_of(hands.biller).get(url(hands, "statement", 2)).text
    assert "31-60 days" in page
    pdf = client_of(hands.biller).get(url(hands, "statement_pdf", 2)).content
    assert b"91-120 days" in pdf


def test_after_three_statements_nothing_is_plainly_next():
    hands = unpaid(3)
    head = pane(hands, "coverage").split('id="consequences"')[0]
    assert "Send to collections" in head
    assert "btn-primary" not in head


def test_contractual_write_off_never_takes_the_patients_part():
    hands = posted()
    data = step(hands.claim, amount="1.00", kind="contractual", reason="To be rid of it.")
    response = client_of(hands.biller).post(url(hands, "write_off"), data)
    assert response.status_code == 422
    assert not hands.claim.ledger.filter(kind=LedgerEntry.Kind.WRITE_OFF).exists()
