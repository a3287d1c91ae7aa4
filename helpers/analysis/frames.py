"""Frames for a question of one's own: named columns, and in ``attrs`` unit, source and vintage."""

from collections.abc import Iterable, Sequence

import pandas as pd

from helpers.analysis.places import check_lang, codes_of, names
from helpers.constants import CURRENCIES, NATION
from helpers.data import detail as cube
from helpers.data import editions, partners
from helpers.data.asked import described, named
from helpers.data.edition import open_edition
from helpers.data.edition_extras import monthly
from helpers.language import formats
from helpers.system.errors import BadInput

SOURCE = "customs-online-query"


def history(
    currency: str = "USD",
    provinces: str | Iterable[str] = (),
    lang: str = "zh",
    share: bool = False,
) -> pd.DataFrame:
    """Return total trade of every full year there is: years × names of provinces.

    Values in 亿 (100 million) of ``currency``, CNY or USD; a year without figures is not there.
    ``provinces`` are codes, names or usual spellings, also those of a group such as "coastal"; by
    default all 31. With ``share`` percent of the sum of the 31 instead. Raises BadInput for a
    currency, province or language there is not.
    """
    check_lang(lang)
    if currency not in CURRENCIES:
        raise BadInput(f"currency must be {' or '.join(CURRENCIES)}, not {currency!r}.")
    values = editions.annual_totals((currency,))
    totals = values.drop(columns=["currency", "source"]).astype("float64")
    shown = totals.div(totals.sum(axis=1), axis=0) * 100 if share else totals
    frame = shown[codes_of(provinces)].rename(columns=names(lang)).rename_axis(columns=None)
    frame = described(frame, currency, lang, values["source"])
    frame.attrs["unit"] = "%" if share else frame.attrs["unit"]
    return frame


def months(
    year: int,
    month: int = 12,
    currency: str = "auto",
    lang: str = "zh",
    provinces: str | Iterable[str] = (),
) -> pd.DataFrame:
    """Return the months of a year up to ``month``, one row a month, province and flow.

    Columns month, province_code (00 is the nation), province, flow (total, export, import), value
    and to_date (亿), to_date_growth_pct, previous and to_date_previous (亿, the year before) with
    their margins. Months are first releases: ``previous`` is what was published a year before where
    that is stored, so growth on it is not quite the printed one, and the months do not add up to
    ``to_date``, which holds revisions; ``to_date_previous`` is what printed growth implies.
    ``provinces`` as in :func:`history`; by default all 31 and the nation. Raises BadInput where the
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
    table = frame.rename(columns={"code": "province_code"})
    if provinces:
        table = table[table["province_code"].isin(codes_of(provinces))].reset_index(drop=True)
    known_names = names(lang) | {NATION: formats.label("nation", lang)}
    table.insert(2, "province", table["province_code"].map(known_names))
    return described(table, edition.currency, lang, [edition.source])


def tidy(lang: str = "zh") -> pd.DataFrame:
    """Return every figure of trade by province in one long frame, one row a figure.

    Columns year, month (1 to 12: January to that month, so 12 is the full year), province_code,
    province, region, flow (total, export, import), currency, value (亿 of the currency), growth_pct
    (percent, as printed; missing where the publisher prints none) and source. Of several sources of
    a period the preferred one, as on the pages. Raises BadInput for a language there is not.
    """
    check_lang(lang)
    keys = [*editions.PERIOD, "source"]
    rows = editions.totals_to_date().merge(editions.editions()[keys], on=keys)
    rows = rows[rows["province_code"] != NATION]
    table = named(rows, lang)
    columns = [
        "year", "month", "province_code", "province", "region", "flow", "currency", "value",
        "growth_pct", "source",
    ]  # fmt: skip
    order = ["year", "month", "currency", "flow", "province_code"]
    return described(
        table[columns].sort_values(order, ignore_index=True), "", lang, table["source"]
    )


def detail(
    province: str = "all",
    by: str | Sequence[str] = "product",
    years: Iterable[int] | None = None,
    flow: str = "export",
    currency: str = "USD",
    month: int = 12,
    lang: str = "zh",
) -> pd.DataFrame:
    """Return trade in detail by year and ``by``: product, partner, province, mode or month.

    January to ``month`` of each of ``years`` (default: every year imported), of one province (code
    or name) or all 31 together. Columns year, one for each of ``by`` (product, partner_code with
    partner, province_code with province and region, mode_code, last_month), value (亿 of the
    currency), quantity and unit. A sum is of what was imported: ``trade import --detail`` takes
    more. Raises BadInput for a value that does not exist.
    """
    check_lang(lang)
    table = cube.frame(province, by, years, flow, currency, month)
    if "province_code" in table:
        table = named(table, lang)
    if "partner_code" in table:
        at = table.columns.get_loc("partner_code")
        table.insert(at + 1, "partner", table["partner_code"].map(partners.names(lang)))
    return described(table, currency, lang, [SOURCE])
