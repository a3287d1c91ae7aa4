"""Pages checked by axe-core and the Nu HTML checker."""

import json
import shutil
import subprocess

import pytest
from browser import NODE, chromium, needed, opened, reloaded_until

from helpers import constants

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
@pytest.mark.parametrize(
    "name",
    [
        *(f"2024/{n}" for n in constants.NOTEBOOKS),
        "2024/province-gansu",
        "2024/compare-2019",
        "2010/movers",
        *FRONT,
    ],
)
def test_axe_finds_nothing_in_light_and_dark_on_phone_and_desk(browser, published_site, name, lang):
    needed(AXE.is_file(), "axe-core (npm ci --prefix tests)")
    with opened(browser, published_site / lang / f"{name}.html") as page:
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        page.evaluate(AXE.read_text("utf-8"))
        found = {}
        # What axe finds in colours does not depend on the width, and the other way round.
        for scheme, width in (("light", 320), ("dark", 1280)):
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


FITTED = (
    "2024/rankings", "2024/movers", "2024/regions", "2024/trends", "2024/compare-2019",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_every_chart_is_seen_whole_in_type_that_can_be_read(
    browser, published_site, lang
):
    for name in FITTED:
        with opened(browser, published_site / lang / f"{name}.html", width=360) as page:
            charts = page.locator(".drawing").evaluate_all(
                """boxes => boxes.map(box => {
                    const svg = box.querySelector("svg");
                    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
                    const sizes = [...svg.querySelectorAll("text")].map(
                        text => parseFloat(getComputedStyle(text).fontSize) * scale);
                    return [box.scrollWidth - box.clientWidth, Math.min(...sizes)];
                })"""
            )
            assert charts, name
            for hidden, smallest in charts:
                assert hidden <= 0, name
                assert smallest >= 7, name


def test_the_head_of_a_long_table_stays_in_sight_on_phone_and_desk(browser, published_site):
    for width in (360, 1280):
        with opened(browser, published_site / "en/2024/rankings.html", width=width) as page:
            row = page.locator("#table-rankings tbody tr").nth(20)
            row.evaluate("row => row.scrollIntoView({block: 'center'})")
            page.wait_for_function(
                "() => Math.abs(document.querySelector('#table-rankings thead th')"
                ".getBoundingClientRect().top) < 2"
            )


def test_a_wide_table_shows_on_a_phone_that_there_is_more_beside(browser, published_site):
    with opened(browser, published_site / "en/2024/rankings.html", width=360) as page:
        box = page.locator("#table-rankings .scroll")
        wide, cue = box.evaluate(
            "box => [box.scrollWidth > box.clientWidth, getComputedStyle(box).backgroundImage]"
        )
        assert wide
        assert cue.count("linear-gradient") == 4


def test_on_paper_no_chart_is_cut_between_two_pages(browser, published_site):
    centimetre = 96 / 2.54
    for name in FITTED:
        with opened(browser, published_site / "zh" / f"{name}.html", width=673) as page:
            page.emulate_media(media="print")
            heights = page.locator("figure.chart").evaluate_all(
                "figures => figures.map(figure => figure.getBoundingClientRect().height)"
            )
            assert heights
            # A sheet of A4 less its margins.
            assert max(heights) < 26.5 * centimetre, name


def test_a_reader_who_asked_for_the_code_finds_it_on_the_next_page(browser, published_site):
    page = browser.new_context(offline=True).new_page()
    page.goto((published_site / "en/2024/rankings.html").as_uri())
    page.locator("#show-code").check()
    page.goto((published_site / "en/2024/movers.html").as_uri())
    assert reloaded_until(page, page.locator("#show-code").is_checked)
    page.locator("#show-code").uncheck()
    assert reloaded_until(page, lambda: not page.locator("#show-code").is_checked())
    page.context.close()
