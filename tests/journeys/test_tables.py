"""In a real browser: what a row of a table is there for is in reach without scrolling sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from coding.models import Case
from sandbox.classroom.player import Goal, play
from tests.factories import make_practice, make_user
from tests.journeys.test_classroom import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COVERED = """(buttons) => buttons.filter((button) => {
  const box = button.getBoundingClientRect();
  const frame = button.closest(".table-frame").getBoundingClientRect();
  return box.left < frame.left || box.right > frame.right;
}).map((button) => button.textContent)"""
WHERE_TITLES_END = """(titles) => Math.max(...titles.map((title) => {
  const words = document.createRange();
  words.selectNodeContents(title);
  const moves = title.closest("tr").querySelector(".row-moves").parentElement;
  return words.getBoundingClientRect().right - moves.getBoundingClientRect().left;
}))"""


def test_buttons_of_the_practice_table_are_in_reach_and_cover_no_title(
    live_server: LiveServer, cases: None, page: Page, axe: Callable[[], None]
) -> None:
    learner = make_user("olive")
    twins = next(case for case in Case.objects.all() if case.has_twins)
    play(make_practice(learner, twins.slug), goal=Goal.CLOSED)
    sign_in(page, live_server.url, learner)
    page.goto(f"{live_server.url}/practice/")
    expect(page.get_by_role("button", name="Another patient")).to_be_visible()
    axe()
    shelf = page.locator("#shelf")
    assert shelf.locator(".row-moves .btn").evaluate_all(COVERED) == []
    assert shelf.locator("tbody th").evaluate_all(WHERE_TITLES_END) <= 0
