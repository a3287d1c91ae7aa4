"""What a check that fails means, as the sentence with which an import is refused or a row named."""

import math
from typing import Any, NamedTuple

import pandas as pd

from helpers.checks import summary
from helpers.checks.identities import TABLE
from helpers.sources import vocabulary
from helpers.sources.release import Release

FLOW_NAMES = {"total": "total trade", "export": "exports", "import": "imports"}
SPAN_NAMES = {"ytd": "year to date", "month": "month"}
CURRENCIES = {"CNY": "RMB", "USD": "US dollars"}
# How many rows a refusal names; the others are counted.
NAMED = 6
# Checks whose failing rows are named one by one.
LISTS = ("rows_in_place", "neighbours")
# Checks after which no single row of the file is named in front.
WITHOUT_ROW = (
    "whole_table",
    "rates_agree",
    "provinces_add_up",
    "codes_complete",
    "months_in_place",
    *LISTS,
)

AGAIN = "Download the file again, or look into it if the message stays."


class _Said(NamedTuple):
    """The sentence of one fault, and what to do; both are formats, see ``_facts``."""

    text: str
    advice: str = AGAIN


_SENTENCES = {
    "codes_complete": _Said("{residual:.0f} of the 31 provinces are missing, doubled or unknown"),
    "whole_table unit": _Said(
        "every row is {times}, so the unit is wrong: total trade of the largest place is "
        "{found_text} where {against} has {expected_text}",
        "Compare the unit line ({unit}) with the publisher's page.",
    ),
    "whole_table currency": _Said(
        "every row is {times}, which is an exchange rate, so the figures are not in {currency}: "
        "total trade of the largest place is {found_text} where {against} has {expected_text}",
        "Compare the unit line ({unit}) and the currency in the title with the publisher's page.",
    ),
    "whole_table flows": _Said(
        "exports and imports are exchanged in every row: exports are {found_text} where {against} "
        "gives {expected_text} for {flow}",
        "Compare the headings with the publisher's page.",
    ),
    "whole_table period": _Said(
        "the figures do not belong to this period: {flow} of {found_text} where {against} gives "
        "{expected_text}{likely}",
        "Check --period, the file's name and the title.",
    ),
    "whole_table nation": _Said(
        "{flow} of the nation are {found_text}, where {against} gives {expected_text}: "
        "{percent:.1f} % apart",
    ),
    "flows_add_up": _Said(
        "exports + imports = {found_text}, but the total is {expected_text}: {residual_text} apart"
    ),
    "order_of_magnitude": _Said(
        "{flow} of {found_text} {are} {residual:,.0f} times away from the {expected_text} of a "
        "year before"
    ),
    "growths_add_up": _Said(
        "the printed growth does not fit the values: a year before, exports + imports would be "
        "{found_text} and the total {expected_text}"
    ),
    "growths_add_up many": _Said(
        "in {rows} rows the printed growth does not fit the values; the columns of exports and "
        "imports seem to be exchanged"
    ),
    "months_in_place": _Said(
        "in most provinces exports and imports of the month are the wrong way round compared with "
        "the year to date; the two columns of the month seem to be exchanged"
    ),
    "rates_agree": _Said(
        "the rate of {year} is {found:.4f}, by {against} {expected:.4f}: {residual:.1f} % apart"
    ),
    "currency_ratio": _Said(
        "{flow} in RMB are {found:.2f} times those in dollars, where the rate is {expected:.2f}; "
        "unit, period or columns are wrong"
    ),
    "rows_in_place rows": _Said(
        "the figures of other provinces stand in these rows: {listed}",
        "Put the figures back into their rows, or download the file again.",
    ),
    "rows_in_place months": _Said(
        "the figures of the month of other provinces stand in these rows: {listed}",
        "Put the figures back into their rows, or download the file again.",
    ),
    "rows_in_place growth": _Said(
        "the growth rates of other provinces stand in these rows: {listed}",
        "Put the figures back into their rows, or download the file again.",
    ),
    "neighbours": _Said(
        "{listed}",
        f"{AGAIN} Where a row is right all the same, take it in with --accept ROW=REASON, which is "
        "recorded.",
    ),
    "provinces_add_up": _Said(
        "the 31 provinces' {flow} add up to {found_text}, the nation is {expected_text}: "
        "{residual_text} apart"
    ),
    "months_add_up": _Said(
        "{flow} of the month are {expected_text}, but the year to date less the one before is "
        "{found_text}"
    ),
    "printed_growth": _Said(
        "{flow} grew by {expected:.1f} % as printed and by {found:.1f} % on the stored year "
        "before, and most provinces differ as much; the period is wrong, or columns are exchanged"
    ),
}
_NEIGHBOURS = {
    "month_before": (
        "{flow}: the year to date less the month is {found_text}, the stored year to date of "
        "{against} is {expected_text} ({residual:.1f} % apart)"
    ),
    "year_before": (
        "{flow}: the printed growth gives {found_text} for a year before, stored for {against} is "
        "{expected_text} ({residual:.1f} % apart)"
    ),
    "other_currency": (
        "{flow}: {found_text}, but {expected_text} at the rate of the median province by the table "
        "of {against} ({residual:.1f} % apart)"
    ),
}


