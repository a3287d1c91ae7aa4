"""Check the identities of official tables, figure by figure: expected, found, residual, verdict."""

from decimal import Decimal

import numpy as np
import pandas as pd

from helpers.constants import FLOWS, NATION
from helpers.data import tables

OK, FAILS, REVISED, UNCHECKED = "ok", "fails", "revised base", "not checked"
TABLE = ["year", "month", "currency", "source"]
PLACE = [*TABLE, "span", "province_code"]
FIGURE = [*PLACE, "flow"]
DETAIL = ["check", *FIGURE, "expected", "found", "residual", "tolerance", "unit", "verdict"]

# How far a revised figure may be from the first one before it is called an error. The largest
# seen are 1 % for the nation (2021, 2022) and 6 % of the year to date for a province's months.
NATION_REVISED = 0.02
MONTHS_REVISED = 0.2
# Growth computed on figures of the year before that were revised since: the median province is off
# by less than one point in every stored month, and by eight or more when the year is wrong.
GROWTH_REVISED = 3.0
# No province's trade, GDP or population was ever 4 times that of the year before.
MAGNITUDE = 20.0


def flows_add_up(trade: pd.DataFrame) -> pd.DataFrame:
    """Check exports + imports = total for each place and span.

    Tolerance: three roundings of half a unit. Not checked where a source has totals only.
    Columns as DETAIL, values in 亿.
    """
    wide = _wide(trade)
    units = _units(trade).reindex(columns=list(FLOWS)).reindex(wide.index, fill_value=np.nan)
    parts = _per_table(wide[["export", "import"]].notna().all(axis=1), "any")
    known = parts.reindex(pd.MultiIndex.from_frame(wide.index.to_frame()[TABLE])).to_numpy()
    whole = wide.fillna(0)
    rows = wide.index.to_frame(index=False).assign(
        flow="total",
        expected=whole["total"].to_numpy(),
        found=np.where(known, (whole["export"] + whole["import"]).to_numpy(), np.nan),
        tolerance=units.sum(axis=1).to_numpy() / 2,
    )
    rows = judged(rows)
    return in_detail(rows, "flows_add_up", "亿")


