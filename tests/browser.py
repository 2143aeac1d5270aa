"""Finds or installs the browser that the journeys drive; run by `make test`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "No Chromium was found and none could be installed. Install Debian's package `chromium`, "
    "or run `.venv/bin/playwright install --with-deps chromium`."
)


def find_browser() -> str | None:
    """Path of a Chromium: CHROMIUM_PATH, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return named
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    if system:
        return system
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install_browser() -> None:
    """Debian's chromium by apt when root, else Playwright's own build."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find_browser() is None:
        install_browser()
    found = find_browser()
    if found is None:
        sys.exit(MISSING)
    print(f"Browser: {found}")  # noqa: T201
