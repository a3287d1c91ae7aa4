"""Files and figures made to do harm: refused before they are read, or shown as plain text."""

import csv
import io
import time
import zipfile
from pathlib import Path

import lxml.html
import pytest
import tables
import work

from helpers.data import tables as store
from helpers.display.resource import csv_text
from helpers.publish import pages, produce, site
from helpers.sources import documents, reader
from helpers.system.errors import BadInput

SECONDS = 5
SCRIPT = "<script>alert(1)</script>"
# With a formula as matplotlib would read one.
IMAGE = '"><img src=x onerror=alert(1)> $\\frac{$'


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    """A workbook made by the project's tests, with parts of it put in place of its own."""
    whole = tables.write_xlsx(path.with_suffix(".whole.xlsx"), [["x"]])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return path


def sheet(rows: str, doctype: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{space}"><sheetData>'
    return (head + rows + "</sheetData></worksheet>").encode()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
TEXT_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
MADE = {
    "bomb.xlsx": lambda path: packed(path, {"xl/media/x.bin": bytes(200_000_000)}),
    "rows.xlsx": lambda path: packed(
        path, {SHEET: sheet('<row><c t="n"><v>1</v></c></row>' * 1_000_000)}
    ),
    "far.xlsx": lambda path: packed(
        path, {SHEET: sheet('<row r="1"><c r="A1"><v>1</v></c></row>'
                            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}
    ),
    "laughs.xlsx": lambda path: packed(
        path, {SHEET: sheet(TEXT_CELL.format("&a11;&f;"), ENTITIES)}
    ),
    "laughs.html": f"{ENTITIES}<table><tr><td>&a11;&f;</td><td>2</td></tr></table>",
    "rows.csv": "1\n" * 9_999_999,
    "columns.csv": "," * 9_999_999,
    "cells.html": "<table><tr>" + "<td>1" * 1_000_000 + "</table>",
    "span.html": "<table><tr><td colspan='99999999' rowspan=99999999>1</td></tr></table>",
    "comments.html": "<table><tr><td>" + "<!--" * 2_000_000,
    "scripts.html": "<table><tr><td>" + "<script>" * 1_000_000,
    "deep.html": "<div>" * 500_000 + "<table><tr><td>1</td><td>2</td></tr></table>",
    "tables.html": "<table><tr><td>" * 20_000 + "</td></tr></table>" * 20_000,
    "quote.csv": '"' + "a" * 5_000_000,
    "digits.csv": "地区,2024年,2023年\n北京市," + "9" * 100_000 + ",1\n",
    "unit.csv": "单位：" * 300_000 + "\n进出口,出口,进口\n",
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_to_exhaust_the_reader_is_refused_at_once(name, tmp_path):
    made, path = MADE[name], tmp_path / name
    if isinstance(made, str):
        path.write_text(made, encoding="utf-8")
    else:
        made(path)
    started = time.perf_counter()
    with pytest.raises(BadInput, match=name.replace(".", r"\.")) as refusal:
        reader.read(path)
    assert time.perf_counter() - started < SECONDS
    assert "root:" not in str(refusal.value)


def test_more_than_any_table_is_not_even_opened(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(documents.LARGEST + 1)
    with pytest.raises(BadInput, match="more than any table"):
        reader.read(path)


@pytest.mark.parametrize("name", [SCRIPT, '=HYPERLINK("http://x")', "-1+cmd", "@SUM(A1)", IMAGE])
def test_a_city_with_such_a_name_is_refused(name, tmp_path, monkeypatch):
    data = tables.fresh(tmp_path, monkeypatch)
    text = io.StringIO()
    rows = list(csv.reader(io.StringIO(tables.csv_table(2025, 8))))
    for row in rows:
        row[0] = name if row[0] == "南京市" else row[0]
    csv.writer(text, lineterminator="\n").writerows(rows)
    path = tmp_path / "2025-08.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    with pytest.raises(BadInput, match="is not a name but looks like a formula or markup"):
        tables.take_in([path])
    assert store.load("trade").empty
    assert data.is_dir()


def test_the_name_of_a_file_is_kept_as_text(tmp_path, monkeypatch):
    data = tables.fresh(tmp_path, monkeypatch)
    path = tmp_path / "=HYPERLINK(1) 2025-08.csv"
    path.write_text(tables.csv_table(2025, 8), encoding="utf-8")
    tables.take_in([path])
    assert ",'=HYPERLINK(1) 2025-08.csv," in (data / "releases.csv").read_text("utf-8")
    assert store.load("releases")["file_name"].iloc[0] == "'=HYPERLINK(1) 2025-08.csv"


def test_text_in_a_published_csv_is_no_formula_and_numbers_stay_numbers():
    rows = [{"a": "=1+1", "b": -5.2}, {"a": "@x", "b": "-5.2"}, {"a": "+江苏", "b": None}]
    assert csv_text(["a", "b"], rows) == "a,b\n'=1+1,-5.2\n'@x,-5.2\n'+江苏,\n"


@pytest.fixture
def hostile_names(tmp_path, monkeypatch):
    """Figures with a script for the name of a province and of a region."""
    data = tables.copy_of_data(tmp_path, monkeypatch)
    rows = list(csv.reader((data / "provinces.csv").open(encoding="utf-8", newline="")))
    for row in rows:
        if row[0] == "44":
            row[1:4] = SCRIPT, SCRIPT, IMAGE
    with (data / "provinces.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return data


def test_a_name_that_is_a_script_is_shown_as_text(hostile_names, tmp_path):
    wanted = pages.wanted([(2024, 12)], "auto", ["zh"], ["rankings"])
    made = list(work.successes(produce.pages(wanted, force=True)))
    with site.rebuilt(tmp_path / "site") as folder:
        site.write_pages(folder, made)
    shown = 0
    for path in (tmp_path / "site").rglob("*.html"):
        page = lxml.html.document_fromstring(path.read_text("utf-8"))
        assert "alert(1)" not in "".join(page.xpath("//script//text()"))
        assert not page.xpath("//img[@src='x'] | //*[@onerror]")
        shown += IMAGE in page.text_content()
    assert shown
