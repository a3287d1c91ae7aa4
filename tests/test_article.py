"""The article: the same parts as a page, as Markdown and as a Word file, said as elsewhere."""

import csv
import io
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import lxml.html
import nbformat
import pytest
from docx import Document
from docx.oxml.ns import qn
from frames import edition as made_up
from frames import now
from nbformat.v4 import new_code_cell
from processes import content, needs_fork

from helpers.cli import article as cli_article
from helpers.display.article_parts import Grid, Heading, Headline, Paragraph, Picture
from helpers.publish import article, execute, sections
from helpers.publish.article import word_parts
from helpers.reports import Article
from helpers.system import folders, zips
from helpers.system.errors import BadInput, RunFailed

TRADE = Path(sys.executable).parent / "trade"
EDITIONS = [("2024", "zh"), ("2024", "en"), ("2010", "zh"), ("2010", "en")]


@pytest.fixture(params=EDITIONS, ids="-".join)
def told(request, executed):
    """The executed article of an edition."""
    return of(executed, *request.param)


def of(pages, edition: str, lang: str):
    return next(
        one
        for one in pages
        if (one.page.notebook, one.page.edition, one.page.lang) == ("article", edition, lang)
    )


def parts(told, kind):
    return [part for part in article.parts(told) if isinstance(part, kind)]


def text(told) -> str:
    return "\n".join(part.text for part in parts(told, (Headline, Paragraph)))


def paragraphs(document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == style]


