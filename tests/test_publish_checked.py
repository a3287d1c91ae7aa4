"""`trade publish` stops where the stored figures fail a check, and marks pages made regardless."""

import datetime
import json
import re
import sys
from pathlib import Path

import pytest
import tables
from processes import content, needs_fork

from helpers import cli
from helpers.checks import stored
from helpers.publish import site
from helpers.publish.page import FinishedPage, marked_unverified
from helpers.publish.pages import Page
from helpers.system import cache

pytestmark = needs_fork
WORDS = ["publish", "--year", "2010", "--only", "trends", "--out"]


def publish(out: Path, monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["trade", *WORDS, str(out), *words])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def with_hubei_changed(data: Path) -> None:
    """Raise Hubei's total of 2024 by 15 %, as a slip of a person would."""
    path = data / "trade.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("2024,12,ytd,42,total,CNY"))
    cells = lines[at].split(",")
    cells[6] = str(float(cells[6]) * 1.15)
    lines[at] = ",".join(cells)
    path.write_text("".join(lines), "utf-8")


def test_pages_of_failing_data_are_refused_or_carry_a_warning(tmp_path, monkeypatch, capsys):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    right = (data / "trade.csv").read_bytes()
    out = tmp_path / "site"
    assert publish(out, monkeypatch, "--unverified") == 0
    verified = content(out)
    assert not any(b'class="unverified"' in page for page in verified.values())

    with_hubei_changed(data)
    assert publish(out, monkeypatch) == 1
    told = capsys.readouterr().err
    assert "trade.csv, Exports + imports = total (customs-by-location CNY 2024): Hubei" in told
    assert "expected 8,117.1061, found 7,058.3532 亿" in told
    assert "--unverified" in told
    assert content(out) == verified

    assert publish(out, monkeypatch, "--unverified") == 0
    assert (
        "Warning: trade.csv was edited since the last import; the stored figures fail 7"
        in capsys.readouterr().err
    )
    for lang, words in (("zh", "有7项核对未通过"), ("en", "fail 7 checks")):
        page = (out / lang / "2010/trends.html").read_text("utf-8")
        assert re.search(rf'<main id="content">\n<p class="unverified".*{words}', page)
        assert page.count('<style id="font">') == 1
        index = (out / lang / "index.html").read_text("utf-8")
        assert ("请勿引用" if lang == "zh" else "Do not quote") in index
    manifest = json.loads((out / "data/2010/edition.json").read_text("utf-8"))
    assert manifest["pages"]["trends"]["zh"]["unverified"] is True

    # What was published with a warning does not count as published without one.
    assert publish(out, monkeypatch) == 1
    (data / "trade.csv").write_bytes(right)
    assert publish(out, monkeypatch) == 0
    assert content(out) == verified


def test_no_article_is_written_from_failing_data(tmp_path, monkeypatch, capsys):
    with_hubei_changed(tables.copy_of_data(tmp_path, monkeypatch))
    words = ["trade", "article", "--year", "2024", "--out", str(tmp_path / "article")]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 1
    told = capsys.readouterr().err
    assert "Hubei" in told
    assert "--unverified" not in told
    assert not (tmp_path / "article").exists()


def test_an_article_of_failing_data_offers_no_files(tmp_path):
    page = Page("article", 2024, 12, "CNY", "en", "2024")
    html = (
        '<html><head><!--links:head--><!--/links:head--><style id="font"></style></head><body>'
        '<!--links:nav--><!--/links:nav--><main id="content">\nText</main></body></html>'
    )
    article = FinishedPage(page, "Title", "Finding", {}, html, b"card", 0.0, {".md": b"Text"})
    folder = tmp_path / "site/en/2024"
    for made, names in (
        (article, {"article.html", "article.png", "article.md"}),
        (marked_unverified(article, 1), {"article.html", "article.png"}),
    ):
        with site.rebuilt(tmp_path / "site") as building:
            site.write_pages(building, [made])
        assert {path.name for path in folder.iterdir()} == names
    assert "the data behind this page fail 1 check." in (folder / "article.html").read_text("utf-8")


def test_data_that_passed_are_not_checked_again(tmp_path, monkeypatch):
    data = tables.copy_of_data(tmp_path, monkeypatch)
    monkeypatch.setenv("TRADE_CACHE", str(tmp_path / "cache"))
    assert stored.failed() is None
    monkeypatch.setattr(stored, "run", lambda today: pytest.fail("checked again"))
    assert stored.failed() is None
    monkeypatch.undo()
    monkeypatch.setenv("TRADE_DATA", str(data))
    with_hubei_changed(data)
    assert stored.failed() is not None


def test_a_failed_check_is_not_cached(tmp_path, monkeypatch):
    tables.copy_of_data(tmp_path, monkeypatch)
    monkeypatch.setenv("TRADE_CACHE", str(tmp_path / "cache"))
    early = datetime.date(2020, 1, 1)
    assert not stored.failed(early).dates.empty
    assert not list((cache.cache_dir() / stored.PASSED).glob("*/*"))
    assert stored.failed() is None
