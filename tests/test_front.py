"""The first pages: the newest edition in numbers, map, headlines and table; links that work."""

import csv
import html
import shutil

import lxml.html
import pandas as pd
import pytest
from browser import chromium, opened

from helpers.language import formats
from helpers.publish import site
from helpers.publish.page import FinishedPage
from helpers.publish.pages import Page
from helpers.reports.front import page


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_through_the_years_is_broken_where_a_year_is_missing():
    values = pd.Series([1.0, 2.0, 4.0], index=[2005, 2007, 2008])
    # Three steps over 92 units; 4.5 units of height for one, below the upper edge at 2.
    assert page.path(values) == "M1.0 15.5h2M63.3 11.0L94.0 2.0"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_with_the_numbers_of_the_newest_edition(published_site, lang):
    shown = lxml.html.parse(published_site / lang / "index.html").getroot()
    assert shown.find(".//h2").text.strip() == formats.period(2024, 12, lang)
    numbers = [node.text for node in shown.xpath("//dl[@class='numbers']//strong")]
    national = [
        r for r in rows(published_site / "data/2024/national.csv") if r["currency"] == "CNY"
    ]
    assert numbers == [formats.amount(float(r["value"]), "CNY", lang) for r in national]
    notes = [node.text for node in shown.xpath("//dl[@class='numbers']//span")]
    moved = [formats.moved(float(r["growth_pct"]), lang) for r in national]
    assert [note.startswith(rate) for note, rate in zip(notes, moved, strict=True)] == [True] * 4
    told = [node.text for node in shown.xpath("//ul[@class='headlines']//a")]
    said = {row[lang] for row in rows(published_site / "data/2024/findings.csv")}
    assert len(told) == 3
    assert set(told) <= said


def test_of_a_period_in_two_currencies_the_usual_one_is_shown(published_site, tmp_path):
    out = shutil.copytree(published_site, tmp_path / "site")
    dollars = Page("rankings", 2024, 12, "USD", "en", "2024-usd")
    text = (published_site / "en/2024/rankings.html").read_text("utf-8")
    with site.rebuilt(out) as folder:
        site.write_pages(folder, [FinishedPage(dollars, "Title", "Finding.", {}, text, b"", 0.0)])
    shown, before = (lxml.html.parse(s / "en/index.html").getroot() for s in (out, published_site))
    names = [" ".join(node.text_content().split()) for node in shown.xpath("//summary")]
    assert [name for name in names if "2024" in name] == ["2024 RMB", "2024 US dollars"]
    numbers = [[n.text for n in s.xpath("//dl[@class='numbers']//strong")] for s in (shown, before)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_table_has_every_province_with_a_line_and_links_those_with_a_page(published_site, lang):
    shown = lxml.html.parse(published_site / lang / "index.html").getroot()
    table = shown.get_element_by_id(f"table-provinces-{lang}")
    ranked = [r["province_code"] for r in rows(published_site / "data/2024/rankings.csv")]
    assert table.xpath(".//tbody//a/@data-about") == ranked
    assert table.xpath(".//tbody//a/@href") == [f"../{lang}/2024/province-gansu.html"]
    assert len(table.xpath(".//tbody//*[@class='path']")) == len(ranked) == 31


def test_it_says_which_editions_have_trade_in_detail_and_what_that_covers(published_site):
    text = html.unescape((published_site / "en/index.html").read_text("utf-8"))
    part = text.partition("Trade by product and partner")[2]
    assert 'href="../en/2024/products.html"' in part
    assert "products are covered" in part
    assert "2010" not in part.partition("The data")[0]


@pytest.mark.parametrize("name", ["index", "zh/index", "en/index"])
def test_from_a_folder_its_links_lead_on_and_nothing_is_cut_off(browser, published_site, name):
    for width in (360, 1280):
        with opened(browser, published_site / f"{name}.html", width=width) as page:
            dead = page.locator("main a:not([href]):not([data-about])").count()
            assert dead == 0
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0


def test_its_table_is_sorted_by_growth(browser, published_site):
    with opened(browser, published_site / "en/index.html") as page:
        page.get_by_role("button", name="Growth", exact=True).click()
        first = page.locator("#table-provinces-en tbody tr").first
        assert "Gansu" in first.inner_text()
