"""The annual series of data/ (GDP, population, trade) that checks.annual judges."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.checks import annual
from helpers.checks.annual_figures import Bounds
from helpers.checks.identities import DETAIL, FAILS, OK, REVISED, UNCHECKED
from helpers.checks.neighbours import NOTES, SOURCES
from helpers.constants import NATION

SERIES = ["flow", "currency", "source"]
FIGURE = ["year", "province_code", *SERIES, "value", "release"]
PER_HEAD = "gdp_per_head"
CHECKS = (*annual.CHECKS, PER_HEAD)
ROWS = [*DETAIL, *NOTES, "release", "new"]

# Measured on the stored figures (percent of a figure; logarithms below):
# - GDP, 1993-2024, two editions: growth is within 9 % of that of the median province in 99 % of
#   all figures, at most 29 % off (Liaoning 2016); a figure is at most 8 % off both years beside it
#   (Shanxi 2016); the economic census of 2018 revised single provinces by -36 % (Tianjin 2016) to
#   +15 %, their sum by -4.4 %, and a single year by at most 2.1 % more than the years beside it:
#   3 % is refused.
#   The growth of the median province was 3.3 % (2020) to 27 % (1994).
# - Population, 2015-2024: growth within 2.6 % of the median in 99 %, at most 3.4 % (Hubei 2020),
#   at most 1.5 % off both years beside it; the median grew by -0.14 % to 0.67 %. One edition is
#   stored, so the bound of a revision is an assumption: a census moves provinces by up to a sixth,
#   as Guangdong's in 2000, and the nation by less than 1 %.
# - Growth of most provinces is close to that of the median one: half of them are within 1.6 % of it
#   for GDP and within 0.34 % for the population. More than four times that and 3 % (1.5 %) is rare:
#   1.6 figures a year. So at most 36 % of single figures of GDP that are 5 % off are reported by
#   growth alone (7 of 11 in 2024), and 97 % of those of the population.
# - Trade, 2005-2024: growth at most 97 % (in logarithms) off the median (Qinghai 2017), 99 % of
#   all within 79 %; at most 43 % off both years beside it (Tibet 2020). The bureau revised the
#   customs' figures of 2024 by at most 1.5 % (Ningxia), 90 % of them by less than 0.24 %, the sum
#   by 0.05 %; RMB and dollars of 2021, of which only one was revised, are up to 8 % apart.
BOUNDS = {
    "gdp": Bounds(
        growth=(0.10, 0.45), alone=(0.04, 0.10), revision=(0.002, 0.55),
        revision_alone=(0.012, 0.03), calm=0.03, total=(0.005, 0.10), level=(-0.02, 0.4),
        nation=(0.85, 1.2), moved=0.05,
    ),
    "population": Bounds(
        growth=(0.03, 0.25), alone=(0.007, 0.05), revision=(0.002, 0.2),
        revision_alone=(0.005, 0.03), calm=0.015, total=(0.001, 0.02), level=(-0.03, 0.05),
        nation=(0.97, 1.03), moved=0.02,
    ),
}  # fmt: skip
TRADE = Bounds(
    growth=(0.8, 1.39), alone=(0.3, 0.9), revision=(0.0002, 0.1), revision_alone=(0.02, 0.1),
    total=(0.001, 0.005), level=(-0.5, 0.7), nation=(0.98, 1.02), moved=0.3,
    large=0.02, most=10,
)  # fmt: skip
# GDP per head divided by that of the median province was 0.63 to 3.07 in 2015-2024.
HEAD = (0.45, 4.5)
HEAD_MOST = (0.2, 9.0)


def of(indicators: pd.DataFrame, trade: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of full years of both tables of data/ with the columns FIGURE.

    ``flow`` is gdp, population, total, export or import; an indicator has no currency.
    """
    own = indicators.rename(columns={"indicator": "flow"}).assign(currency="")
    years = trade[(trade["month"] == 12) & (trade["span"] == "ytd")]
    return pd.concat([own[FIGURE], years[FIGURE]], ignore_index=True)


