"""People in several browsers at once: learners work, a pair hands over, the instructor watches."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim
from coding.cases import answer_with, right_answer
from coding.models import Attempt
from coding.services import save_draft
from sandbox.accounts.models import User
from sandbox.classroom.models import Pair, Work
from sandbox.classroom.partner import is_coders
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
    row = page.locator("#board tr", has_text="Lee Learner")
    expect(row).to_contain_text("Submitted")
    expect(page.locator("#board tr", has_text="Ina Idle")).to_contain_text("not begun")
    axe()

    other = browser.new_context().new_page()
    sign_in(other, live_server.url, learner)
    other.goto(f"{live_server.url}/coding/attempts/{work.attempt_id}/marks/")
    expect(other.get_by_text("Not released yet")).to_be_visible()
    other.goto(f"{live_server.url}/claims/{work.attempt.claims.get().pk}/")
    for state in ("Submitted", "Paid"):
        other.get_by_role("button", name="Next event").click()
        expect(other.locator(".claim-title .badge-state")).to_have_text(state)

    expect(row).to_contain_text("Paid")  # by itself: nobody reloads the board
    page.get_by_role("link", name="Attempts").click()
    axe()
    page.get_by_text("Release 1 mark").first.click()
    page.get_by_role("button", name="Release now").click()
    expect(page.get_by_text("Marks released for 1 attempt.")).to_be_visible()
    axe()

    other.goto(f"{live_server.url}/coding/attempts/{work.attempt_id}/marks/")
    expect(other.get_by_role("heading", level=1)).to_contain_text("100%")


def fill_sheet(work: Work, user: User, *, slip: bool) -> None:
    """What the coder has on the sheet, before pressing anything."""
    case = work.attempt.parsed()
    slips = [row for row in case.pitfalls if is_coders(row)]
    answer = answer_with(case, slips[0].change) if slip else right_answer(case)
    attempt = Attempt.objects.get(pk=work.attempt_id)
    save_draft(attempt.pk, actor=user, answer=answer, expected_version=attempt.draft_version)


def finalise(page: Page, url: str, work: Work) -> None:
    page.goto(f"{url}/coding/attempts/{work.attempt_id}/")
    page.get_by_role("button", name="Finalise the codes").click()
    expect(page.get_by_role("heading", name="Finalise these codes?")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name=re.compile("^Finalise")).click()
    expect(page.get_by_text("These codes are frozen.")).to_be_visible()


def test_pair_hands_over_and_back_while_the_instructor_watches(
    live_server: LiveServer, cases: None, browser: Browser, page: Page, axe: Callable[[], None]
) -> None:
    ann = make_user("ann", display_name="Ann Coder")
    bob = make_user("bob", display_name="Bob Biller")
    course, case = make_course(ann, bob), make_case()
    assignment = AssignmentFactory.create(course=course, cases=[case], mode="pairs")
    Pair.objects.create(assignment=assignment, coder=ann, biller=bob)
    coder, biller = browser.new_context().new_page(), browser.new_context().new_page()
    sign_in(coder, live_server.url, ann)
    sign_in(biller, live_server.url, bob)
    sign_in(page, live_server.url, make_user("teacher"))
    page.goto(f"{live_server.url}/courses/{course.pk}/")
    row = page.locator("#board tr", has_text="Bob Biller")

    coder.goto(f"{live_server.url}/coder/")
    coder.get_by_role("button", name="Start").first.click()
    expect(row).to_contain_text("Being coded")
    work = Work.objects.get()
    fill_sheet(work, ann, slip=True)
    finalise(coder, live_server.url, work)
    expect(row).to_contain_text("Ready to bill")

    coder.get_by_label("Message to the other desk").fill("Please mind the culture.")
    coder.get_by_role("button", name="Send").click()
    biller.goto(f"{live_server.url}/biller/")
    expect(biller.get_by_text("Please mind the culture.")).to_be_visible()
    biller.get_by_role("button", name="Open claim").first.click()
    expect(row).to_contain_text("Draft")
    claim = Claim.objects.get()
    biller.goto(f"{live_server.url}/claims/{claim.pk}/?show=return_codes")
    biller.locator("textarea[name=reason]").fill("The culture points at the organism.")
    biller.locator("textarea[name=reason]").locator("xpath=ancestor::form").get_by_role(
        "button"
    ).first.click()
    expect(row).to_contain_text("Back with the coder")

    coder.goto(f"{live_server.url}/coder/")
    expect(coder.get_by_text("The culture points at the organism.").first).to_be_visible()
    fill_sheet(work, ann, slip=False)
    finalise(coder, live_server.url, work)
    expect(row).to_contain_text("Draft")
    axe()

    page.get_by_role("button", name="Pause the class").click()
    expect(biller.get_by_text("is paused").first).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Let the class go on").click()
    page.locator("#tell summary").click()
    page.get_by_label("Tell the class").fill("Ten minutes left.")
    page.get_by_role("button", name="Tell everybody").click()
    expect(coder.locator("#told").get_by_text("Ten minutes left.", exact=True)).to_be_visible(
        timeout=30_000
    )
    axe()


def test_instructor_sets_an_assignment_and_a_learner_joins_and_starts(
    live_server: LiveServer, cases: None, browser: Browser, page: Page, axe: Callable[[], None]
) -> None:
    make_course(instructor=make_user("teacher"))
    sign_in(page, live_server.url, make_user("teacher"))
    page.get_by_role("link", name="Start a class").click()
    axe()
    page.get_by_role("textbox", name="Name").fill("Evening class")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Set an assignment").first.click()
    axe()
    page.get_by_label("Title").fill("Week 1")
    page.get_by_label("Due").fill("2099-03-10T23:59")
    page.get_by_role("combobox", name="Skill").select_option("pointers")
    page.get_by_role("combobox", name="Difficulty").select_option("1")
    page.get_by_role("button", name="Tick these cases").click()
    expect(page.get_by_label("E. coli urinary tract infection")).to_be_checked()
    expect(page.get_by_text("Ticked now: 1 case, about")).to_be_visible()
    axe()
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_text("Mar 10, 2099, 23:59 EDT")).to_be_visible()
    page.get_by_role("link", name="People").click()
    page.get_by_role("button", name="Make a code").click()
    code = page.locator(".join-code").inner_text()
    axe()

    learner = browser.new_context().new_page()
    sign_in(learner, live_server.url, make_user("lee", display_name="Lee Learner"))
    learner.goto(f"{live_server.url}/join/")
    learner.get_by_label("Class code").fill(code.lower())
    learner.keyboard.press("Enter")
    expect(learner.get_by_text("You are in Evening class.")).to_be_visible()
    learner.get_by_role("button", name="Start").click()
    expect(learner.get_by_role("heading", level=1)).to_contain_text("E. coli")

    page.get_by_role("link", name="Live board").click()
    expect(page.locator("#board tr", has_text="Lee Learner")).to_contain_text("Being coded")
    page.get_by_role("link", name="Gradebook").click()
    axe()
    page.get_by_role("link", name="Lee Learner").click()
    axe()
    page.get_by_role("link", name="Marking").click()
    expect(page.get_by_text("Nothing waits to be marked")).to_be_visible()


def test_instructor_writes_a_case_and_is_told_at_once_what_is_wrong(
    live_server: LiveServer, cases: None, page: Page, axe: Callable[[], None]
) -> None:
    make_course(instructor=make_user("teacher"))
    sign_in(page, live_server.url, make_user("teacher"))
    page.goto(f"{live_server.url}/cases/")
    axe()
    page.get_by_label("Slug").fill("sore-throat-again")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Nothing to mend").first).to_be_visible()
    axe()
    source = page.get_by_label("Case file")
    right = source.input_value()
    source.fill(right.replace("J02.0", "J02.X"))
    expect(page.get_by_text("J02.X is not an ICD-10-CM code")).to_be_visible()
    page.get_by_role("link", name="Line").first.click()
    picked = source.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert "J02.X" in picked
    start = source.input_value().index("J02.X")
    source.evaluate(f"e => e.setSelectionRange({start}, {start + 5})")
    lookup = page.get_by_role("combobox", name="Look a code up and insert it")
    lookup.fill("J02.0")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Insert the code").click()
    expect(source).to_have_value(right.replace("J02.0", "J02.X").replace("J02.X", "J02.0", 1))
    source.fill(right)
    expect(page.get_by_text("Nothing to mend").first).to_be_visible()
    page.get_by_role("button", name="Play as coder").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strep throat")


def test_new_passwords_are_printed_by_a_button_and_the_join_link_is_chosen_whole(
    live_server: LiveServer, page: Page, axe: Callable[[], None]
) -> None:
    course = make_course(instructor=make_user("teacher"))
    sign_in(page, live_server.url, make_user("teacher"))
    page.add_init_script("window.print = () => { window.printed = true; }")
    people = f"{live_server.url}/courses/{course.pk}/people/"
    page.goto(people)
    page.get_by_role("button", name="Make a code").click()
    link = page.get_by_label("Link to join with the code")
    link.click()
    assert page.evaluate("getSelection().toString()") == link.input_value()
    assert link.input_value().startswith(f"{live_server.url}/join/?code=")
    axe()
    page.goto(f"{people}roster/")
    page.get_by_label("Or paste it here").fill("username,name\nann,Ann Ash")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Take 1 person").click()
    page.get_by_role("button", name="Print the page").click()
    assert page.evaluate("window.printed") is True
    axe()
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    page.emulate_media(media="print")
    ink = page.locator("#made td").first.evaluate("(cell) => getComputedStyle(cell).color")
    assert ink == "rgb(26, 31, 39)"