def sentence(wrong: pd.DataFrame, release: Release, releases: pd.DataFrame, what: str = "") -> str:
    """Return what the worst of the failed figures ``wrong`` means, where, and what to do.

    ``wrong`` has the columns of summary.detail, ``releases`` those of releases.csv. Figures of
    ``release`` come before stored ones that it contradicts. ``what`` replaces the name of the
    flow where the figures are not trade.
    """
    order = {check: at for at, check in enumerate(summary.CHECKS)}
    far = wrong["residual"] / wrong["tolerance"].where(wrong["tolerance"] > 0, 1.0)
    ranked = wrong.assign(
        _stored=~_of_release(wrong, release), _order=wrong["check"].map(order), _far=-far
    )
    ranked = ranked.sort_values(["_stored", "_order", "_far"], kind="stable")
    worst = ranked.iloc[0]
    same = ["check", *TABLE, *(["reason"] if worst["check"] == "rows_in_place" else [])]
    alike = ranked[(ranked[same] == worst[same]).all(axis=1)]
    said = _SENTENCES[_kind(worst, alike)]
    facts = _facts(worst, release, what) | {"rows": len(alike)}
    if worst["check"] in LISTS:
        facts["listed"] = _listed(alike, release, what)
    place = f"{SPAN_NAMES.get(worst['span'], 'exchange rate')} of {worst['year']}"
    if worst["span"]:
        place += f"-{worst['month']:02d}"
    row = "" if worst["check"] in WITHOUT_ROW or worst["_stored"] else _row(worst, release)
    told = f"{said.text.format(**facts)} ({place}, {worst['source']})"
    if worst["_stored"]:
        return (
            f"{release.file_name} contradicts the stored table of {worst['year']}-"
            f"{worst['month']:02d}{_stored_file(worst, releases)}. In that table, "
            f"{vocabulary.place_name(worst['province_code'])}: {told}. Nothing was taken in. One "
            "of the two is wrong; compare both with the publisher's page."
        )
    return f"{release.file_name}{row}: {told}. Nothing was taken in. {said.advice.format(**facts)}"


def named(rows: pd.DataFrame, release: Release) -> list[str]:
    """Return one line for each of ``rows`` (check "neighbours"): row, province, what disagrees."""
    return [
        f"{_row(row, release).removeprefix(', ').strip()}: "
        + _NEIGHBOURS[row["reason"]].format(**_facts(row, release))
        for _, row in rows.iterrows()
    ]


def repeated(rows: pd.DataFrame, release: Release) -> list[str]:
    """Return one line for each of ``rows`` (neighbours.repeated) that is in ``release``."""
    return [
        f"{_row(row, release).removeprefix(', ').strip()}: "
        f"all three {row['what']} are those of {row['against']}"
        for _, row in rows[_of_release(rows, release)].iterrows()
    ]


