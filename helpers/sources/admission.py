"""Whether a release fits what is stored, and if not, the one sentence that says where."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from helpers.checks import identities, summary
from helpers.checks.identities import FAILS, TABLE
from helpers.constants import NATION
from helpers.sources import vocabulary
from helpers.sources.release import Release
from helpers.system.errors import BadInput

Data = dict[str, pd.DataFrame]

# See _refuse_another_year.
OTHER_YEAR = 1.8

_FLOWS = {"total": "total trade", "export": "exports", "import": "imports"}
_SPANS = {"ytd": "year to date", "month": "month"}


def refuse_misfit(before: Data, after: Data, release: Release) -> pd.DataFrame:
    """The summary of the checks of the tables of ``release`` (columns of checks.run), all passed.

    ``before`` and ``after`` are the tables of data/ without and with the release. Raises BadInput
    when a check fails now that did not fail before: in the release, or in a stored table that it
    contradicts.
    """
    _refuse_localities(release)
    _refuse_jumps(after, release)
    rows = _detail(after, release)
    wrong = rows[rows["verdict"] == FAILS]
    if not wrong.empty:
        old = _detail(before, release)
        key = ["check", *identities.FIGURE]
        known = pd.MultiIndex.from_frame(old.loc[old["verdict"] == FAILS, key])
        wrong = wrong[~pd.MultiIndex.from_frame(wrong[key]).isin(known)]
    if not wrong.empty:
        raise BadInput(_sentence(wrong, release))
    _refuse_another_period(before, release)
    if not release.dated:
        _refuse_another_year(before, release)
    tables = pd.concat(
        [t for name, t in release.tables.items() if name in ("trade", "national")]
        or [pd.DataFrame(columns=TABLE)]
    )
    own = pd.MultiIndex.from_frame(tables[TABLE].drop_duplicates())
    return summary.summary(rows[pd.MultiIndex.from_frame(rows[TABLE]).isin(own)])


def places_gone(localities: pd.DataFrame, release: Release) -> list[str]:
    """The cities and zones that the nearest stored table of the source lists and this does not."""
    if release.kind != "customs":
        return []
    own = release.tables["localities"]
    stored = localities[localities["source"] == release.source]
    at = stored["year"] * 12 + stored["month"]
    here = int(release.period[:4]) * 12 + int(release.period[5:])
    if stored.empty:
        return []
    nearest = stored[at == at.iloc[(at - here).abs().argmin()]]
    name = "locality_zh" if (own["locality_zh"] != "").any() else "locality_en"
    return [place for place in nearest[name] if place not in set(own[name])]


def _detail(data: Data, release: Release) -> pd.DataFrame:
    """Every check of the years that ``release`` can touch: its own, the one before, the next."""
    tables = [table for table in release.tables.values() if "year" in table]
    years = {year + d for table in tables for year in set(table["year"]) for d in (-1, 0, 1)}
    trade, national = (data[name][data[name]["year"].isin(years)] for name in ("trade", "national"))
    return summary.detail(trade, national, data["exchange_rates"], data["releases"])


def _refuse_localities(release: Release) -> None:
    """Refuse a city or zone that does not add up or has more than its province."""
    if "localities" not in release.tables:
        return
    wrong = summary.localities(release.tables["localities"], release.tables["trade"])
    if not wrong.empty:
        first = wrong.iloc[0]
        raise BadInput(
            f"{release.file_name}, under {vocabulary.place_name(first['province_code'])}: "
            f"{first['name']} has {first['problem']}. Nothing was taken in; download the "
            "file again."
        )


def _refuse_another_period(before: Data, release: Release) -> None:
    """Refuse a table whose every year-to-date value is stored already, for another period.

    So a mistyped year does not take known figures in a second time.
    """
    rows = release.tables.get("trade", before["trade"].head(0))
    rows = rows[rows["span"] == "ytd"]
    figure = ["source", "province_code", "flow", "currency", "value"]
    stored = before["trade"][before["trade"]["span"] == "ytd"]
    both = rows.merge(stored, on=figure, suffixes=("", "_stored"))
    other = both[(both["year"] != both["year_stored"]) | (both["month"] != both["month_stored"])]
    counts = other.groupby(["year", "month", "year_stored", "month_stored"]).size()
    for year, month, year_stored, month_stored in counts.index[counts >= len(rows)]:
        raise BadInput(
            f"{release.file_name}: taken as {year}-{month:02d}, but all its {len(rows)} values are "
            f"stored for {year_stored}-{month_stored:02d} already. Check --period."
        )


def _refuse_another_year(before: Data, release: Release) -> None:
    """Refuse a table whose provinces are to each other as in another year than the one it is given.

    Held against the stored full years; for a year without one, the nearest counts. The distance is
    the mean deviation of the provinces' logarithms from their median, weighted by trade. At the
    right year it is at most 1.4 times that at the closest, in every month of 2024 and 2025. So no
    right year is refused; refused is one that is three years off, from February on, and any year
    up to 2018 in every month.
    """
    rows = before["trade"].query("span == 'ytd' and month == 12 and flow == 'total'")
    rows = rows[rows["province_code"] != NATION].drop_duplicates(["year", "province_code"])
    full = rows.pivot(index="province_code", columns="year", values="value").dropna(axis=1)
    own = release.tables["trade"].query("span == 'ytd' and flow == 'total'")
    own = own.set_index("province_code")["value"].drop(NATION)
    if full.empty:
        return
    apart = np.log(full.reindex(own.index).rdiv(own, axis=0))
    distance = (apart - apart.median()).abs().mul(own / own.sum(), axis=0).sum()
    year = int(release.period[:4])
    nearest = min(distance.index, key=lambda known: abs(known - year))
    closest = distance.idxmin()
    if distance[nearest] > OTHER_YEAR * distance[closest]:
        raise BadInput(
            f"{release.file_name}: taken as {release.period}, but the provinces are to each other "
            f"as in {closest}, not as in {nearest}. Check --period or the file's name; if the year "
            "is right, import the saved page, whose title prints it."
        )


def _refuse_jumps(after: Data, release: Release) -> None:
    """Refuse an indicator that jumps by an order of magnitude from one year to the next."""
    if "indicators" not in release.tables:
        return
    rows = release.tables["indicators"]
    stored = after["indicators"]
    stored = stored[stored["indicator"].isin(rows["indicator"])]
    stored = stored.sort_values("release", key=lambda ids: ids == release.release)
    figures = stored.drop_duplicates(["year", "province_code", "indicator"], keep="last").assign(
        month=12, span="ytd", currency="", flow="total"
    )
    found = identities.order_of_magnitude(figures)
    wrong = found[(found["verdict"] == FAILS)]
    if not wrong.empty:
        raise BadInput(_sentence(wrong, release))


def _sentence(wrong: pd.DataFrame, release: Release) -> str:
    """What the worst of the failed figures ``wrong`` means, with row, value and what to do."""
    order = {check: at for at, check in enumerate(summary.CHECKS)}
    far = wrong["residual"] / wrong["tolerance"].where(wrong["tolerance"] > 0, 1.0)
    ranked = wrong.assign(_order=wrong["check"].map(order), _far=-far)
    worst = ranked.sort_values(["_order", "_far"], kind="stable").iloc[0]
    of_check = wrong[wrong["check"] == worst["check"]]
    told = _TOLD[worst["check"]](_as_printed(worst, release), of_check)
    place = f"{_SPANS[worst['span']]} of {worst['year']}-{worst['month']:02d}, {worst['source']}"
    return (
        f"{release.file_name}{_row(worst, release)}: {told} ({place}). Nothing was taken in; "
        "download the file again, or look into it if it stays."
    )


def _row(worst: "pd.Series[Any]", release: Release) -> str:
    """ ", row 7 (河北省)" for a figure that stands in a row of the file, else nothing."""
    code = str(worst["province_code"])
    if worst["check"] in ("provinces_add_up", "codes_complete", "months_in_place") or not code:
        return ""
    row = f", row {release.rows_at[code]}" if code in release.rows_at else ""
    return f"{row} ({vocabulary.place_name(code)})"


def _as_printed(worst: "pd.Series[Any]", release: Release) -> "pd.Series[Any]":
    """``worst`` with its money as text, in the unit that the file prints."""
    unit = vocabulary.unit(release.unit)
    size, printed, digits = (unit.per_yi, unit.printed, 0) if unit else (1.0, "亿", 4)
    if size == 1.0:
        digits = 4
    texts = {
        f"{name}_text": f"{worst[name] * size:,.{digits}f} {printed}"
        for name in ("found", "expected", "residual")
    }
    return pd.concat([worst, pd.Series(texts)])


def _codes(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return f"{worst['residual']:.0f} of the 31 provinces are missing, doubled or unknown"


def _flows(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        f"exports + imports = {worst['found_text']}, but the total is "
        f"{worst['expected_text']}: {worst['residual_text']} apart"
    )


def _magnitude(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        f"{_FLOWS[worst['flow']]} of {worst['found_text']} are {worst['residual']:,.0f} times "
        f"away from the {worst['expected_text']} of a year before"
    )


def _exchanged(worst: "pd.Series[Any]", wrong: pd.DataFrame) -> str:
    if len(wrong) > 15:
        return (
            f"in {len(wrong)} rows the printed growth does not fit the values; the columns of "
            "exports and imports seem to be exchanged"
        )
    return (
        "the printed growth does not fit the values: a year before, exports + imports would be "
        f"{worst['found_text']} and the total {worst['expected_text']}"
    )


def _months_exchanged(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        "in most provinces exports and imports of the month are the wrong way round against the "
        "year to date; the two columns of the month seem to be exchanged"
    )


def _ratio(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        f"{_FLOWS[worst['flow']]} in RMB are {worst['found']:.2f} times those in dollars, where "
        f"the year's rate is {worst['expected']:.2f}; unit, period or columns are wrong"
    )


def _provinces(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        f"the 31 provinces' {_FLOWS[worst['flow']]} add up to {worst['found_text']}, the nation "
        f"is {worst['expected_text']}: {worst['residual_text']} apart"
    )


def _months(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        f"{_FLOWS[worst['flow']]} of the month are {worst['expected_text']}, but the year to "
        f"date less the one before is {worst['found_text']}"
    )


def _growth(worst: "pd.Series[Any]", _: pd.DataFrame) -> str:
    return (
        f"{_FLOWS[worst['flow']]} grew by {worst['expected']:.1f} % as printed and by "
        f"{worst['found']:.1f} % on the stored year before, and most provinces differ as much; "
        "the period is wrong, or columns are exchanged"
    )


_TOLD: dict[str, Callable[["pd.Series[Any]", pd.DataFrame], str]] = {
    "codes_complete": _codes,
    "flows_add_up": _flows,
    "order_of_magnitude": _magnitude,
    "growths_add_up": _exchanged,
    "months_in_place": _months_exchanged,
    "currency_ratio": _ratio,
    "provinces_add_up": _provinces,
    "months_add_up": _months,
    "printed_growth": _growth,
}
