"""The explorer as a page of its own: `make app`, opened in a real browser."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from browser import chromium
from lab import told_address

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def address(project, tmp_path_factory):
    """The address that `make app` tells, on a free port and with settings of its own."""
    folder = tmp_path_factory.mktemp("app")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kinds = ("CONFIG", "RUNTIME", "DATA")
    own = {f"JUPYTER_{kind}_DIR": str(folder / kind) for kind in kinds}
    words = ["make", "-o", ".venv/.ready", "app", f"BIN={BIN}", f"APP=--no-browser --port={port}"]
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            words, cwd=project, env=os.environ | own, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield told_address(process, folder / "log", r"http://127\.0\.0\.1:\d+/\?token=\w+")
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(20)


def test_only_who_has_the_token_sees_the_explorer(address):
    with urllib.request.urlopen(address.partition("?")[0]) as answer:
        assert "/login" in answer.url
        assert b"trade-explorer" not in answer.read()


def test_the_explorer_is_a_page_without_code(address):
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        explorer = page.locator(".trade-explorer")
        headline = explorer.locator("figure .headline:visible")
        headline.get_by_text("广东一省占全国20.8%").wait_for(timeout=60_000)
        explorer.get_by_role("button", name="English").click()
        headline.get_by_text("Guangdong alone had 20.8% of the nation").wait_for()
        assert "open_edition" not in page.content()
        assert re.search(r"explore\(year", page.inner_text("body")) is None
