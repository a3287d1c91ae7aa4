"""Addresses of pages that are part of another one now."""

import pytest
from browser import chromium

from helpers.publish import pages, site
from helpers.publish.page import FinishedPage

HTML = """<html><body><main id="content"><h1>T</h1><h2 id="balance">B</h2></main></body></html>"""


def made(notebook: str, lang: str = "en", year: int = 2024) -> FinishedPage:
    page = pages.Page(notebook, year, 12, "CNY", lang, str(year))
    return FinishedPage(page, "Title", "Finding.", {}, HTML, b"", 0.0)


@pytest.fixture
def old_site(tmp_path):
    """A site with a page from before its notebook was merged, in two editions."""
    out = tmp_path / "site"
    with site.rebuilt(out) as folder:
        site.write_pages(folder, [made("contributions"), made("contributions", year=2023)])
    return out


def written(out, *these):
    with site.rebuilt(out) as folder:
        site.write_pages(folder, list(these))


def test_an_old_page_stays_until_the_page_it_is_part_of_is_made(old_site):
    old, earlier = (old_site / f"en/{year}/contributions.html" for year in (2024, 2023))
    written(old_site, made("movers"))
    assert '<link rel="canonical" href="movers.html">' in old.read_text("utf-8")
    assert "<h2" in earlier.read_text("utf-8")
    assert "contributions" not in (old_site / "data/2024/edition.json").read_text("utf-8")
    for name in ("sitemap.xml", "en/feed.xml", "en/search.js", "en/index.html"):
        assert "2024/contributions" not in (old_site / name).read_text("utf-8"), name


def test_a_section_that_went_elsewhere_is_led_to_where_it_is(old_site):
    old = old_site / "en/2024/contributions.html"
    written(old_site, made("movers"))
    assert "rankings.html" not in old.read_text("utf-8")
    written(old_site, made("rankings"))
    assert 'href="rankings.html#balance"' in old.read_text("utf-8")


def test_where_the_page_is_missing_nothing_leads_to_it(old_site):
    written(old_site, made("movers"))
    with site.rebuilt(old_site) as folder:
        site.write_pages(folder, [], missing=[made("movers").page])
    assert not (old_site / "en/2024/contributions.html").exists()


def test_the_old_name_asks_for_the_page_it_is_part_of():
    asked = pages.wanted([(2024, 12)], "auto", ["en"], ["spread", "contributions", "movers"])
    assert [page.stem for page in asked] == ["movers", "trends"]


@pytest.mark.parametrize(
    ("old", "new", "scripts"),
    [
        ("contributions.html", "movers.html", True),
        ("contributions.html#exports", "movers.html#exports", True),
        ("contributions.html#balance", "rankings.html#balance", True),
        ("spread.html#convergence", "trends.html#convergence", True),
        # Without a script the top of the page is what can be reached.
        ("contributions.html#balance", "movers.html", False),
    ],
)
def test_a_browser_is_led_on_from_a_folder(published_site, old, new, scripts):
    at = (published_site / "zh/2024").as_uri()
    with chromium() as browser:
        page = browser.new_context(java_script_enabled=scripts, offline=True).new_page()
        page.goto(f"{at}/{old}")
        page.wait_for_url(f"{at}/{new}")
