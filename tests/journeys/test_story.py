"""The whole story, through the pages: sign up, code, bill, be denied, see why, correct, be paid,
post, bill the patient, close, see the marks. Once with the mouse, once with the keyboard alone, on
a desktop and on a phone; axe looks at every page on the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim, ClaimState
from tests.journeys.hands import Hand, Keyboard, Mouse, show_pane

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TITLE = "Opioid-use treatment visit"


@pytest.fixture(params=[Mouse, Keyboard])
def hand(request: pytest.FixtureRequest, page: Page) -> Hand:
    """The mouse, then the keyboard alone."""
    return request.param(page)


def test_one_case_from_note_to_closed_claim(
    live_server: LiveServer, cases: None, page: Page, hand: Hand, axe: Callable[[], None]
) -> None:
    sign_up(page, hand, axe, live_server.url)
    code(page, hand, axe)
    bill(page, hand, axe)
    be_denied(page, hand, axe)
    correct(page, hand, axe)
    settle(page, hand, axe)
    see_marks(page, hand, axe)

    claim = Claim.objects.get()
    assert (claim.state, claim.disposition, claim.balance()) == (
        ClaimState.CLOSED,
        "paid_in_full",
        0,
    )


def sign_up(page: Page, hand: Hand, axe: Callable[[], None], url: str) -> None:
    """A person who has never seen the app makes an account and starts a case."""
    page.goto(url)
    axe()
    hand.press(page.get_by_role("main").get_by_role("link", name="Practise alone"))
    hand.write(page.get_by_label("User name"), "newcomer")
    hand.write(page.get_by_label("Password", exact=True), "juniper-hollow-12")
    hand.write(page.get_by_label("Password again"), "juniper-hollow-12")
    axe()
    hand.press(page.get_by_role("main").get_by_role("button"))
    expect(page.get_by_role("heading", name="Practise alone")).to_be_visible()
    axe()
    hand.press(page.get_by_role("button", name=f"Start {TITLE}"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def code(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """Codes with evidence, services with pointers, then finalise."""
    axe()
    show_pane(hand, "Codes")
    hand.pick(page.get_by_role("combobox", name="Add a diagnosis"), "opioid dependence", "F11.20")
    expect(page.get_by_role("radio", name="Evidence for Diagnosis A")).to_be_visible()
    for service in ("OV-334", "LB-715"):
        hand.pick(page.get_by_role("combobox", name="Add a service"), service, service)
        expect(page.locator(f"input[value='{service}']").first).to_be_visible()
    for line in (1, 2):
        pointers = page.get_by_role("group", name="Pointers").nth(line - 1)
        box = pointers.get_by_role("checkbox", name="A F11.20")
        if not box.is_checked():
            hand.press(box)
        expect(box).to_be_checked()
    expect(page.get_by_text("Saved").first).to_be_visible()
    axe()
    radio = page.get_by_role("radio", name="Evidence for Diagnosis A")
    passage = page.locator(".passage", has_text="Opioid use disorder, severe").first
    hand.mark(radio, passage)
    expect(passage.locator("mark").first).to_be_visible()
    hand.press(page.get_by_role("button", name="Finalise the codes"))
    expect(page.get_by_role("heading", name="Finalise these codes?")).to_be_visible()
    axe()
    hand.press(page.get_by_role("main").get_by_role("button", name=re.compile("^Finalise")))
    expect(page.get_by_text("These codes are frozen.")).to_be_attached()
    axe()


def bill(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """The other hat: open the claim, and send it as the front desk keyed it."""
    hand.press(page.get_by_role("navigation", name="Main").get_by_role("link", name="Biller"))
    expect(page.get_by_role("heading", name="Biller's desk")).to_be_visible()
    axe()
    hand.press(page.get_by_role("button", name=f"Open claim for {TITLE}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Curtis Maddox")
    axe()
    hand.press(page.get_by_role("button", name="Send claim"))
    expect(page.get_by_text("Each of these needs your reason")).to_be_visible()
    axe()
    for field in page.locator("form.send-form").get_by_role("textbox").all():
        hand.write(field, "The front desk saw the card.")
    hand.press(page.get_by_role("button", name="Send", exact=True))
    expect_state(page, "Submitted")


def be_denied(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """Accepted first, denied later; the page says which decision did it."""
    next_event(page, hand)
    expect_state(page, "Submitted")
    next_event(page, hand)
    expect_state(page, "Denied")
    axe()
    open_tab(page, hand, "What caused this?")
    expect(page.get_by_text("PR-27").first).to_be_visible()
    axe()


def correct(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """Ask the payers, mend the boxes, send again, be paid."""
    hand.press(page.get_by_role("button", name="Open a corrected claim"))
    expect_state(page, "Corrected")
    open_tab(page, hand, "Coverage")
    hand.press(page.get_by_text("Ask about another payer, member or day"))
    asking = page.locator("#ask-coverage")
    hand.choose(asking.get_by_role("combobox", name="Payer"), "SBX03 Statecare Sandbox")
    hand.press(page.get_by_role("button", name="Ask the payer"))
    member = page.get_by_text(re.compile(r"SBX3\d{8}")).first
    expect(member).to_be_visible()
    axe()
    number = re.search(r"SBX3\d{8}", member.inner_text())
    assert number is not None
    show_pane(hand, "Claim")
    sheet = page.locator("#claim-sheet")
    hand.choose(sheet.get_by_role("combobox", name="Payer"), "SBX03 Statecare Sandbox")
    hand.write(sheet.get_by_role("textbox", name="Member ID"), number.group())
    hand.press(page.get_by_role("button", name="Save the boxes"))
    hand.press(page.get_by_role("button", name="Send corrected claim"))
    expect_state(page, "Submitted")
    next_event(page, hand)
    next_event(page, hand)
    expect_state(page, "Paid")
    axe()


def settle(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """Post the remittance, bill the patient, wait for the payment."""
    open_tab(page, hand, "Remittances")
    axe()
    hand.press(page.get_by_role("link", name=re.compile("^Post remittance")))
    type_amounts(page, hand, axe)
    expect(page.get_by_text("is posted.")).to_be_visible()
    hand.press(page.get_by_role("button", name="Bill the patient"))
    expect(page.get_by_text("is on its way to the patient.")).to_be_visible()
    axe()
    hand.press(page.get_by_role("link", name=re.compile("^Statement 1")).first)
    expect(page.get_by_text("TRAINING - NOT A CLAIM").first).to_be_visible()
    axe()
    page.go_back()
    next_event(page, hand)
    expect_state(page, "Closed")
    open_tab(page, hand, "Lifecycle")
    axe()
    open_tab(page, hand, "Timeline")
    axe()


def type_amounts(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """Read payment and contract reduction off the remittance and type them, line by line; the
    first time with a slip, which is refused with its reason."""
    expect(page.get_by_role("heading", name="line by line")).to_be_visible()
    axe()
    amounts = read_amounts(page)
    for number, (paid, adjusted) in amounts.items():
        hand.write(page.get_by_label(f"Payment on line {number}"), paid)
        hand.write(page.get_by_label(f"Contract adjustment on line {number}"), adjusted)
    first = page.get_by_label(f"Payment on line {next(iter(amounts))}")
    hand.write(first, "0.01")
    hand.press(page.get_by_role("button", name="Post these amounts"))
    expect(page.get_by_text("is not what the payer paid here.").first).to_be_visible()
    axe()
    hand.write(first, next(iter(amounts.values()))[0])
    hand.press(page.get_by_role("button", name="Post these amounts"))


def read_amounts(page: Page) -> dict[str, tuple[str, str]]:
    """Paid and CO-45 of each line, as the remittance beside the fields shows them."""
    found: dict[str, tuple[str, str]] = {}
    for table in page.locator(".posting-line table").all():
        rows = [row.inner_text().split() for row in table.locator("tbody tr").all()]
        amounts = {words[0]: words[-1].lstrip("$") for words in rows}
        line = table.locator("caption").inner_text().split()[1]
        found[line] = (amounts["Paid"], amounts.get("CO-45", "0.00"))
    return found


def see_marks(page: Page, hand: Hand, axe: Callable[[], None]) -> None:
    """Nothing of the key before release; all of it after."""
    hand.press(page.get_by_role("navigation", name="Main").get_by_role("link", name="Coder"))
    expect(page.get_by_role("heading", name="Coder's desk")).to_be_visible()
    axe()
    hand.press(page.get_by_role("link", name=TITLE))
    expect(page.get_by_text("Marks and key are shown once they are released.")).to_be_attached()
    show_pane(hand, "Codes")
    hand.press(page.get_by_text("Release marks and key").first)
    hand.press(page.get_by_role("button", name="Release now"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("%")
    expect(page.get_by_text("A severe use disorder is classified as dependence")).to_be_visible()
    axe()


def next_event(page: Page, hand: Hand) -> None:
    """Move the calendar to the next event."""
    hand.press(page.get_by_role("button", name="Next event"))
    page.wait_for_load_state("networkidle")


def open_tab(page: Page, hand: Hand, name: str) -> None:
    """Open one of the panes of consequences."""
    show_pane(hand, "Consequences")
    tab = page.get_by_role("navigation", name="Consequences").get_by_role("link", name=name)
    hand.press(tab)
    expect(tab).to_have_attribute("aria-current", "page")


def expect_state(page: Page, state: str) -> None:
    """The claim's badge says where it stands."""
    expect(page.locator(".claim-title .badge-state")).to_have_text(state)
