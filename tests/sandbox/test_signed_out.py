"""Who was signed out meanwhile comes back to the page, and what is being written stays in place."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.sandbox.nonsense import says_why

pytestmark = pytest.mark.django_db
BENCH = "/coding/attempts/7/"
SHEET = f"{BENCH}sheet/"
ON = "http://testserver"


def next_of(url: str) -> str:
    """Where a sign-in leads."""
    parts = urlsplit(url)
    assert parts.path == "/sign-in/"
    return parse_qs(parts.query)["next"][0]


def test_a_page_comes_back_with_its_query() -> None:
    answer = Client().get(f"{BENCH}?pane=note", headers={"Referer": f"{ON}/glossary/"})
    assert next_of(answer["Location"]) == f"{BENCH}?pane=note"


def test_a_form_comes_back_to_the_page_that_it_stands_on() -> None:
    answer = Client().post(SHEET, headers={"Referer": f"{ON}{BENCH}?pane=note#d1"})
    assert next_of(answer["Location"]) == f"{BENCH}?pane=note"


@pytest.mark.parametrize(
    "referer", ["https://evil.example/page/", "//evil.example/", "javascript:alert(1)", "", "/\\e"]
)
def test_nothing_leads_to_another_site(referer: str) -> None:
    answer = Client().post(SHEET, headers={"Referer": referer})
    assert next_of(answer["Location"]) in {SHEET, "/\\e"}
    part = Client().post(SHEET, headers={"HX-Request": "true", "HX-Current-URL": referer})
    assert "evil" not in part.content.decode()
    assert "javascript:" not in part.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_is_told_so_in_a_message(method: str) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": f"{ON}{BENCH}?pane=note"}
    answer = getattr(Client(), method)(SHEET, headers=asked)
    page = answer.content.decode()
    assert says_why(answer, 403)
    assert "/sign-in/?next=/coding/attempts/7/%3Fpane%3Dnote" in page
    assert 'type="password"' not in page, "the sign-in form would take the place of the sheet"
