"""Pages in a real browser: alone on a disk, with pointer and with keyboard."""

import base64
import csv
import io
import re
import struct

import pytest
from browser import chromium, opened, reloaded_until
from fontTools.ttLib import TTFont

from helpers.publish import page as publish
from helpers.publish import pages, sections

LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def rankings(browser, published_site):
    with opened(browser, published_site / "en/2024/rankings.html") as page:
        yield page


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("edition", "notebook"),
    [("2024", name) for name in pages.of_edition(2024, 12, "CNY")]
    + [("2010", name) for name in pages.of_edition(2010, 12, "USD")],
)
def test_a_page_stands_alone_and_its_font_has_all_it_shows(
    browser, published_site, tmp_path, notebook, edition, lang
):
    source = published_site / lang / edition / f"{notebook}.html"
    # The article has the figures and tables of several pages.
    assert source.stat().st_size <= (700_000 if notebook == "article" else 400_000)
    copy = tmp_path / "mailed.html"
    copy.write_bytes(source.read_bytes())
    with opened(browser, copy, 320) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        shown = page.evaluate(
            """() => [document.body.textContent,
              ...[...document.querySelectorAll('[aria-label],body')].flatMap(
                (e) => [e.ariaLabel || '', ...Object.values(e.dataset)])].join('')"""
        )
        assert page.evaluate("[...document.fonts].map((f) => f.status)") == ["loaded"]
        known = _embedded(page.content())
    assert {c for c in shown if not c.isspace() and ord(c) not in known} == set()


def _embedded(html: str) -> set[int]:
    """Code points of the font inside a page."""
    (data,) = re.findall(r"data:font/woff;base64,([^)]+)\)", html)
    with TTFont(io.BytesIO(base64.b64decode(data))) as font:
        return set(font.getBestCmap())


_DISPLAY = "all => all.map((b) => getComputedStyle(b).display)"


def test_every_mark_tells_its_figures(browser, published_site):
    for notebook, counts in (
        ("rankings", {"ranking_bars": 31, "share_map": 31, "rank_change": 62, "gap_bars": 30}),
        ("rankings", {"balance_bars": 31}),
        ("movers", {"growth_bars": 31, "growth_map": 31}),
        # The eight largest and all others.
        ("movers", {"contribution_total": 9, "contribution_import": 9}),
        ("regions", {"region_bars": 7, "region_growth": 7, "region_composition": 31}),
        ("trends", {"multiple_bars": 31, "lines": 152}),
        ("positions", {"bump": 31 * 19}),
        ("trends", {"lorenz": 31, "convergence_points": 31}),
        ("openness", {"openness_bars": 31, "openness_map": 31, "per_head_bars": 31}),
        ("months", {"month_heat": 31 * 11, "regions_to_date": 7 * 11}),
    ):
        with opened(browser, published_site / f"en/2024/{notebook}.html") as page:
            for chart, count in counts.items():
                marks = page.locator(f"#chart-{chart} .mark")
                assert marks.count() == count, chart
                for told in marks.evaluate_all(
                    "all => all.map((m) => m.getAttribute('aria-label'))"
                ):
                    assert re.match(r"(\d+ others|[A-Z][\w ,–]+): .*\d", told), told


def test_the_pointer_and_the_keyboard_show_a_tip(rankings):
    mark, tip = rankings.locator("#chart-ranking_bars .mark").first, rankings.locator("#tip")
    assert tip.is_hidden()
    mark.scroll_into_view_if_needed()
    mark.hover()
    assert tip.is_visible()
    for text in ("Guangdong", "Total 9,112.64", "Share 20.78%", "Rank 1", "Growth +9.8%"):
        assert text in tip.inner_text()
    rankings.mouse.move(1, 1)
    assert tip.is_hidden()
    mark.focus()
    rankings.keyboard.press("ArrowDown")
    assert "Jiangsu" in tip.inner_text()
    rankings.keyboard.press("End")
    assert "Qinghai" in tip.inner_text()
    rankings.keyboard.press("Escape")
    assert tip.is_hidden()


def test_the_mark_lies_where_the_bar_is(rankings):
    places = rankings.evaluate(
        """() => {
          const found = (what, test) =>
            [...document.querySelectorAll('#chart-ranking_bars ' + what)].find(test);
          const label = found('text', (t) => t.textContent === 'Shandong');
          const mark = found('.mark', (m) => m.ariaLabel.startsWith('Shandong'));
          return [label, mark].map((n) => n.getBoundingClientRect()).map((b) => b.top + b.bottom);
        }"""
    )
    assert abs(places[0] - places[1]) < 6


