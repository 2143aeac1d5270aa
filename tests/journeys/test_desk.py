"""By keyboard alone: a coder asks the provider, waits, and takes a change back; an instructor mends
a key, looks at who gains, and marks the class again."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from sandbox.classroom.models import Course
from sandbox.classroom.player import Goal, play
from sandbox.classroom.services import start_practice
from tests.coding.test_querying import ANEMIA, ASKED
from tests.factories import make_case, make_course, make_pair, make_user
from tests.journeys.test_classroom import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def viewport() -> dict[str, int]:
    """A laptop, where note and codes stand side by side."""
    return {"width": 1280, "height": 800}


def type_into(page: Page, label: str, text: str) -> None:
    """Reach a field by its label and type, as a keyboard does."""
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    """Reach a button or link and press Enter."""
    target = page.get_by_role("button", name=name, exact=True)
    if not target.count():
        target = page.get_by_role("link", name=name, exact=True)
    target.first.focus()
    page.keyboard.press("Enter")


def test_coder_asks_the_provider_and_takes_a_change_back(
    live_server: LiveServer, cases: None, page: Page, axe: Callable[[], None]
) -> None:
    learner = make_user("lee")
    work = start_practice(learner, case=make_case("tired-anemia-query"))
    sign_in(page, live_server.url, learner)
    page.goto(f"{live_server.url}/coding/attempts/{work.attempt_id}/")
    press(page, "Ask the provider")
    page.get_by_label("Words of the note that you ask about").select_option(ANEMIA)
    type_into(page, "Clinical indicators", ASKED.indicators)
    type_into(page, "Question", "Please document iron deficiency anemia.")
    axe()
    press(page, "Send to Marin Quill, MD")
    expect(page.get_by_text("Its wording leads to one answer.")).to_be_visible()
    axe()
    page.get_by_label("Question").fill(ASKED.question)
    page.get_by_label("Answers offered").fill("\n".join(ASKED.options))
    press(page, "Send to Marin Quill, MD")
    expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
    press(page, "Next week")
    expect(page.get_by_role("heading", name="Addendum by the provider")).to_be_attached()
    axe()

    page.locator("#new-d").focus()
    page.keyboard.type("D50.0")
    page.keyboard.press("Enter")
    expect(page.locator("#d1-code")).to_have_value("D50.0")
    press(page, "Undo")
    expect(page.locator("#d1-code")).to_have_count(0)
    press(page, "Redo")
    expect(page.locator("#d1-code")).to_have_value("D50.0")
    axe()


def test_instructor_mends_a_key_and_marks_the_class_again(
    live_server: LiveServer, cases: None, page: Page, axe: Callable[[], None]
) -> None:
    people = make_user("ada"), make_user("bo")
    course = make_course(*people)
    work = make_pair(*people, course=course)
    slip = work.attempt.parsed().pitfalls[0]
    play(work, goal=Goal.CODED, slip=slip)
    line, change = next(iter(slip.change.lines.items()))
    sign_in(page, live_server.url, make_user("teacher"))
    page.goto(f"{live_server.url}/courses/{course.pk}/")
    press(page, "Keys")
    expect(page.get_by_role("heading", name="Answer keys")).to_be_visible()
    axe()
    press(page, work.attempt.case_version.case.title)
    expect(page.get_by_role("heading", name="Mark the class again")).to_be_visible()
    page.locator(f"#key-p{line}-pointers").fill(" ".join(change.pointers or ()))
    type_into(page, "Reason, which the learners read", "The organism may lead.")
    axe()
    press(page, "See who gains and loses")
    expect(page.get_by_text("Raised", exact=True)).to_be_visible()
    axe()
    press(page, "Apply to the class")
    expect(page.get_by_text("1 of 1 codings marked again")).to_be_visible()
    axe()


def test_sheet_that_was_refused_does_not_go_on_to_say_saved(
    live_server: LiveServer, cases: None, page: Page
) -> None:
    coder = make_user("ada")
    course = make_course(coder)
    work = make_pair(coder, coder, course=course)
    sign_in(page, live_server.url, coder)
    page.goto(f"{live_server.url}/coding/attempts/{work.attempt_id}/")
    page.locator("#new-d").focus()
    page.keyboard.type("N39.0")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-status")).to_have_text("Saved")
    Course.objects.update(paused_at=timezone.now())
    page.locator("#d1-code").fill("R30.0")
    page.locator("#new-d").focus()
    expect(page.locator("#sheet-status")).to_have_text("Not saved")
    expect(page.get_by_role("heading", name="Nothing can be changed here now")).to_be_visible()
    Course.objects.update(paused_at=None)
    press(page, "Save")
    expect(page.locator("#sheet-status")).to_have_text("Saved")
    expect(page.locator("#d1-code")).to_have_value("R30.0")
