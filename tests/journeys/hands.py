"""Two ways to use a page: with the mouse, and with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

FAR = 400
"""Presses of Tab after which something counts as out of the keyboard's reach."""


class Hand(Protocol):
    """What a person does on a page."""

    def press(self, control: Locator) -> None:
        """Use a button, a link, a checkbox or a disclosure."""

    def write(self, field: Locator, text: str) -> None:
        """Put a text into a field in place of what stands there."""

    def choose(self, select: Locator, label: str) -> None:
        """Choose an option of a select by its label."""

    def pick(self, combobox: Locator, text: str, option: str) -> None:
        """Search in a combobox and take the option whose words hold `option`."""

    def mark(self, radio: Locator, passage: Locator) -> None:
        """Link a passage of the note to the code of the radio."""


class Mouse:
    """Clicks; types into what was clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        control.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)

    def choose(self, select: Locator, label: str) -> None:
        select.select_option(label=label)

    def pick(self, combobox: Locator, text: str, option: str) -> None:
        combobox.click()
        combobox.press_sequentially(text)
        self.page.get_by_role("option").filter(has_text=option).first.click()

    def mark(self, radio: Locator, passage: Locator) -> None:
        show_pane(self, "Codes")
        radio.check()
        show_pane(self, "Note")
        passage.scroll_into_view_if_needed()
        box = passage.bounding_box()
        assert box is not None
        passage.click(click_count=3, position={"x": 12, "y": 8})
        button = self.page.locator("[data-mark-selection]")
        if not passage.locator("mark").count():
            button.click()


class Keyboard:
    """Tab, arrows, Enter, Space and letters; never the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, control: Locator) -> None:
        """Press Tab until the control has the focus."""
        expect(control).to_be_visible()
        for _ in range(FAR):
            if control.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{control} cannot be reached with Tab")

    def press(self, control: Locator) -> None:
        self.reach(control)
        is_box = control.evaluate("element => element.type === 'checkbox'")
        self.page.keyboard.press("Space" if is_box else "Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def choose(self, select: Locator, label: str) -> None:
        self.reach(select)
        self.page.keyboard.press("Home")
        for _ in range(60):
            shown = select.evaluate("element => element.selectedOptions[0].label")
            if shown == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{select} has no option {label}")

    def pick(self, combobox: Locator, text: str, option: str) -> None:
        self.reach(combobox)
        self.page.keyboard.type(text)
        wanted = self.page.get_by_role("option").filter(has_text=option).first
        expect(wanted).to_be_visible()
        for _ in range(30):
            self.page.keyboard.press("ArrowDown")
            if wanted.get_attribute("aria-selected") == "true":
                self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"The arrow keys do not reach {option}")

    def mark(self, radio: Locator, passage: Locator) -> None:
        show_pane(self, "Codes")
        self._choose_radio(radio)
        show_pane(self, "Note")
        self.reach(self.page.locator(".passage[tabindex='0']"))
        for _ in range(FAR):
            if passage.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def _choose_radio(self, radio: Locator) -> None:
        """Tab goes to the group, the arrow keys to the radio."""
        group = self.page.locator("[name=evidence_target]")
        checked = self.page.locator("[name=evidence_target]:checked")
        self.reach(checked if checked.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count() + 1):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError("The radio cannot be chosen with the arrow keys")


def show_pane(hand: Hand, name: str) -> None:
    """On a narrow screen, switch to a pane; side by side there is nothing to switch."""
    switch = hand.page.locator(".pane-switch").get_by_role("link", name=name)  # type: ignore[attr-defined]
    if switch.count() and switch.is_visible() and not switch.get_attribute("aria-current"):
        hand.press(switch)
