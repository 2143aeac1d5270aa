"""What was sent and what was printed, read only."""

from html import unescape

import pytest
from django.urls import reverse

from tests.claims.doors import correcting, posted
from tests.claims.pages import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SHEETS = ("submission", "statement", "statement_pdf")


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_is_hidden_from_an_outsider_and_takes_no_post(name: str):
    hands = posted()
    hands.bill()
    url = reverse(f"claims:{name}", args=[hands.claim.pk, 1])
    assert client_of(hands.biller).get(url).status_code == 200
    assert client_of(hands.biller).post(url).status_code == 405
    assert client_of(make_user("outsider")).get(url).status_code == 404


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_of_another_number_does_not_exist(name: str):
    hands = posted()
    url = reverse(f"claims:{name}", args=[hands.claim.pk, 9])
    assert client_of(hands.biller).get(url).status_code == 404


def test_submission_shows_what_was_sent_whatever_was_changed_since():
    hands = correcting()
    url = reverse("claims:submission", args=[hands.claim.pk, 1])
    html = client_of(hands.biller).get(url).content.decode()
    assert "9990000025" in html
    assert hands.claim.boxes.rendering_npi not in html
    assert "TRAINING - NOT A CLAIM" in html


def test_statement_asks_for_the_patient_part_in_both_forms():
    hands = posted()
    hands.bill()
    client = client_of(hands.biller)
    html = unescape(client.get(f"/claims/{hands.claim.pk}/statement/1/").content.decode())
    pdf = client.get(f"/claims/{hands.claim.pk}/statement/1.pdf")
    for words in ("TRAINING - NOT A CLAIM", "Your copay.", "Your deductible.", "$41.86"):
        assert words in html
        assert words.encode() in pdf.content
    assert pdf["Content-Type"] == "application/pdf"