def test_tables_sort_and_filter(rankings):
    table = rankings.locator("#table-rankings")
    first = table.locator("tbody tr >> nth=0")
    heading = table.get_by_role("button", name="Growth", exact=True)
    heading.click()
    assert "Gansu" in first.inner_text()
    column = rankings.locator("#table-rankings th[aria-sort]")
    assert column.get_attribute("aria-sort") == "descending"
    heading.press("Enter")
    assert "Jiangxi" in first.inner_text()
    assert column.get_attribute("aria-sort") == "ascending"
    table.get_by_role("button", name="Province", exact=True).click()
    assert "Anhui" in first.inner_text()
    table.get_by_role("searchbox").fill("guang")
    assert table.locator("tbody tr:visible").count() == 2
    assert "2 / 31" in table.locator("output").inner_text()
    table.get_by_role("searchbox").fill("Atlantis")
    assert table.locator("output").inner_text() == "No row contains “Atlantis”."


def test_a_missing_figure_sorts_last_either_way(browser, published_site):
    with opened(browser, published_site / "en/2024/rankings.html") as page:
        table = page.locator("#table-rankings")
        heading = table.get_by_role("button", name="Gap to the one above")
        for _ in range(2):
            heading.click()
            assert "Guangdong" in table.locator("tbody tr").last.inner_text()


def test_a_lone_copy_saves_csv_svg_and_png(browser, published_site, tmp_path):
    copy = tmp_path / "mailed.html"
    copy.write_bytes((published_site / "zh/2024/rankings.html").read_bytes())
    with opened(browser, copy) as page:
        tools = page.locator("#chart-ranking_bars .tools")
        saved = {}
        for kind in ("csv", "svg", "png"):
            with page.expect_download() as download:
                tools.get_by_text(f"保存{kind.upper()}").click()
            assert download.value.suggested_filename == f"2024-ranking_bars-zh.{kind}"
            saved[kind] = download.value.path().read_bytes()
    rows = list(csv.DictReader(io.StringIO(saved["csv"].decode("utf-8-sig"))))
    assert len(rows) == 31
    assert (rows[0]["province_code"], rows[0]["province_zh"]) == ("44", "广东省")
    assert float(rows[0]["total"]) == pytest.approx(91126.4, abs=0.05)
    drawn = saved["svg"].decode()
    assert "广东一省占全国20.8%" in drawn
    assert "来源：海关总署" in drawn
    assert "@font-face" in drawn
    assert "var(--" not in drawn
    width, height = struct.unpack(">II", saved["png"][16:24])
    assert saved["png"].startswith(b"\x89PNG")
    assert width > 1400
    assert height > 1700


def test_a_lone_copy_has_no_links_to_missing_files_and_says_so(browser, published_site, tmp_path):
    source, copy = published_site / "zh/2024/rankings.html", tmp_path / "mailed.html"
    copy.write_bytes(source.read_bytes())
    lead = "e => e.map((a) => a.getAttribute('href')).filter((h) => !/^(#|data:)/.test(h))"
    with opened(browser, copy) as page:
        assert page.locator("body a[href]").evaluate_all(lead) == []
        page.get_by_text("本页是单独保存的一份").wait_for()
        page.locator("#chart-ranking_bars .mark").first.click()
        page.locator("#table-rankings tbody").get_by_text("甘肃").click()
        assert page.url == copy.as_uri()
    with opened(browser, source) as page:
        assert len(page.locator("body a[href]").evaluate_all(lead)) > 20
        assert page.get_by_text("本页是单独保存的一份").count() == 0


def test_on_a_phone_the_navigation_leaves_the_first_screen_to_the_page(browser, published_site):
    for lang in LANGS:
        with opened(browser, published_site / f"{lang}/2024/rankings.html", 360) as page:
            assert page.locator("header").bounding_box()["height"] < 130
            here = page.locator("nav.site [aria-current]").bounding_box()
            assert 0 <= here["x"] < 120
            assert page.locator("nav.site a.language").bounding_box()["x"] < 360


def test_light_and_dark_by_setting_and_by_button(browser, published_site):
    paper = "getComputedStyle(document.body).backgroundColor"
    path = published_site / "en/2024/trends.html"
    with opened(browser, path, scheme="dark") as page:
        dark = page.evaluate(paper)
        ring = page.evaluate("getComputedStyle(document.querySelector('#chart-lines text')).fill")
        page.get_by_role("button", name="Light").click()
        light = page.evaluate(paper)
        assert light == "rgb(255, 255, 255)" != dark
        assert ring == "rgb(232, 234, 236)"
        assert page.evaluate("localStorage.getItem('theme')") == "light"
        assert reloaded_until(page, lambda: page.evaluate(paper) == light)
        assert page.get_by_role("button", name="Dark").is_visible()


def test_the_other_language_opens_at_the_section_being_read(browser, published_site):
    with opened(browser, published_site / "zh/2024/rankings.html") as page:
        page.locator("#gaps").evaluate("(heading) => heading.scrollIntoView()")
        link = page.locator("a.language")
        assert link.get_attribute("href") == "../../en/2024/rankings.html"
        link.evaluate("(a) => a.addEventListener('click', (e) => e.preventDefault())")
        link.dispatch_event("click")
        assert link.get_attribute("href").endswith("/en/2024/rankings.html#gaps")


