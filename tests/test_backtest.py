"""Back test: the published tables of 2024 against what an analyst once published by hand.

``article_2024.csv`` holds figures of the article "2024 年全国31省进出口贸易额排名及走势分析"
(量化咨询, published by 出海网 on 20 January 2025) with the digits it prints.
"""

import csv
from pathlib import Path

import pytest

CLAIMS = list(csv.DictReader((Path(__file__).parent / "article_2024.csv").open(encoding="utf-8")))
KEYS = {
    "national": "flow", "rankings": "province_code", "concentration": "measure",
    "movers": "province_code", "regions": "region_code",
}  # fmt: skip


def published(site: Path, edition: str, table: str) -> list[dict[str, str]]:
    with (site / "data" / edition / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "claim", CLAIMS, ids=[f"{c['table']} {c['key']} {c['column']}" for c in CLAIMS]
)
def test_the_tables_reproduce_the_article_to_its_last_digit(claim, published_site):
    rows = published(published_site, "2024", claim["table"])
    key = KEYS[claim["table"]]
    row = next(
        r for r in rows if r[key] == claim["key"] and r.get("currency", "CNY") in ("CNY", "")
    )
    digits = int(claim["digits"])
    assert f"{float(row[claim['column']]):.{digits}f}" == claim["value"]


def test_the_balance_of_the_year_before_is_within_what_rounded_growth_allows(published_site):
    row = next(
        r
        for r in published(published_site, "2024", "national")
        if r["flow"] == "balance" and r["currency"] == "CNY"
    )
    # The article prints 57,883.5; ours is worked back from growth printed with one decimal.
    assert abs(float(row["previous"]) - 57883.5) < float(row["previous_margin"])


def test_eight_provinces_stand_above_ten_thousand(published_site):
    rows = published(published_site, "2024", "rankings")
    assert sum(float(r["total"]) > 10_000 for r in rows) == 8


def test_zhejiang_passed_shanghai_in_2021(published_site):
    rows = published(published_site, "2024", "overtakings")
    assert any(
        (r["year"], r["province_code"], r["passed_code"]) == ("2021", "33", "31") for r in rows
    )


STABLE = {
    "national": ["flow", "currency", "value", "previous", "growth_pct"],
    "rankings": [
        "rank", "province_code", "province_zh", "province_en", "total", "export", "import",
        "total_share", "export_share", "import_share", "export_rank", "import_rank",
        "previous_rank", "rank_change", "gap_to_previous_pct", "growth_pct",
    ],
    "concentration": ["measure", "value", "previous"],
    "movers": [
        "growth_rank", "province_code", "province_zh", "province_en", "total", "previous",
        "growth_pct", "growth_basis", "contribution_pp",
    ],
    "regions": [
        "region_code", "region_zh", "region_en", "total", "share", "growth_pct", "in_top10",
    ],
    "multiples": ["province_code", "base_year", "base_value", "value", "multiple", "cagr_pct"],
    "overtakings": ["year", "province_code", "passed_code", "rank"],
    "projections": ["province_code", "target_code", "window_years", "years_to_overtake"],
    "findings": ["id", "zh", "en"],
}  # fmt: skip


@pytest.mark.parametrize("edition", ["2024", "2010"])
@pytest.mark.parametrize("table", STABLE)
def test_the_tables_keep_their_names_and_columns(table, edition, published_site):
    rows = published(published_site, edition, table)
    assert rows
    assert set(STABLE[table]) <= set(rows[0])


def test_columns_without_figures_are_there_and_empty(published_site):
    rows = published(published_site, "2010", "rankings")
    assert len(rows) == 31
    assert all(r["export"] == r["import_share"] == "" for r in rows)


def test_shares_and_contributions_of_the_published_tables_add_up(published_site):
    rankings = published(published_site, "2024", "rankings")
    assert sum(float(r["total_share"]) for r in rankings) == pytest.approx(100)
    movers = published(published_site, "2024", "movers")
    nation = next(r for r in published(published_site, "2024", "national") if r["flow"] == "total")
    # To the published rate of the nation, on the values a year before that it implies.
    whole = sum(float(r["contribution_pp"]) for r in movers)
    assert whole == pytest.approx(float(nation["growth_pct"]), abs=1e-5)