@pytest.fixture(scope="module")
def seven_months(tmp_path_factory):
    """The folder of the article of seven months in Chinese, as a person gets it."""
    out = tmp_path_factory.mktemp("seven months 七个月") / "articles"
    words = ["article", "--year", "2025", "--month", "7", "--lang", "zh", "--out", out]
    done = subprocess.run([TRADE, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"Wrote {out / '2025-07-zh'}: article.html" in done.stdout
    return out / "2025-07-zh"


def test_it_opens_with_the_number_that_is_the_news(executed):
    zh, en = (parts(of(executed, "2024", lang), Headline)[0].text for lang in ("zh", "en"))
    assert zh == "2024年31省进出口43.85万亿元，增长5.0%：广东居首，甘肃增速最快"
    assert en.startswith("China's provinces traded 43.85 trillion yuan in 2024, up 5.0%:")
    assert en.endswith("Guangdong led, Gansu grew fastest")


def test_the_headline_of_a_tie_without_growth_names_both_and_claims_none_faster():
    table = now({"32": 40.0, "44": 40.0, "11": 20.0})
    found = Article(made_up(table)).headline().finding
    assert found.zh == "2024年31省进出口100.0亿元：江苏和广东并列首位"
    assert "Jiangsu and Guangdong shared first place" in found.en
    assert "grew" not in found.en


def test_columns_of_a_table_share_its_width_by_what_stands_in_them():
    rows = [["位次", "省份", "Total"], ["1", "内蒙古", "438,467.93"]]
    # Four letters at least, two for a Chinese character, and two of room: 6, 8 and 12 of 26.
    assert word_parts.shares(rows) == [6 / 26, 8 / 26, 12 / 26]
    # Of a line of 90 the rank takes 6; two texts of 98 and 392 letters share 84 as 7 to 14, a half.
    rows = [["位次", "Table", "Note"], ["1", "a" * 96, "b" * 390]]
    assert word_parts.shares(rows) == pytest.approx(
        [6 / 90, 84 / 90 * 98**0.5 / (98**0.5 + 392**0.5), 84 / 90 * 2 / 3]
    )


def test_it_says_what_the_article_made_by_hand_said(executed):
    said = text(of(executed, "2024", "zh"))
    for claim in (
        "43.85万亿元，同比增长5.0%；出口25.45万亿元，增长7.1%；进口18.39万亿元，增长2.3%",
        "顺差7.06万亿元，上年约为5.79万亿元，增长22.0%",
        "广东以9.11万亿元居首，占全国20.8%",
        "前5位合计占全国63.6%",
        "安徽超过河南，由第10位升至第9位",
        "首位广东比第2位江苏高62.2%",
        "超过1万亿元的有8省",
        "甘肃（+25.2%）",
        "江西（−17.2%）、湖南（−8.7%）",
        "华东进出口21.86万亿元，占全国49.85%",
        "2021年浙江超过上海",
    ):
        assert claim in said


def test_it_keeps_the_order_of_the_article_made_by_hand(executed):
    slugs = [each["slug"] for each in sections.of(of(executed, "2024", "en").notebook, "en")]
    assert slugs == [
        "ranking", "concentration", "changes", "gaps", "movers", "months", "context", "regions",
        "openness", "long-run", "lines", "outlook", "sources",
    ]  # fmt: skip


def test_every_sentence_but_its_summaries_is_one_that_another_page_says_too(published_site):
    for edition, summaries in (
        ("2024", ["headline", "lead", "falls_inside"]),
        ("2010", ["headline", "lead"]),
    ):
        path = published_site / "data" / edition / "findings.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        said = {(r["id"], r["zh"], r["en"]) for r in rows if r["notebook"] != "article"}
        own = [(r["id"], r["zh"], r["en"]) for r in rows if r["notebook"] == "article"]
        assert [row[0] for row in own if row not in said] == summaries
        assert len(own) > 12


def test_no_sentence_is_said_twice(told):
    said = [row["id"] for output in outputs(told) for row in output]
    assert len(said) == len(set(said))


def outputs(told) -> list[list[dict[str, str]]]:
    carried = (
        output.data[kind]
        for cell in told.notebook.cells
        for output in cell.get("outputs", [])
        for kind in output.get("data", {})
        if kind == "application/vnd.dataresource+json"
    )
    return [each["data"] for each in carried if each["name"] == "findings"]


def test_what_an_edition_has_no_figures_for_is_left_out_and_said_once(executed):
    told = of(executed, "2010", "en")
    assert text(told).count("For 2010 the provinces have totals only") == 1
    headings = [part.text for part in parts(told, Heading)]
    assert "What do reports say?" not in headings
    assert "Who trades most?" in headings
    page = next(iter(sections.of(sections.without_empty(told.notebook, "en"), "en")))
    assert page["heading"] == headings[0]


def test_no_heading_stands_above_nothing(told):
    found = article.parts(told)
    assert not isinstance(found[-1], Heading)
    for one, following in pairwise(found):
        assert not (isinstance(one, Heading) and isinstance(following, Heading))


def test_the_page_has_one_headline_and_every_part(told, made):
    page = lxml.html.document_fromstring(of(made, told.page.edition, told.page.lang).html)
    assert [h.text for h in page.iter("h1")] == [part.text for part in parts(told, Headline)]
    assert [h.text for h in page.iter("h2")] == [part.text for part in parts(told, Heading)]
    shown = [p.text_content() for p in page.findall(".//p[@class='finding']")]
    assert shown == [part.text for part in parts(told, Paragraph)]
    assert len(page.findall(".//figure")) == len(parts(told, Picture))


def test_the_markdown_shows_every_picture_it_names_and_every_cell(told):
    files = zips.unpacked(article.files(told)[".zip"])
    written = files.pop("article.md").decode("utf-8")
    pictures = parts(told, Picture)
    assert re.findall(r"!\[[^\]]+\]\((.+?)\)", written) == list(files)
    assert list(files.values()) == [picture.png for picture in pictures]
    assert all(png.startswith(b"\x89PNG") for png in files.values())
    listed = re.findall(r"^- \[(.+)\]\(#.+\)$", written, re.M)
    assert listed == [part.text for part in parts(told, Heading)]
    assert re.findall("^## (.+)", written, re.M) == [part.text for part in parts(told, Heading)]
    rows = re.findall(r"^\| (.+) \|$", written, re.M)
    assert len(rows) == sum(2 + len(grid.rows) for grid in parts(told, Grid))


def test_the_word_file_has_headings_pictures_and_tables_as_such(told):
    document = Document(io.BytesIO(article.files(told)[".docx"]))
    assert paragraphs(document, "Title") == [part.text for part in parts(told, Headline)]
    assert paragraphs(document, "Heading 1") == [part.text for part in parts(told, Heading)]
    assert paragraphs(document, "Body Text") == [part.text for part in parts(told, Paragraph)]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [picture.alt for picture in parts(told, Picture)]
    captions = paragraphs(document, "Caption")
    assert len(captions) == len(parts(told, (Picture, Grid)))
    for table, grid in zip(document.tables, parts(told, Grid), strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert rows == [tuple(grid.labels), *grid.rows]


def test_the_tables_of_the_word_file_are_those_of_the_csv_files(executed, published_site):
    document = Document(io.BytesIO(article.files(of(executed, "2024", "zh"))[".docx"]))
    with (published_site / "data/2024/rankings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = next(t for t in document.tables if len(t.rows) == 32)
    for shown, row in zip(table.rows[1:], rows, strict=True):
        cells = [cell.text for cell in shown.cells]
        assert cells[0] == row["rank"]
        assert row["province_zh"].startswith(cells[1])
        for cell, column in zip(cells[2:5], ("total", "export", "import"), strict=True):
            # Shown with two decimals, kept with four.
            assert abs(float(cell.replace(",", "")) - float(row[column])) < 0.00501


def test_the_word_file_says_its_language_and_has_a_chinese_font(told):
    document = Document(io.BytesIO(article.files(told)[".docx"]))
    tag = {"zh": "zh-CN", "en": "en-GB"}[told.page.lang]
    properties = document.core_properties
    assert (properties.language, properties.author) == (tag, "province-trade")
    assert properties.title == parts(told, Headline)[0].text
    assert properties.created is None
    defaults = next(document.styles.element.iter(qn("w:lang")))
    assert (defaults.get(qn("w:val")), defaults.get(qn("w:eastAsia"))) == (tag, "zh-CN")
    for name in ("Title", "Heading 1", "Body Text", "Caption"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("SimSun", "SimHei")


def test_the_word_file_has_contents_that_lead_to_its_headings(told):
    document = Document(io.BytesIO(article.files(told)[".docx"]))
    body = document.element.body
    lines = body.findall(f".//{qn('w:hyperlink')}")
    assert [line.find(f".//{qn('w:t')}").text for line in lines] == paragraphs(
        document, "Heading 1"
    )
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert [line.get(qn("w:anchor")) for line in lines] == marks
    # A file that asks for its fields to be updated opens with a question.
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_the_word_file_has_a_byline_and_on_each_page_its_edition_and_number(told):
    document = Document(io.BytesIO(article.files(told)[".docx"]))
    headline = parts(told, Headline)[0]
    assert paragraphs(document, "Byline") == [headline.byline]
    assert "2026" in headline.byline
    section = document.sections[0]
    assert section.header.paragraphs[0].text.endswith(headline.about)
    fields = section.footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")).strip() for field in fields] == ["PAGE", "NUMPAGES"]


def test_the_long_wide_table_alone_stands_on_a_landscape_page(executed):
    for edition, wide in (("2024", [False, True, False]), ("2010", [False])):
        files = article.files(of(executed, edition, "zh"))
        sections = Document(io.BytesIO(files[".docx"])).sections
        assert [s.page_width > s.page_height for s in sections] == wide


def test_the_article_shows_five_projections_and_its_csv_file_all(executed, published_site):
    grid = next(g for g in parts(of(executed, "2024", "en"), Grid) if g.name == "projections")
    assert len(grid.rows) == 5
    with (published_site / "data/2024/projections.csv").open(encoding="utf-8") as file:
        assert len({(r["province_code"], r["target_code"]) for r in csv.DictReader(file)}) == 30


def test_the_files_have_the_same_bytes_wherever_they_are_made(told, made):
    # Those of the page were made in another process, at another time.
    assert article.files(told) == of(made, told.page.edition, told.page.lang).files


def test_the_site_has_the_files_beside_the_page_and_links_them(published_site, made):
    for edition, lang in EDITIONS:
        files = of(made, edition, lang).files
        page = (published_site / lang / edition / "article.html").read_text("utf-8")
        for suffix in (".docx", ".zip"):
            path = published_site / lang / edition / f"article{suffix}"
            assert path.read_bytes() == files[suffix]
            assert f'href="{path.name}"' in page


def test_seven_months_are_written_whole_and_never_called_the_year(seven_months):
    written = (seven_months / "article.md").read_text("utf-8")
    assert written.startswith("# 2025年前7个月31省进出口25.70万亿元")
    assert "有关报道怎么说" not in written
    # A table by month names the year of the months.
    assert "2025年，" not in written.replace("全国各月进出口，2025年，", "")
    for name in re.findall(r"!\[[^\]]+\]\((.+?)\)", written):
        assert (seven_months / name).is_file()


def test_the_page_that_is_written_stands_alone(seven_months):
    page = lxml.html.parse(seven_months / "article.html")
    assert page.xpath("//h1/text()")[0].startswith("2025年前7个月")
    targets = [*page.xpath("//a/@href"), *page.xpath("//link/@href"), *page.xpath("//@src")]
    assert all(target.startswith(("#", "data:")) for target in targets)


@needs_fork
def test_a_failure_leaves_what_was_written_before(seven_months, tmp_path, monkeypatch):
    folder = Path(shutil.copytree(execute.FOLDER, tmp_path / "notebooks"))
    broken = nbformat.read(folder / "article.ipynb", as_version=4)
    broken.cells.insert(2, new_code_cell("raise ValueError('no such figure')"))
    nbformat.write(broken, folder / "article.ipynb")
    monkeypatch.setattr(execute, "FOLDER", folder)
    out = seven_months.parent
    before = content(out)
    with pytest.raises(RunFailed, match=r"2025-07/article zh: cell \d+ failed: ValueError"):
        cli_article.write(2025, 7, ["zh"], "auto", out)
    assert content(out) == before


def test_a_folder_that_holds_something_else_is_left_alone(published_site, tmp_path):
    (tmp_path / "letter.txt").touch()
    for folder in (tmp_path, published_site, Path("/")):
        with pytest.raises(BadInput, match="is not a folder that trade article made"):
            cli_article.write(2024, 12, ["zh"], "auto", folder)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert not (published_site / folders.ARTICLE_MARK).exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--year", "1990"], "There are no figures for 1990"),
        (["--year", "2024", "--lang", "de"], "de"),
        (["--year", "2024", "--month", "13"], "--month runs from 1 to 12"),
        (["--year", "2024", "--currency", "EUR"], "EUR"),
    ],
)
def test_what_there_is_not_is_told_in_a_sentence(words, told, tmp_path):
    done = subprocess.run(
        [TRADE, "article", *words, "--out", tmp_path / "out"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
