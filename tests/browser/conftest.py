"""A headless Chromium, and pages that remember what they logged and asked for."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Visit:
    """An open report and what happened on it."""

    page: Page
    logged: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        reason = "there is no Chromium: as root `make chromium`, else install the package chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Opens a report, waits until its charts are drawn, and keeps what it logs and requests."""
    pages: list[Page] = []

    def opened(report: Path, width: int = 1000, scheme: str = "light", has_scripts: bool = True) -> Visit:
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=has_scripts,
        )
        pages.append(page)
        seen = Visit(page)
        page.on("console", lambda message: seen.logged.append(message.text))
        page.on("pageerror", lambda error: seen.logged.append(str(error)))
        page.on("request", lambda request: seen.requested.append(request.url))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(report.as_uri())
        if has_scripts:
            page.wait_for_selector("html[data-charts]", state="attached")
        return seen

    yield opened
    for page in pages:
        page.close()
