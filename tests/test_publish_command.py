"""Publishing as a person types it: a part of the year, one notebook, one language."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.data import tables

TRADE = Path(sys.executable).parent / "trade"


@pytest.fixture(scope="module")
def seven_months(tmp_path_factory):
    out = tmp_path_factory.mktemp("seven months 七个月") / "site"
    words = ["publish", "--year", "2025", "--month", "7", "--lang", "zh", "--only", "rankings"]
    # Another process of the tests may have made the page already.
    words.append("--force")
    done = subprocess.run([TRADE, *words, "--out", out], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out, done


def test_the_ranking_of_seven_months_equals_the_customs_table(seven_months):
    site, _ = seven_months
    with (site / "data/2025-07/rankings.csv").open(encoding="utf-8", newline="") as file:
        published = {row["province_code"]: row for row in csv.DictReader(file)}
    trade = tables.current(tables.load("trade"))
    table = trade[
        (trade["year"] == 2025)
        & (trade["month"] == 7)
        & (trade["span"] == "ytd")
        & (trade["source"] == "customs-by-location")
        & (trade["province_code"] != "00")
    ]
    assert len(table) == 31 * 3
    for row in table.itertuples():
        assert float(published[row.province_code][row.flow]) == row.value
        if row.flow == "total":
            assert float(published[row.province_code]["growth_pct"]) == row.growth_pct


def test_the_page_never_calls_seven_months_the_year(seven_months):
    site, _ = seven_months
    page = (site / "zh/2025-07/rankings.html").read_text("utf-8")
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert "2025年1–7月" in title
    assert "2025年前7个月" in page
    assert "2025年，31个省" not in page
    assert "上年同期位次" in page


def test_a_line_for_each_page_with_its_time_and_no_noise(seven_months):
    _, done = seven_months
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"2025-07/rankings zh\s+\d+\.\d s", lines[0])
    assert lines[-1].startswith("Published 1 page")
    assert done.stderr == ""


def test_only_what_was_asked_for_is_there_and_linked(seven_months):
    site, _ = seven_months
    assert [p.name for p in sorted((site / "zh/2025-07").glob("*.html"))] == ["rankings.html"]
    assert not (site / "en/2025-07").exists()
    page = (site / "zh/2025-07/rankings.html").read_text("utf-8")
    assert 'href="movers.html"' not in page


def published(site: Path, *words: str) -> str:
    done = subprocess.run([TRADE, "publish", *words, "--out", site], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_a_site_that_was_removed_is_not_taken_for_what_it_was(tmp_path):
    site = tmp_path / "site"
    one, other = (["--year", year, "--lang", "zh", "--only", "trends"] for year in ("2010", "2011"))
    assert published(site, *one).startswith("Published 1 page")
    assert published(site, *other).startswith("Published 1 page")
    assert published(site, *one).startswith("1 page unchanged")
    shutil.rmtree(site)
    assert published(site, *other).startswith("Published 1 page, 1 of them unchanged")
    # Its page is not in the site any more, though nothing that it is made from has changed.
    assert published(site, *one).startswith("Published 1 page, 1 of them unchanged")
    assert (site / "zh/2010/trends.html").exists()
    assert published(site, *other).startswith("1 page unchanged")
