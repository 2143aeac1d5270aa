"""A real browser, the pages served for real, and axe on every page that is met."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.browser import MISSING, find_browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWPORTS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The machine's Chromium; a missing one is a failure, never a skip."""
    path = find_browser()
    if path is None or not Path(path).exists():
        pytest.fail(MISSING)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    return {"executable_path": path, "args": quiet, "headless": True}


@pytest.fixture(params=VIEWPORTS)
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """Desktop and phone width, one after the other."""
    return VIEWPORTS[request.param]


@pytest.fixture
def browser_context_args(viewport: dict[str, int]) -> dict[str, Any]:
    """A fresh context of that size."""
    return {"viewport": viewport, "reduced_motion": "reduce"}


@pytest.fixture
def cases(transactional_db: None) -> None:
    """All cases, loaded as `make run` loads them."""
    call_command("load_cases", quiet=True)


@pytest.fixture
def axe(page: Page) -> Iterator[Callable[[], None]]:
    """Checks the page that is shown, once all of it has come; console errors of any page fail the
    journey at its end."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on("console", lambda message: _note_refusal(message, problems))

    def check() -> None:
        page.wait_for_load_state()
        page.evaluate("window.scrollTo(0, 0)")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{page.url} scrolls sideways by {width} px"

    yield check
    assert problems == []


def _note_refusal(message: Any, problems: list[str]) -> None:
    """A Content-Security-Policy refusal or script error on the console."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        problems.append(message.text)