def test_code_is_hidden_behind_one_button(rankings):
    code = rankings.locator(".code").first
    assert code.is_hidden()
    rankings.locator("#show-code").press("Space")
    assert code.is_visible()
    assert rankings.locator(".code:visible").count() > 10


def test_the_keyboard_reaches_everything(rankings):
    unreached = rankings.evaluate(
        """() => [...document.querySelectorAll(
            'a[href]:not(.mark),button,input,summary,.marks,.scroll')]
          .filter((e) => e.checkVisibility())
          .map((e) => e.matches('.marks') ? e.querySelector('[tabindex="0"]') : e)
          .filter((e) => e.tabIndex < 0).length"""
    )
    assert unreached == 0
    rankings.keyboard.press("Tab")
    assert rankings.evaluate("document.activeElement.className") == "skip"


def test_a_page_without_script_is_whole(browser, published_site):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((published_site / "en/2024/rankings.html").as_uri())
    assert page.locator("#table-rankings tbody tr").count() == 31
    assert page.locator("button:visible").count() == 0
    with page.expect_download() as download:
        page.locator("#table-rankings .tools a").click()
    assert download.value.suggested_filename == "2024-rankings-en.csv"
    context.close()


def test_the_print_is_clean(browser, published_site):
    with opened(browser, published_site / "en/2024/rankings.html", scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert page.locator("header:visible, .tools:visible, .code:visible").count() == 0
        # Chromium repeats the head of a table on the next page only where its cells hold no box.
        buttons = page.locator("#table-rankings thead button")
        assert set(buttons.evaluate_all(_DISPLAY)) == {"contents"}
        assert page.pdf().startswith(b"%PDF")


def test_a_foreign_script_does_not_run(browser, published_site, tmp_path):
    page_text = (published_site / "en/2024/regions.html").read_text("utf-8")
    changed = tmp_path / "changed.html"
    changed.write_text(
        page_text.replace("</main>", "<script>window.ran = 1</script></main>"), "utf-8"
    )
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(changed.as_uri())
    assert page.evaluate("window.ran") is None
    context.close()


def test_a_name_and_a_bar_lead_to_the_province_and_a_finger_asks_first(browser, published_site):
    with opened(browser, published_site / "en/2024/rankings.html") as page:
        cell = page.locator("#table-rankings a", has_text="Gansu")
        assert cell.get_attribute("href") == "province-gansu.html"
        others = page.locator("#table-rankings a[data-about='44']")
        assert others.get_attribute("href") is None
        bar = page.locator("#chart-ranking_bars .mark[data-about='62']")
        tile = page.locator("#chart-share_map .mark[data-about='62']")
        assert bar.get_attribute("href") == tile.get_attribute("href") == "province-gansu.html"
        assert bar.get_attribute("role") is None
        followed = """(mark, kind) => {
          const event = new PointerEvent('click', {pointerType: kind, cancelable: true});
          let stopped;
          mark.addEventListener('click', (e) => {
            stopped = e.defaultPrevented;
            e.preventDefault();
          }, {once: true});
          mark.dispatchEvent(event);
          return !stopped;
        }"""
        assert [bar.evaluate(followed, "touch") for _ in range(2)] == [False, True]
        assert tile.evaluate(followed, "mouse")


def test_the_saved_drawing_leads_nowhere(rankings):
    with rankings.expect_download() as download:
        rankings.locator("#chart-share_map .tools").get_by_text("Save SVG").click()
    drawn = download.value.path().read_text("utf-8")
    assert "province-gansu" not in drawn


def test_what_an_edition_lacks_is_said_once_on_a_page(executed):
    counts = {"no_flows": 0, "no_growth": 0, "beta": 0}
    for one in executed:
        told = [row["id"] for row in publish.rows_of(one.notebook, "findings")]
        for name in counts:
            assert told.count(name) <= 1, (one.page.name, name)
            counts[name] += told.count(name)
    assert counts["no_flows"] > 2
    assert counts["beta"] > 2


def test_a_section_that_shows_nothing_has_no_heading(executed):
    lacking = next(one for one in executed if one.page.name == "2010/movers en")
    shown = [
        section["slug"]
        for section in sections.of(sections.without_empty(lacking.notebook, "en"), "en")
    ]
    assert {"contribution", "flows", "sources"} <= set(shown)
    assert not {"exports", "imports", "parts", "places", "context"} & set(shown)
    whole = next(one for one in executed if one.page.name == "2024/trends en")
    assert sections.without_empty(whole.notebook, "en") == whole.notebook


def test_a_page_of_the_past_does_not_speak_of_today(executed):
    today = re.compile(r"\bsince\b|in the data|so far|以来|至今|迄今|目前", re.IGNORECASE)
    for one in executed:
        if one.page.year == 2010:
            shown = "".join(
                output.get("data", {}).get("text/html", "")
                for cell in one.notebook.cells
                for output in cell.get("outputs", [])
            )
            assert today.findall(re.sub("<[^>]+>", " ", shown)) == [], one.page.name