def _listed(alike: pd.DataFrame, release: Release, what: str) -> str:
    """Return what each of the rows ``alike`` says, NAMED at most, and how many are left."""
    if alike["check"].iloc[0] == "rows_in_place":
        lines = [
            f"{_row(row, release).removeprefix(', ').strip()} has those of "
            f"{vocabulary.place_name(row['other'])}"
            for _, row in alike.iterrows()
        ]
    else:
        lines = named(alike, release)
    left = len(lines) - NAMED
    return "; ".join(lines[:NAMED]) + (f"; and {left} more" if left > 0 else "")


def _of_release(rows: pd.DataFrame, release: Release) -> "pd.Series[bool]":
    """Return which of ``rows`` belong to a table that ``release`` gives figures of."""
    own = [set(t["year"]) for t in release.tables.values() if "year" in t and "month" not in t]
    keys = {
        tuple(key)
        for table in release.tables.values()
        if set(TABLE) <= set(table)
        for key in table[TABLE].drop_duplicates().itertuples(index=False)
    }
    found = [
        tuple(key) in keys or any(key[0] in years for years in own)
        for key in rows[TABLE].itertuples(index=False)
    ]
    return pd.Series(found, index=rows.index)


def _stored_file(worst: "pd.Series[Any]", releases: pd.DataFrame) -> str:
    """Return " (2025-09.csv, imported 2026-11-23)" for the newest release of a stored table."""
    period = f"{worst['year']}-{worst['month']:02d}"
    of = releases[(releases["source"] == worst["source"]) & (releases["period"] == period)]
    if of.empty:
        return f" of {worst['source']}"
    newest = of.sort_values("vintage").iloc[-1]
    return f" ({newest['file_name']}, imported {newest['imported']})"


def _row(row: "pd.Series[Any]", release: Release) -> str:
    """Return ", row 7 (河北省)" for a figure that stands in a row of the file, else nothing."""
    code = str(row["province_code"])
    if not code:
        return ""
    number = f", row {release.rows_at[code]}" if code in release.rows_at else ""
    return f"{number} ({vocabulary.place_name(code)})"


def _kind(worst: "pd.Series[Any]", alike: pd.DataFrame) -> str:
    """Return the key of _SENTENCES for ``worst``; ``alike`` are the rows of the same check."""
    if worst["check"] in ("whole_table", "rows_in_place"):
        return f"{worst['check']} {worst['reason']}"
    many = worst["check"] == "growths_add_up" and len(alike) > 15
    return "growths_add_up many" if many else str(worst["check"])


def _facts(worst: "pd.Series[Any]", release: Release, what: str = "") -> dict[str, Any]:
    """Return what the formats name; money as text in the unit that the file prints."""
    unit = vocabulary.unit(release.unit)
    size, printed = (unit.per_yi, unit.printed) if unit else (1.0, "亿")
    digits = 0 if size > 1 else 4
    facts = worst.to_dict()
    for name in ("found", "expected", "residual"):
        facts[f"{name}_text"] = f"{worst[name] * size:,.{digits}f} {printed}"
    factor = worst["found"] / worst["expected"] if worst["expected"] else math.nan
    other = worst.get("other", "")
    return facts | {
        "flow": what or FLOW_NAMES.get(worst["flow"], ""),
        "are": "is" if what else "are",
        "times": _times(factor, exact=worst.get("reason") == "unit"),
        "currency": CURRENCIES.get(worst["currency"], ""),
        "unit": release.unit,
        "percent": 100 * abs(factor - 1),
        "likely": f"; they fit {other}" if other else "",
    }


def _times(factor: float, *, exact: bool) -> str:
    """Return "10 times too large" or "1,000 times too small"; a power of ten if ``exact``."""
    if not factor > 0:
        return ""
    if exact:
        factor = 10.0 ** round(math.log10(factor))
    size, word = (factor, "large") if factor >= 1 else (1 / factor, "small")
    return f"{size:,.0f} times too {word}" if exact else f"{size:,.2f} times too {word}"
