"""Pages held against axe-core and the Nu HTML checker."""

import json
import shutil
import subprocess

import pytest
from browser import NODE, chromium, needed, opened

from helpers import pages

AXE = NODE / "axe-core" / "axe.min.js"
VNU = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
FRONT = ("index", "method", "revisions")
RUN = """axe.run({preload: false}).then(
  (r) => [r.passes.length, r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])])"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*(f"2024/{n}" for n in pages.NOTEBOOKS), "2010/movers", *FRONT])
def test_axe_finds_nothing_in_light_and_dark_on_phone_and_desk(browser, published_site, name, lang):
    needed(AXE.is_file(), "axe-core (npm ci --prefix tests)")
    with opened(browser, published_site / lang / f"{name}.html") as page:
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        page.evaluate(AXE.read_text("utf-8"))
        found = {}
        for scheme in ("light", "dark"):
            for width in (320, 1280):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                found[scheme, width] = page.evaluate(RUN)
    assert {key: wrong for key, (_, wrong) in found.items() if wrong} == {}
    assert all(passed > 20 for passed, _ in found.values())


def test_the_nu_checker_finds_no_error(published_site):
    needed(VNU.is_file() and shutil.which("java"), "vnu-jar (npm ci --prefix tests) or Java")
    checked = subprocess.run(
        ["java", "-Xss4m", "-jar", str(VNU), "--format", "json", "--errors-only", "--skip-non-html",
         str(published_site)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages = json.loads(checked.stderr)["messages"]
    assert [(m["url"].rpartition("/")[2], m.get("lastLine"), m["message"]) for m in messages] == []
