"""What some editions have besides: months, places inside provinces, GDP and population."""

import pandas as pd

from helpers.constants import NATION
from helpers.data import places, provinces
from helpers.data import tables as store
from helpers.data.edition import Edition
from helpers.data.editions import annual_totals
from helpers.measures.core import growth, worked_back

PLACE = ["province_code", "locality_zh", "locality_en"]
INDICATOR = ["indicator", "year", "province_code", "source"]


def monthly(edition: Edition) -> pd.DataFrame:
    """Months of the edition's year up to its last, one row a month, province and flow.

    Values of the year before are published where the source has that month; elsewhere they are
    worked back from the printed growth of the year to date, with the margin of its rounding. No
    rows where the source has no months.
    """
    trade = store.current(store.load("trade"))
    own = trade[(trade["source"] == edition.source) & (trade["currency"] == edition.currency)]
    now, before = (_months(own[own["year"] == y]) for y in (edition.year, edition.year - 1))
    table = now[now["month"] <= edition.month].merge(
        before.drop(columns="to_date_growth_pct"),
        how="left",
        on=["month", "code", "flow"],
        suffixes=("", "_before"),
    )
    table = _worked_back(table)
    return table.drop(columns=[name for name in table if str(name).endswith("_before")])


def _months(rows: pd.DataFrame) -> pd.DataFrame:
    """Months of one year and source: month, code, flow, value, to_date, to_date_growth_pct."""
    keys = ["month", "province_code", "flow"]
    alone = rows.loc[rows["span"] == "month", [*keys, "value"]]
    to_date = rows.loc[rows["span"] == "ytd", [*keys, "value", "growth_pct"]]
    renamed = to_date.rename(columns={"value": "to_date", "growth_pct": "to_date_growth_pct"})
    both = alone.merge(renamed, on=keys).rename(columns={"province_code": "code"})
    return both.sort_values(["flow", "code", "month"], kind="stable").reset_index(drop=True)


def _worked_back(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` with the year before: as published, else from printed growth with its margin."""
    rough, margin = worked_back(table["to_date"], table["to_date_growth_pct"])
    of_place = [table["code"], table["flow"]]
    step = rough - rough.groupby(of_place).shift(fill_value=0.0)
    step_margin = margin + margin.groupby(of_place).shift(fill_value=0.0)
    known = table["value_before"].notna() & table["to_date_before"].notna()
    base, base_margin = _base_to_date(table, rough, margin)
    return table.assign(
        previous=table["value_before"].where(known, step),
        previous_margin=step_margin.where(~known, 0.0),
        to_date_previous=base.fillna(table["to_date_before"]),
        to_date_margin=base_margin.fillna(0.0),
    )


def _base_to_date(
    table: pd.DataFrame, rough: pd.Series, margin: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Return the year to date a year before that growth is computed on, and its margin.

    As :func:`helpers.data.margins.growth_base` has it: what the published rates imply, scaled so
    that the provinces imply the rate of the nation.
    """
    in_nation = table["code"] == NATION
    keys = [table["month"], table["flow"]]
    sums = rough.where(~in_nation).groupby(keys).transform("sum")
    nation = rough.where(in_nation).groupby(keys).transform("first")
    scale = (nation / sums).where(~in_nation, 1.0).fillna(1.0)
    return rough * scale, margin + (scale - 1).abs() * rough


def other_currency(edition: Edition, other: Edition) -> pd.Series | None:
    """The total of both editions in the other currency, 亿, by year: what exchange rates did.

    The sum of the provinces for full years, the published total of the nation in US dollars for
    parts of years; its name is the currency. None where either year has none.
    """
    years = [other.year, edition.year]
    if not edition.full_year:
        tables = [one.dollars for one in (other, edition) if one.dollars is not None]
        values = [table.at["total", "value"] for table in tables]
        return pd.Series(values, index=years, name="USD") if len(values) == 2 else None
    currency = "USD" if edition.currency == "CNY" else "CNY"
    totals = annual_totals((currency,))
    if not set(years) <= set(totals.index):
        return None
    return totals.loc[years, list(provinces.provinces().index)].sum(axis=1).rename(currency)


def full_years(edition: Edition) -> pd.DataFrame:
    """Totals of every full year up to the edition in 亿 of its own currency, its own included.

    Years × province codes. A part of a year is not set beside full years.
    """
    if not edition.full_year:
        return edition.series
    return pd.concat([edition.series, edition.now["total"].to_frame(edition.year).T])


def localities(edition: Edition) -> pd.DataFrame:
    """Listed cities and zones of the edition: PLACE, total, export, import, growth_pct, previous.

    Values in 亿, year to date; growth_pct (percent) as printed, else computed; previous and
    previous_margin as the table a year before gives them, else worked back from printed growth.
    A value the publisher leaves out is nil in the total of a listed place; no rows where the
    source lists no places. A place of a Chinese table has its English name from data/places.csv.
    """
    known = store.load("localities")
    own = known[(known["source"] == edition.source) & (known["currency"] == edition.currency)]
    own = store.newest(own[own["month"] == edition.month], store.LOCALITY)
    now, before = (own[own["year"] == year] for year in (edition.year, edition.year - 1))
    table = now[[*PLACE, "total", "export", "import", "total_growth_pct"]].merge(
        before[[*PLACE, "total"]], how="left", on=PLACE, suffixes=("", "_before")
    )
    rough, margin = worked_back(table["total"], table["total_growth_pct"])
    given = table["total_before"].notna()
    table["previous"] = table["total_before"].where(given, rough)
    table["previous_margin"] = margin.where(~given, 0.0)
    computed = growth(table["total"], table["total_before"])
    table["growth_pct"] = table["total_growth_pct"].fillna(computed)
    table["locality_en"] = places.in_english(table)
    names = [*PLACE, "total", "export", "import", "growth_pct", "previous", "previous_margin"]
    return table.loc[table["total"].notna(), names].reset_index(drop=True)


def indicators() -> pd.DataFrame:
    """GDP (亿元) and population (万人) by year and province, the newest release of each figure.

    Indexed by (year, province_code), columns gdp and population, missing where there is none.
    """
    table = store.newest(store.load("indicators"), INDICATOR)
    wide = table.pivot(index=["year", "province_code"], columns="indicator", values="value")
    return wide.reindex(columns=["gdp", "population"]).rename_axis(columns=None)


def open_years(edition: Edition) -> pd.DataFrame:
    """Total, GDP and population of every year that has all three, up to the edition's.

    Columns: year, province_code, total and gdp (亿元), population (万人). The edition's own year
    has the edition's totals, the years before those of the annual series in RMB.
    """
    totals = annual_totals(("CNY",)).drop(columns=["currency", "source"])
    totals = totals[totals.index < edition.year]
    if edition.full_year and edition.currency == "CNY":
        totals = pd.concat([totals, edition.now["total"].to_frame(edition.year).T])
    codes = list(provinces.provinces().index)
    long = totals[codes].rename_axis("year").stack().rename("total")
    table = long.rename_axis(["year", "province_code"]).to_frame().join(indicators())
    whole = table.notna().all(axis=1).groupby(level="year").all()
    return table[table.index.get_level_values("year").isin(whole[whole].index)].reset_index()
