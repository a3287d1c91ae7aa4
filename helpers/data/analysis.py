"""Frames for a question of one's own: named columns, and in ``attrs`` unit, source and status."""

from collections.abc import Iterable

import pandas as pd

from helpers.constants import CURRENCIES, NATION
from helpers.data import editions, provinces, tables
from helpers.data.edition import open_edition
from helpers.data.edition_extras import monthly
from helpers.language import formats
from helpers.system.errors import BadInput

UNITS = {
    ("CNY", "zh"): "亿元人民币", ("CNY", "en"): "100 million yuan",
    ("USD", "zh"): "亿美元", ("USD", "en"): "100 million US dollars",
}  # fmt: skip


def history(currency: str = "USD", chosen: Iterable[str] = (), lang: str = "zh") -> pd.DataFrame:
    """Return totals of every full year there is in a currency: years × names of provinces.

    Values in 亿 (100 million) of ``currency``, CNY or USD; ``chosen`` are provinces as code, name
    or usual spelling, by default all 31. Raises BadInput for a currency or province there is not.
    """
    if currency not in CURRENCIES:
        raise BadInput(f"currency must be {' or '.join(CURRENCIES)}, not {currency!r}.")
    values = editions.annual_totals((currency,))
    codes = [provinces.code_of(name) for name in chosen] or list(provinces.provinces().index)
    frame = values[codes].rename(columns=provinces.names(lang)).rename_axis(columns=None)
    return _described(frame, currency, lang, values["source"])


def months(year: int, month: int = 12, currency: str = "auto", lang: str = "zh") -> pd.DataFrame:
    """Return the months of a year up to ``month``, one row a month, province and flow.

    Columns month, province_code, province, flow, value and to_date (亿), to_date_growth_pct,
    before and to_date_before (亿, the year before) with their margins. Raises BadInput where the
    source of that edition gives no months; the message names the years with months.
    """
    edition = open_edition(year, month, currency, lang)
    frame = monthly(edition)
    if frame.empty:
        known = editions.editions()
        pairs = known[["year", "month"]].drop_duplicates().itertuples(index=False, name=None)
        with_months = {y for y, m in pairs if "months" in editions.subjects(y, m, edition.currency)}
        years = ", ".join(str(y) for y in sorted(with_months)) or "none"
        raise BadInput(
            f"There are no months of {year} in {edition.currency}: its source {edition.source} has "
            f"the full year only. Years with months in {edition.currency}: {years}."
        )
    named = frame.rename(columns={"code": "province_code"})
    names = provinces.names(lang) | {NATION: formats.label("nation", lang)}
    named.insert(2, "province", named["province_code"].map(names))
    return _described(named, edition.currency, lang, pd.Series([edition.source]))


def _described(frame: pd.DataFrame, currency: str, lang: str, sources: pd.Series) -> pd.DataFrame:
    """Return a frame with unit, publishers and status (preliminary, revised) in ``attrs``."""
    known = tables.load("sources").set_index("id").loc[sorted(set(sources.dropna()))]
    frame.attrs = {
        "lang": lang,
        "currency": currency,
        "unit": UNITS[currency, lang],
        "source": "；".join(known["publisher_zh"].unique())
        if lang == "zh"
        else "; ".join(known["publisher_en"].unique()),
        "status": dict(known["status"]),
    }
    return frame