def detail(series: pd.DataFrame, releases: pd.DataFrame, only: str | None = None) -> pd.DataFrame:
    """Return the verdicts on each annual table of ``series``, or on that of the release ``only``.

    ``series`` has the columns FIGURE, ``releases`` those of releases.csv. Tables of the customs
    are not judged, but others are compared with them. Columns: DETAIL, NOTES and release; ``flow``
    names the series, ``against`` the source that a revision was compared with, ``new`` is false for
    a figure that the release repeats as it was stored.
    """
    vintages = releases[["release", "source", "vintage", "period"]]
    ranked = series.merge(vintages, on=["release", "source"], how="left")
    found = [pd.DataFrame(columns=ROWS)]
    for key, release, table, stored in _tables(ranked, only):
        flow, currency, source = key
        bounds = BOUNDS.get(flow, TRADE)
        figures = stored.drop_duplicates(["year", "province_code"], keep="last")
        wide = _wide(table)
        rows = annual.judge(wide, _wide(figures), bounds)
        if wide.shape[1] == 1 and figures.empty:
            rows["verdict"] = UNCHECKED
        known = figures.set_index(["year", "province_code"])["source"]
        at = pd.MultiIndex.from_frame(rows[["year", "province_code"]])
        rows["against"] = pd.Series(known.reindex(at).to_numpy(), index=rows.index).fillna("")
        if flow in BOUNDS:
            rows = pd.concat([rows, _per_head(ranked, table, flow)], ignore_index=True)
        repeated = table[table["release"] != release]
        again = pd.MultiIndex.from_frame(repeated[["province_code", "year"]])
        rows["new"] = ~pd.MultiIndex.from_frame(rows[["province_code", "year"]]).isin(again)
        found.append(
            rows.assign(
                month=12, span="ytd", flow=flow, currency=currency, source=source, release=release
            ).reindex(columns=ROWS)
        )
    rows = pd.concat(found, ignore_index=True)
    return rows.fillna({"reason": "", "against": "", "other": ""})


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each check of each release in ``rows`` (see ``detail``): its worst figure.

    Columns: those of summary.COLUMNS; year is that of the worst figure.
    """
    rank = rows["verdict"].map({FAILS: 0, REVISED: 1, OK: 2, UNCHECKED: 3})
    far = -rows["residual"] / rows["tolerance"].where(rows["tolerance"] > 0, 1.0)
    ranked = rows.assign(_rank=rank, _far=far).sort_values(["_rank", "_far"], kind="stable")
    worst = ranked.drop_duplicates(["check", *SERIES, "release"])
    order = worst["check"].map({check: at for at, check in enumerate(CHECKS)})
    worst = worst.assign(_order=order, where=worst["province_code"] + " " + worst["flow"])
    columns = ["check", "year", "month", "currency", "source", "tolerance", "residual", "unit"]
    worst = worst.sort_values(["_order", "source", "flow", "release"])
    return worst[[*columns, "where", "verdict"]].reset_index(drop=True)


def _tables(
    ranked: pd.DataFrame, only: str | None
) -> Iterator[tuple[tuple[str, str, str], str, pd.DataFrame, pd.DataFrame]]:
    """Yield series, release, the figures as of that release, and the others stored.

    A figure that a release repeats unchanged is stored with an older release, so the table of a
    release is what was newest with it, in the years of its period.
    """
    judged = ranked[~ranked["source"].isin(SOURCES)]
    if only is not None:
        judged = judged[judged["release"] == only]
    for key, own in judged.groupby(SERIES):
        flow, currency, source = map(str, key)
        alike = ranked[(ranked["flow"] == flow) & (ranked["currency"] == currency)]
        same = alike["source"] == source
        for (vintage, release, period), _ in own.groupby(["vintage", "release", "period"]):
            inside = alike["year"].between(int(period[:4]), int(period.split("/")[-1][:4]))
            until = alike[same & ((alike["vintage"] <= vintage) | ~inside)].sort_values("vintage")
            table = until[inside.reindex(until.index)]
            table = table.drop_duplicates(["year", "province_code"], keep="last")
            others = alike[~same].sort_values("source", ascending=False, kind="stable")
            older = until[until["release"] != release]
            yield (flow, currency, source), release, table, pd.concat([others, older])


def _wide(figures: pd.DataFrame) -> pd.DataFrame:
    """Return ``figures`` with a row for each place and a column for each year."""
    return figures.pivot(index="province_code", columns="year", values="value")


def _per_head(ranked: pd.DataFrame, table: pd.DataFrame, flow: str) -> pd.DataFrame:
    """Return the check of GDP per head, relative to the median province, of the years of ``table``.

    Expected is the median of the year in 亿元 for 万人, which is 10,000 yuan a head.
    """
    other = "population" if flow == "gdp" else "gdp"
    rows = ranked[ranked["flow"] == other].sort_values("vintage")
    rows = rows.drop_duplicates(["year", "province_code"], keep="last")
    own, others = _wide(table), _wide(rows)
    years = own.columns.intersection(others.columns)
    head = (own[years] / others[years]) if flow == "gdp" else (others[years] / own[years])
    head = head.drop(index=NATION, errors="ignore")
    middle = head.median()
    ratio = head / middle
    long = ratio.rename_axis(index="province_code", columns="year").stack().rename("ratio")
    result = long.dropna().reset_index()
    usual = result["ratio"].between(*HEAD)
    verdict = np.select([usual, result["ratio"].between(*HEAD_MOST)], [OK, REVISED], FAILS)
    expected = result["year"].map(middle)
    times = result["ratio"].where(result["ratio"] >= 1, 1 / result["ratio"])
    return result.assign(
        check=PER_HEAD, expected=expected, found=expected * result["ratio"], residual=times,
        tolerance=np.where(result["ratio"] >= 1, HEAD[1], 1 / HEAD[0]), unit="times",
        verdict=verdict, reason="per_head", against="", other="",
    )  # fmt: skip
