"""The search over all pages: what it knows, and how a reader uses it from a folder on disk."""

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import chromium

from helpers.constants import MOVED
from helpers.publish import search, site

PAGE = """<main id="content"><h1>Title</h1><ul class="key-findings"><li>First.</li></ul>
<nav><ol><li>Not told</li></ol></nav><h2 id="who">Who?</h2><p class="finding">A  led.</p>
<figure id="chart-bars"><figcaption><span class="headline">A is first</span>
<span class="subtitle">Total</span></figcaption><p class="source">Not told</p></figure>
<p class="finding">First.</p><div class="table" id="table-localities"><div class="scroll"><table>
<caption>Places</caption><thead><tr><th>Place</th><th>Total</th></tr></thead>
<tbody><tr><td>B</td><td>1.5</td><td>2</td></tr></tbody></table></div></div></main>"""


def test_a_page_is_known_by_the_places_where_it_says_something():
    assert search.of_page(PAGE) == [
        ["", "Title", "First."],
        ["who", "Who?", "A led."],
        ["chart-bars", "A is first · Total"],
        ["table-localities", "Places", "B · Total 1.5"],
    ]


def pages(script: Path) -> list[list]:
    inside = script.read_text("utf-8").partition("const pages = [\n")[2].partition("\n];")[0]
    return json.loads(f"[{inside}]")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_in_the_script_and_every_place_on_its_page(published_site, lang):
    known = pages(published_site / lang / "search.js")
    places = {f"{place}.html" for place, *_ in known}
    folder = published_site / lang
    made = {p.relative_to(folder).as_posix() for p in folder.rglob("*.html")}
    leading_on = {name for name in made if Path(name).stem in MOVED}
    assert leading_on
    assert places == made - leading_on - {"index.html"}
    editions = [edition for _, _, edition, _ in known]
    assert editions[0].startswith("2024")
    assert editions[-3].startswith("2010")
    for place, _, _, parts in known:
        text = (folder / f"{place}.html").read_text("utf-8")
        assert all(f' id="{anchor}"' in text for anchor, *_ in parts if anchor), place


def test_the_script_is_the_same_wherever_its_pages_come_from(published_site, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(published_site, out)
    for lang in ("zh", "en"):
        (out / lang / "search.js").unlink()
    with site.rebuilt(out) as folder:
        site.write_pages(folder, [])
    for lang in ("zh", "en"):
        script = out / lang / "search.js"
        assert script.read_bytes() == (published_site / lang / "search.js").read_bytes()


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.mark.parametrize(
    ("lang", "typed", "place", "words"),
    [
        ("zh", "甘肃的进出口", "2024/province-gansu", "甘肃"),
        ("zh", "兰州", "2024/province-gansu", "兰州"),
        ("zh", "安徽超过河南", "2024/rankings", "安徽超过河南"),
        ("zh", "赫芬达尔", "method", "赫芬达尔"),
        ("en", "anhui henan 10th", "2024/rankings", "Anhui"),
        ("en", "HHI", "method", "HHI"),
    ],
)
def test_a_reader_finds_a_sentence_with_the_keyboard(
    browser, published_site, lang, typed, place, words
):
    context = browser.new_context(offline=True)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((published_site / lang / "2010/regions.html").as_uri())
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type(typed)
    found = page.locator(f"dialog a[href*='/{lang}/{place}.html#']").first
    assert words in found.inner_text()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('dialog li') !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("/")
    first = page.locator("dialog a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: unquote(address).partition("#")[0] in unquote(first))
    context.close()
    assert said == []


def test_what_is_nowhere_is_said_and_both_languages_can_be_searched_from_the_first_page(
    browser, published_site
):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((published_site / "index.html").as_uri())
    for name, told in (("搜索", "没有找到。"), ("Search", "Nothing found.")):
        page.get_by_role("button", name=name).first.click()
        dialog = page.locator("dialog[open]")
        dialog.locator("input").fill("qqqqq")
        assert dialog.locator("output").inner_text() == told
        page.keyboard.press("Escape")
    context.close()