def provinces_add_up(trade: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """Check Σ 31 provinces = nation for each flow and span; tolerance: 32 roundings of half a unit.

    A table without a national row is compared with the nation of another source; as one of the two
    is revised by then, a difference up to 2 % is "revised base". Columns as DETAIL, values in 亿.
    """
    group = [*TABLE, "span", "flow"]
    own = trade[trade["province_code"] != NATION].groupby(group)["value"].sum()
    nation = trade[trade["province_code"] == NATION].set_index(group)["value"]
    rows = own.rename("found").reset_index().assign(province_code=NATION)
    rows["expected"] = nation.reindex(own.index).to_numpy()
    elsewhere = _nation_elsewhere(trade, national)
    borrowed = rows["expected"].isna().to_numpy()
    key = pd.MultiIndex.from_frame(rows[["year", "month", "currency", "span", "flow"]])
    rows["expected"] = rows["expected"].fillna(pd.Series(elsewhere.reindex(key).to_numpy()))
    units = trade.groupby(group)["value"].agg(_unit)
    rows["tolerance"] = units.reindex(own.index).to_numpy() * 16
    rows = judged(rows)
    near = borrowed & (rows["residual"] <= NATION_REVISED * rows["expected"])
    rows.loc[near & (rows["verdict"] == FAILS), "verdict"] = REVISED
    return in_detail(rows, "provinces_add_up", "亿")


def months_add_up(trade: pd.DataFrame) -> pd.DataFrame:
    """Check year to date − the one before = month where a source gives both; January is its own.

    Tolerance: three roundings of half a unit. A larger difference is "revised base" up to a fifth
    of a province's year to date, 2 % of the nation's: the customs corrects earlier months within
    the year. Columns as DETAIL.
    """
    place = ["year", "month", "currency", "source", "province_code", "flow"]
    ytd = trade[trade["span"] == "ytd"].set_index(place)["value"]
    month = trade[trade["span"] == "month"].set_index(place)["value"]
    before = ytd.rename(index=lambda m: m + 1, level="month")
    rows = month.rename("expected").reset_index().assign(span="month")
    whole = ytd.reindex(month.index).to_numpy()
    start = before.reindex(month.index).to_numpy()
    rows["found"] = np.where(rows["month"] == 1, whole, whole - start)
    rows["tolerance"] = rows.groupby(TABLE)["expected"].transform(_unit) * 1.5
    rows = judged(rows)
    most = np.where(rows["province_code"] == NATION, NATION_REVISED, MONTHS_REVISED)
    near = (rows["residual"] <= most * whole) & (rows["month"] > 1)
    rows.loc[near & (rows["verdict"] == FAILS), "verdict"] = REVISED
    return in_detail(rows, "months_add_up", "亿")


def printed_growth(trade: pd.DataFrame) -> pd.DataFrame:
    """Compare printed growth with growth computed on the year before, in percentage points.

    The year before comes from the same source, else from another of the same currency. Equal
    within the rounding of the printed digit is ok, otherwise "revised base"; it fails when the
    median of the 31 provinces is more than GROWTH_REVISED away. Columns as DETAIL.
    """
    printed = trade[trade["growth_pct"].notna()]
    rows = printed.rename(columns={"growth_pct": "expected"}).reset_index(drop=True)
    rows["found"] = (rows["value"] / _year_before(rows, trade) - 1) * 100
    rows = judged(rows.assign(tolerance=0.05))
    rows.loc[rows["verdict"] == FAILS, "verdict"] = REVISED
    provinces = rows[rows["province_code"] != NATION]
    middle = provinces.groupby([*TABLE, "flow"])["residual"].median()
    typical = middle.reindex(pd.MultiIndex.from_frame(rows[[*TABLE, "flow"]])).to_numpy()
    rows.loc[(typical > GROWTH_REVISED) & (rows["verdict"] == REVISED), "verdict"] = FAILS
    return in_detail(rows, "printed_growth", "pp")


def growths_add_up(trade: pd.DataFrame) -> pd.DataFrame:
    """Check exports + imports = total a year before, each being value ÷ (1 + printed growth).

    It fails when export and import columns are exchanged, values or growth alone. Tolerance: what
    the rounding of the three printed rates (0.05 points each) and of the three values allows.
    Columns as DETAIL, 亿.
    """
    value = _wide(trade[trade["span"] == "ytd"])
    growth = _wide(trade[trade["span"] == "ytd"], "growth_pct").reindex(value.index) / 100
    whole = (growth.notna() & (growth > -0.99) & value.notna()).all(axis=1)
    value, growth = value[whole], growth[whole]
    base = value / (1 + growth)
    slack = (value * 0.0005 / (1 + growth) ** 2).sum(axis=1)
    rows = value.index.to_frame(index=False).assign(flow="total")
    rows["expected"] = base["total"].to_numpy()
    rows["found"] = (base["export"] + base["import"]).to_numpy()
    units = _units(trade).reindex(value.index).sum(axis=1)
    rows["tolerance"] = (1.05 * slack + units / 2).to_numpy()
    return in_detail(judged(rows), "growths_add_up", "亿")


def months_in_place(trade: pd.DataFrame) -> pd.DataFrame:
    """Compare exports ÷ imports of the month with that of the year to date, median province.

    It fails when they are more like imports ÷ exports: the columns of the month are exchanged,
    which no sum shows. Found and expected are the median distances as they are and when exchanged,
    as logarithms; the residual is found ÷ expected. Columns as DETAIL.
    """
    wide = _wide(trade[trade["province_code"] != NATION])
    ratio = np.log((wide["export"] / wide["import"]).where(wide.gt(0).all(axis=1)))
    spans = ratio.unstack("span").reindex(columns=["month", "ytd"])
    distance = pd.DataFrame(
        {
            "found": (spans["month"] - spans["ytd"]).abs(),
            "expected": (spans["month"] + spans["ytd"]).abs(),
        }
    )
    rows = distance.dropna().groupby(level=TABLE).median().reset_index()
    rows = rows.assign(span="month", province_code=NATION, flow="export", tolerance=1.0)
    rows["residual"] = rows["found"] / rows["expected"]
    return in_detail(with_verdict(rows), "months_in_place", "ratio")


def codes_complete(trade: pd.DataFrame) -> pd.DataFrame:
    """Check that each of the 31 codes of GB/T 2260 stands once in every table of totals.

    The residual counts the codes that do not.

    A province may be missing before its first year (Chongqing before 1997). Columns as DETAIL.
    """
    provinces = tables.load("provinces").set_index("province_code")
    total = trade[(trade["flow"] == "total") & (trade["province_code"] != NATION)]
    found = []
    for key, codes in total.groupby([*TABLE, "span"])["province_code"]:
        young = provinces.index[(provinces["first_year"] > int(str(key[0]))).fillna(False)]
        times = codes.value_counts().reindex(provinces.index, fill_value=0)
        wrong = times[(times != 1) & ~((times == 0) & times.index.isin(young))].index
        strange = sorted(set(codes) - set(provinces.index))
        bad = [*wrong, *strange]
        found.append((*key, bad[0] if bad else "", len(codes), len(bad)))
    rows = pd.DataFrame(found, columns=[*TABLE, "span", "province_code", "found", "residual"])
    rows = rows.assign(flow="total", expected=len(provinces), tolerance=0.0)
    rows["verdict"] = np.where(rows["residual"] == 0, OK, FAILS)
    return in_detail(rows, "codes_complete", "count")


def order_of_magnitude(trade: pd.DataFrame) -> pd.DataFrame:
    """Check that no figure is more than 20 times, or less than a 20th of, that of a year before.

    Residual: the factor, at least 1. Figures below 0.1 亿 are not checked. Columns as DETAIL.
    """
    rows = trade.rename(columns={"value": "found"}).reset_index(drop=True)
    rows["expected"] = _year_before(rows, trade)
    small = rows[["found", "expected"]].max(axis=1) < 0.1
    factor = rows["found"].clip(lower=1e-9) / rows["expected"].clip(lower=1e-9)
    rows["residual"] = factor.where(factor >= 1, 1 / factor).mask(small)
    return in_detail(with_verdict(rows.assign(tolerance=MAGNITUDE)), "order_of_magnitude", "times")


def _wide(trade: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """Return one row for each place of a table, one column for each flow."""
    return trade.pivot(index=PLACE, columns="flow", values=column).reindex(columns=list(FLOWS))


def _unit(values: "pd.Series[float]") -> float:
    """Return the unit that figures are printed in: the last decimal place that any of them uses."""
    exponents = (Decimal(repr(float(v))).normalize().as_tuple().exponent for v in values)
    places = min((e for e in exponents if isinstance(e, int)), default=0)
    return float(10.0 ** min(places, 0))


def _units(trade: pd.DataFrame) -> pd.DataFrame:
    """Return the unit of each flow of each table, repeated for its places."""
    units = trade.groupby([*TABLE, "flow"])["value"].transform(_unit)
    return _wide(trade.assign(value=units)).groupby(level=TABLE).transform("max")


def _per_table(flag: "pd.Series[bool]", how: str) -> "pd.Series[bool]":
    return flag.groupby(level=TABLE).agg(how).astype(bool)


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with residual = |found − expected|, and the verdict on it."""
    # What binary arithmetic may add to a difference of figures of this size is no residual.
    noise = rows["expected"].abs() * 1e-12 + 1e-9
    residual = (rows["found"] - rows["expected"]).abs()
    return with_verdict(rows.assign(residual=residual.mask(residual <= noise, 0.0)))


def with_verdict(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` with a verdict on each residual; without a residual nothing was checked."""
    within = rows["residual"] <= rows["tolerance"] * (1 + 1e-6)
    verdict = pd.Series(np.where(within, OK, FAILS), index=rows.index)
    return rows.assign(verdict=verdict.mask(rows["residual"].isna(), UNCHECKED))


def _nation_elsewhere(trade: pd.DataFrame, national: pd.DataFrame) -> "pd.Series[float]":
    """Return the nation by year, month, currency, span and flow, from whichever source has it."""
    key = ["year", "month", "currency", "span", "flow"]
    rows = pd.concat([trade[trade["province_code"] == NATION], national.assign(span="ytd")])
    return rows.drop_duplicates(key).set_index(key)["value"]


def _year_before(rows: pd.DataFrame, trade: pd.DataFrame) -> "pd.Series[float]":
    """Return for each of ``rows`` the figure a year before, of its source, else of another."""
    figure = ["year", "month", "currency", "span", "province_code", "flow"]
    past = trade.assign(year=trade["year"] + 1)
    own = past.set_index([*figure, "source"])["value"]
    first = own.reindex(pd.MultiIndex.from_frame(rows[[*figure, "source"]])).to_numpy()
    other = past.drop_duplicates(figure).set_index(figure)["value"]
    second = other.reindex(pd.MultiIndex.from_frame(rows[figure])).to_numpy()
    return pd.Series(np.where(np.isnan(first), second, first), index=rows.index)


def in_detail(rows: pd.DataFrame, check: str, unit: str) -> pd.DataFrame:
    """Return ``rows`` with the columns of DETAIL."""
    return rows.assign(check=check, unit=unit)[DETAIL].reset_index(drop=True)
