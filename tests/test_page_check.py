"""What stops a page from going out, each named by page and cell."""

import nbformat.v4 as nb
import pytest

from helpers.publish import page_check
from helpers.publish.execute import Executed
from helpers.publish.pages import Page
from helpers.system.errors import RunFailed


def executed(html: str = "", lang: str = "en", stderr: str = "") -> Executed:
    outputs = [nb.new_output("display_data", {"text/html": html})] if html else []
    if stderr:
        outputs.append(nb.new_output("stream", name="stderr", text=stderr))
    cells = [
        nb.new_markdown_cell("# 标题", metadata={"tags": ["zh"]}, id="top-zh"),
        nb.new_markdown_cell("# Title", metadata={"tags": ["en"]}, id="top-en"),
        nb.new_code_cell("show(edition)", outputs=outputs, id="show-it"),
    ]
    page = Page("rankings", 2024, 12, "CNY", lang, "2024")
    return Executed(page, nb.new_notebook(cells=cells), 0.0)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"stderr": "Warning: deprecated\n"}, "wrote a warning: Warning: deprecated"),
        ({"html": "<p>a \U0001f984</p>"}, "what the font lacks: \U0001f984"),
        ({"html": '<svg aria-label="a \U0001f984"></svg>'}, "what the font lacks"),
        ({"html": "<svg></svg>"}, "a picture without a text alternative"),
        ({"html": '<img alt=" ">'}, "a picture without a text alternative"),
        ({"html": "<th>进出口总额</th>"}, "shows Chinese on an English page: '进出口总额'"),
        ({"html": '<svg aria-label="占比"></svg>'}, "shows Chinese on an English page"),
        ({"html": "<th>Rank change</th>", "lang": "zh"}, "shows English on a Chinese page"),
        ({"html": "<th>Total</th>", "lang": "zh"}, "shows English on a Chinese page"),
    ],
)
def test_what_fails_is_named_by_page_and_cell(bad, said):
    with pytest.raises(RunFailed) as error:
        page_check.check(executed(**bad))
    assert str(error.value).startswith(f"2024/rankings {bad.get('lang', 'en')}: cell 3 (show-it) ")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("html", "lang"),
    [
        ("<p>Location of the importer (named 经营单位 until then)</p>", "en"),
        ('<a lang="zh-CN">中文</a>', "en"),
        ("<td>RCEP</td><td>CR1</td><td>3.2%</td>", "zh"),
        ('<svg aria-label="横条图，广东 1"><text>广东</text></svg>', "zh"),
    ],
)
def test_what_is_right_goes_out(html, lang):
    page_check.check(executed(html, lang))


def test_a_front_page_is_checked_for_glyphs_too():
    page_check.check_page("zh/index.html", "<body><p>进出口</p></body>")
    with pytest.raises(RunFailed, match=r"zh/index\.html shows what the font lacks"):
        page_check.check_page("zh/index.html", "<body><p>\U0001f984</p></body>")
