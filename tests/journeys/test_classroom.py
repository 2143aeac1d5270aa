"""An instructor sees it happen: a learner works in one browser, the instructor looks in another."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from sandbox.accounts.models import User
from sandbox.classroom.models import Work
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_assigned
from sandbox.factories import AssignmentFactory
from tests.factories import make_case, make_course, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def viewport() -> dict[str, int]:
    """A laptop; the phone's width is met in the other story."""
    return {"width": 1280, "height": 800}


def sign_in(page: Page, url: str, user: User) -> None:
    page.goto(f"{url}/sign-in/")
    page.locator("input[name=username]").fill(user.username)
    page.get_by_label("Password").fill("password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def begin(learner: User) -> Work:
    """The learner's course assigns a case, and the learner has coded and sent it."""
    course = make_course(learner, make_user("idle", display_name="Ina Idle"))
    case = make_case()
    assignment = AssignmentFactory.create(course=course, cases=[case])
    work = start_assigned(assignment, case=case, seats={"coder": learner, "biller": learner})
    play(work, goal=Goal.SENT)
    return work


def test_instructor_sees_a_claim_move_and_releases_the_marks(
    live_server: LiveServer,
    cases: None,
    browser: Browser,
    page: Page,
    axe: Callable[[], None],
) -> None:
    learner = make_user("lee", display_name="Lee Learner")
    work = begin(learner)

    sign_in(page, live_server.url, make_user("teacher"))
    axe()
    page.get_by_role("link", name="Open the board").click()
    row = page.get_by_role("row", name="Lee Learner")
    expect(row).to_contain_text("Submitted")
    expect(page.get_by_text("Not begun: Ina Idle.")).to_be_visible()
    axe()

    other = browser.new_context().new_page()
    sign_in(other, live_server.url, learner)
    other.goto(f"{live_server.url}/coding/attempts/{work.attempt_id}/marks/")
    expect(other.get_by_text("Not released yet")).to_be_visible()
    other.goto(f"{live_server.url}/claims/{work.attempt.claims.get().pk}/")
    for state in ("Submitted", "Paid"):
        other.get_by_role("button", name="Next event").click()
        expect(other.locator(".claim-title .badge-state")).to_have_text(state)

    page.reload()
    expect(row).to_contain_text("Paid")
    page.get_by_text("Release 1 mark").first.click()
    page.get_by_role("button", name="Release now").click()
    expect(page.get_by_text("Marks released for 1 attempt.")).to_be_visible()
    axe()

    other.goto(f"{live_server.url}/coding/attempts/{work.attempt_id}/marks/")
    expect(other.get_by_role("heading", level=1)).to_contain_text("100%")
