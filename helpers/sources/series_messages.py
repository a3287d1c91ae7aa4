"""What the checks of annual series found, as sentences that name row, value and what disagrees."""

from typing import Any

import pandas as pd

from helpers.checks import annual, series
from helpers.checks import annual_figures as figures
from helpers.checks.identities import FAILS, REVISED
from helpers.constants import NATION
from helpers.sources import vocabulary
from helpers.sources.release import Release

NAMES = {
    "gdp": "GDP", "population": "the population", "total": "total trade", "export": "exports",
    "import": "imports",
}  # fmt: skip
UNITS = {"gdp": "亿元", "population": "万人"}
# How many figures a refusal names; the others are counted.
NAMED = 6
AGAIN = "Download the file again, or look into it if the message stays."

_SENTENCES = {
    annual.UNIT: (
        "the provinces' {flow} add up to {found} in {year}, where {expected} is stored: the unit "
        "({unit}) or the currency is another. Compare the unit line with the publisher's page."
    ),
    annual.LEVEL: (
        "in most provinces {flow} changes too much to be true: the sum is {found} in {year} and "
        "{expected} in the year before. The unit ({unit}) or the order of the years is wrong."
    ),
    annual.YEARS: (
        "the years are wrong: every province's {flow} fits the stored years {order}. Compare the "
        "row of years with the publisher's page."
    ),
    annual.SUM: "the provinces' {flow} of {year} adds up to {found}, stored is {expected}. {again}",
    annual.OF_NATION: (
        "the provinces' {flow} of {year} adds up to {found}, the nation is {expected}. {again}"
    ),
    annual.MANY: (
        "in {year}, {found:.0f} provinces differ from the stored figures by more than a revision "
        "does, at most {expected:.0f} can. {again}"
    ),
}
_FIGURES = {
    annual.ROWS: "the figures of {other} stand in this row",
    figures.GROWTH: "{year} is {found}, where growth as in the median province gives {expected}",
    figures.ALONE: "{year} is {found}, where the years beside it give {expected}",
    figures.REVISION: "{year} is {found}, stored is {expected} ({change:+.1f} %)",
    figures.REVISION_ALONE: (
        "{year} is {found}, where the revision of the years beside it gives {expected}"
    ),
    "per_head": "GDP per head of {year} is {found}, the median province's is {expected}",
}
_ORDER = {
    annual.TABLE_CHECK: 0, annual.ROWS_CHECK: 1, figures.FIGURES_CHECK: 2, series.PER_HEAD: 3,
    annual.SUMS_CHECK: 4,
}  # fmt: skip


def refusal(rows: pd.DataFrame, release: Release) -> str:
    """Return why ``release`` is refused; ``rows`` (columns of series.detail) has a failing one."""
    wrong = rows[rows["verdict"] == FAILS]
    # A figure that is wrong makes its sum wrong as well, and is named instead.
    first = wrong.loc[wrong["check"].map(_ORDER).sort_values(kind="stable").index[0]]
    tail = "Nothing was taken in."
    if first["reason"] in _SENTENCES:
        return f"{release.file_name}: {_said(first, release)} {tail}"
    order = wrong["residual"] / wrong["tolerance"]
    listed = wrong[wrong["check"] == first["check"]].assign(_far=-order).sort_values("_far")
    told = [_figure(row, release) for _, row in listed.head(NAMED).iterrows()]
    left = len(listed) - NAMED
    more = f"; and {left} more" if left > 0 else ""
    return f"{release.file_name}, {'; '.join(told)}{more}. {tail} {AGAIN}"


def flags(rows: pd.DataFrame, release: Release) -> list[str]:
    """Return a line for each figure to compare; the revised figures of a year share one line."""
    rows = rows[(rows["verdict"] == REVISED) & rows["new"]].sort_values(["year", "province_code"])
    revised = rows[rows["reason"] == figures.REVISION]
    others = rows[rows["reason"] != figures.REVISION]
    lines = [
        _said(row, release) if row["reason"] in _SENTENCES else _figure(row, release)
        for _, row in others.iterrows()
    ]
    for (year, flow), own in revised.groupby(["year", "flow"]):
        against = "、".join(sorted(set(own["against"])))
        told = "; ".join(_revised(row) for _, row in own.iterrows())
        lines.append(f"{NAMES[str(flow)]} of {year} revised (stored: {against}): {told}")
    return lines


def _revised(row: "pd.Series[Any]") -> str:
    facts = _facts(row)
    place = vocabulary.place_name(row["province_code"])
    return f"{place} {facts['expected']} → {facts['found']} ({facts['change']:+.2f} %)"


def _said(row: "pd.Series[Any]", release: Release) -> str:
    """Return the sentence on a whole table or a sum."""
    facts = _facts(row) | {"unit": release.unit or "none printed", "again": AGAIN}
    if row["reason"] == annual.MANY:
        facts |= {"found": row["found"], "expected": row["expected"]}
    if row["verdict"] != FAILS:
        facts["again"] = ""
    other = str(row["other"])
    order = "in reverse order" if other == "reversed" else f"moved by {other}"
    return _SENTENCES[row["reason"]].format(**facts, order=order).strip()


def _figure(row: "pd.Series[Any]", release: Release) -> str:
    """Return "row 7 (河北省), GDP: …" for one figure."""
    code = str(row["province_code"])
    at = f"row {release.rows_at[code]} " if code in release.rows_at else ""
    told = _FIGURES[row["reason"]].format(**_facts(row))
    return f"{at}({vocabulary.place_name(code)}), {NAMES[row['flow']]}: {told}"


def _facts(row: "pd.Series[Any]") -> dict[str, Any]:
    """Return what the sentences name, values with their unit."""
    unit = UNITS.get(row["flow"], {"USD": "亿美元"}.get(row["currency"], "亿元"))
    if row["reason"] == "per_head":
        unit = "万元"
    other = str(row["other"])
    return {
        "flow": NAMES[row["flow"]],
        "year": row["year"],
        "found": _amount(row, "found", unit),
        "expected": _amount(row, "expected", unit),
        "change": 100 * (row["found"] / row["expected"] - 1) if row["expected"] else float("nan"),
        "other": vocabulary.place_name(other) if other.isdigit() and other != NATION else other,
    }


def _amount(row: "pd.Series[Any]", name: str, unit: str) -> str:
    """Return a value with thousands separators and at most two decimals, and its unit."""
    text = f"{row[name]:,.2f}".rstrip("0").rstrip(".")
    return f"{text} {unit}"
