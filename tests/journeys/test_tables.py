"""In a real browser: what a row of a table is there for is in reach without scrolling sideways, and
the words of a picture are large enough to read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from coding.models import Case
from sandbox.classroom.player import Goal, play
from tests.factories import make_practice, make_user
from tests.journeys.test_classroom import sign_in
from tests.sandbox.classroom.test_misses import a_class

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

SMALLEST_WORDS = """(words) => Math.min(...words.map((one) => (
  parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d
)))"""
MORE_BARS = """(picture) => {
  for (let n = 0; n < 4; n += 1) picture.append(picture.querySelector("rect").cloneNode());
}"""


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


def test_words_of_the_refusals_picture_can_be_read_and_the_page_stays_in_its_width(
    live_server: LiveServer, page: Page, axe: Callable[[], None]
) -> None:
    course, _ = a_class()
    sign_in(page, live_server.url, make_user("teacher"))
    page.goto(f"{live_server.url}/courses/{course.pk}/misses/?assignment=all")
    picture = page.locator(".pareto svg")
    axe()
    assert picture.locator("text").evaluate_all(SMALLEST_WORDS) >= 11
    picture.evaluate(MORE_BARS)
    axe()
    assert picture.locator("text").evaluate_all(SMALLEST_WORDS) >= 11
