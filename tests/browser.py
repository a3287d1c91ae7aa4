"""A real browser for tests: found on this machine, cut off from every network."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
]  # fmt: skip
NODE = Path(__file__).parent / "node_modules"


def needed(found: object, what: str) -> None:
    """Skip the test where ``found`` is nothing; where CI is set, fail instead."""
    if found:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must not do without it.")
    pytest.skip(f"{what} is missing on this machine.")


@contextmanager
def chromium() -> Iterator[object]:
    """A headless Chromium."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    needed(path, "Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def reloaded_until(page, stored: Callable[[], bool]) -> bool:
    """Whether the page, loaded again up to ten times, finds what it has stored.

    The browser stores in another process, and a new page may ask before it is there.
    """
    for _ in range(10):
        page.reload()
        if stored():
            return True
        page.wait_for_timeout(1000)
    return False


@contextmanager
def opened(browser, path: Path, width: int = 1280, scheme: str = "light") -> Iterator[object]:
    """A page from disk with every network blocked; it must ask for nothing and complain of nothing.

    What the page asks for beside itself, or writes to the console, fails the test on leaving.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True,
        accept_downloads=True,
    )  # fmt: skip
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    yield page
    own = path.as_uri()
    others = [
        u for u in asked if u.partition("#")[0] != own and not u.startswith(("data:", "blob:"))
    ]
    context.close()
    assert others == []
    assert said == []
